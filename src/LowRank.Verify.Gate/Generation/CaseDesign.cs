using System.Collections.Concurrent;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// The covering array of an oracle: rows of wishes, one value of each axis, so that every pair of values of two axes stands in a row. Rows
/// are chosen greedily (each new value is the one that meets most values not met before), so that the first rows cover most. The last rows
/// are the large cases. The array depends on the oracle and its limits only: a replay token names a row by its number.
/// </summary>
internal sealed class CaseDesign
{
    private const int MostRows = 160;

    private readonly ConcurrentDictionary<int, IReadOnlyList<int>> numbers = new();

    private CaseDesign(IReadOnlyList<FeatureAxis> axes, IReadOnlyList<IReadOnlyDictionary<string, string>> rows,
        IReadOnlyList<IReadOnlyDictionary<string, string>> large)
    {
        Axes = axes;
        Rows = rows;
        Large = large;
    }

    /// <summary>The axes.</summary>
    public IReadOnlyList<FeatureAxis> Axes { get; }

    /// <summary>The rows of the covering array, by axis.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows { get; }

    /// <summary>The rows of large matrices: few, since each costs as much as many others.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Large { get; }

    /// <summary>The design of an oracle.</summary>
    public static CaseDesign Of(Oracle oracle, CaseLimits limits)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(limits);
        IReadOnlyList<FeatureAxis> axes = CaseFeatures.Of(oracle, limits);
        Random random = new(unchecked((int)StableHash.Of(oracle.Id)));
        return new CaseDesign(axes, Cover(axes, random), [.. LargeRows(oracle, limits)]);
    }

    /// <summary>The wishes of a row, counted from 1, first the covering array's, then the large ones; none for 0.</summary>
    public IReadOnlyDictionary<string, string> Row(int number) => number <= 0 || number > Rows.Count + Large.Count
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : number <= Rows.Count ? Rows[number - 1] : Large[number - 1 - Rows.Count];

    /// <summary>True for the row of a large case.</summary>
    public bool IsLarge(int number) => number > Rows.Count;

    /// <summary>
    /// The rows of so many cases, cheap ones first: the first rows of the array, or all of them and then 0 (no wish), and at the end the
    /// large ones, where there is room for more than a dozen.
    /// </summary>
    public IReadOnlyList<int> Numbers(int cases) => numbers.GetOrAdd(cases, Ordered);

    private IReadOnlyList<int> Ordered(int cases)
    {
        int large = cases > MostSmall ? Math.Min(Large.Count, cases / MostSmall) : 0, others = cases - large;
        return
        [
            .. Enumerable.Repeat(0, Math.Max(0, others - Rows.Count)),
            .. Enumerable.Range(1, Math.Min(others, Rows.Count)).OrderBy(row => Cost(Rows[row - 1])),
            .. Enumerable.Range(Rows.Count + 1, large),
        ];
    }

    private const int MostSmall = 12;
    private const int Stride = 7;

    /// <summary>The row of a case of a property: properties begin at different rows and stride over them.</summary>
    public int RowOfProperty(string property, int index) =>
        Rows.Count == 0 ? 0 : 1 + (int)((StableHash.Of(property) + ((ulong)index * Stride)) % (ulong)Rows.Count);

    /// <summary>What cases reached: how many had each feature, and how many pairs of features of two axes met.</summary>
    public UnitCoverage Coverage(Oracle oracle, IEnumerable<CaseRecipe> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        (string Axis, string Value)[] all = [.. Axes.SelectMany(axis => axis.Values.Select(value => (axis.Name, value)))];
        Dictionary<string, int> features = all.ToDictionary(feature => Text(feature), _ => 0, StringComparer.Ordinal);
        HashSet<((string Axis, string Value) First, (string Axis, string Value) Second)> met = [];
        foreach (CaseRecipe recipe in cases)
        {
            (string Axis, string Value)[] present = [.. CaseFeatures.Present(oracle, recipe, Axes)];
            foreach ((string Axis, string Value) feature in present)
            {
                features[Text(feature)]++;
                met.UnionWith(present.Where(other => string.CompareOrdinal(feature.Axis, other.Axis) < 0)
                    .Select(other => (feature, other)));
            }
        }

        int pairs = Axes.Select((axis, i) => axis.Values.Count * Axes.Skip(i + 1).Sum(other => other.Values.Count)).Sum();
        return new UnitCoverage(features, met.Count, pairs);
    }

    private static string Text((string Axis, string Value) feature) => $"{feature.Axis}: {feature.Value}";

    private static IEnumerable<IReadOnlyDictionary<string, string>> LargeRows(Oracle oracle, CaseLimits limits)
    {
        Member[] matrices = [.. oracle.Given.Where(member => member.Type == MemberType.Matrix)];
        (int low, int high) = CaseFeatures.SizesOf(CaseFeatures.Large);
        bool holds = !oracle.IsDear && limits.Rows.High >= high && limits.Columns.High >= high && low > limits.Rows.Low;
        if (!holds)
        {
            yield break;
        }

        if (matrices.Any(member => member is { Index: null, Shape: null }))
        {
            Dictionary<string, string> large = oracle.Given.Where(member => member is { Type: MemberType.Count, Index: null })
                .ToDictionary(member => member.Name, _ => CaseFeatures.AtSide, StringComparer.Ordinal);
            yield return new Dictionary<string, string>(large) { [CaseFeatures.Size] = CaseFeatures.Large, [CaseFeatures.Aspect] = "1:1",
                [CaseFeatures.Spectrum] = "random", [CaseFeatures.Scale] = "1" };
            yield return new Dictionary<string, string> { [CaseFeatures.Size] = "13-40", [CaseFeatures.Aspect] = "16:1",
                [CaseFeatures.Spectrum] = "near ties", [CaseFeatures.Scale] = "1" };
            yield return new Dictionary<string, string> { [CaseFeatures.Size] = "13-40", [CaseFeatures.Aspect] = "1:16",
                [CaseFeatures.Spectrum] = "exactly deficient", [CaseFeatures.Scale] = "1" };
        }
        else if (matrices.Any(member => member.Index is not null))
        {
            string[] options = [.. oracle.Given.Where(member => member.IsOptional).Select(member => CaseFeatures.OptionAxis(member.Name))];
            foreach (string choice in options.Length == 0 ? [CaseFeatures.Given] : new[] { CaseFeatures.LeftOut, CaseFeatures.Given })
            {
                yield return new Dictionary<string, string>(options.ToDictionary(option => option, _ => choice, StringComparer.Ordinal))
                {
                    [CaseFeatures.Width] = CaseFeatures.Large,
                    [CaseFeatures.Depth] = "2",
                    [CaseFeatures.Spectrum] = "random",
                    [CaseFeatures.Scale] = "1",
                };
            }
        }
    }

    // Deep or wide cases cost more; the first value of an axis is its simplest.
    private static int Cost(IReadOnlyDictionary<string, string> row) => new[] { CaseFeatures.Size, CaseFeatures.Width, CaseFeatures.Depth }
        .Where(row.ContainsKey).Sum(axis => CaseFeatures.SizesOf(row[axis]).High) + (row.GetValueOrDefault(CaseFeatures.Aspect) is "1:16"
            or "16:1" ? 1 : 0);

    private static List<IReadOnlyDictionary<string, string>> Cover(IReadOnlyList<FeatureAxis> axes, Random random)
    {
        HashSet<(int, int, int, int)> open = [];
        Queue<(int, int, int, int)> inOrder = [];
        for (int a = 0; a < axes.Count; a++)
        {
            for (int b = a + 1; b < axes.Count; b++)
            {
                foreach ((int, int, int, int) pair in from x in Enumerable.Range(0, axes[a].Values.Count)
                    from y in Enumerable.Range(0, axes[b].Values.Count) select (a, x, b, y))
                {
                    _ = open.Add(pair);
                    inOrder.Enqueue(pair);
                }
            }
        }

        List<IReadOnlyDictionary<string, string>> rows = axes is [var only] ? [.. only.Values.Select(value =>
            new Dictionary<string, string> { [only.Name] = value })] : [];
        while (open.Count > 0 && rows.Count < MostRows)
        {
            (int, int, int, int) next = inOrder.Dequeue();
            if (!open.Contains(next))
            {
                continue;
            }

            int[] row = NextRow(axes, open, next, random);
            rows.Add(axes.Select((axis, i) => KeyValuePair.Create(axis.Name, axis.Values[row[i]])).ToDictionary(StringComparer.Ordinal));
        }

        return rows;
    }

    // Starts with a pair that is open, and gives every further axis the value that closes most pairs with those chosen.
    private static int[] NextRow(IReadOnlyList<FeatureAxis> axes, HashSet<(int, int, int, int)> open,
        (int First, int Value, int Second, int Other) start, Random random)
    {
        int[] row = [.. Enumerable.Repeat(-1, axes.Count)];
        (int first, int value, int second, int other) = start;
        (row[first], row[second]) = (value, other);
        int[] order = [.. Enumerable.Range(0, axes.Count).Where(i => row[i] < 0)];
        random.Shuffle(order);
        foreach (int axis in order)
        {
            int shift = random.Next(axes[axis].Values.Count);
            row[axis] = Enumerable.Range(0, axes[axis].Values.Count).Select(i => (i + shift) % axes[axis].Values.Count)
                .MaxBy(candidate => Enumerable.Range(0, axes.Count).Count(met => met != axis && row[met] >= 0
                    && open.Contains(Pair(axis, candidate, met, row[met]))));
        }

        for (int a = 0; a < axes.Count; a++)
        {
            for (int b = a + 1; b < axes.Count; b++)
            {
                _ = open.Remove((a, row[a], b, row[b]));
            }
        }

        return row;
    }

    private static (int, int, int, int) Pair(int a, int x, int b, int y) => a < b ? (a, x, b, y) : (b, y, a, x);
}
