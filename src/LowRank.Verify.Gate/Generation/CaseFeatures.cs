using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// The declared table of what cases must reach: for every oracle, by the types of its members, a list of axes, each with the values that
/// its cases have to take. A covering array (<see cref="CaseDesign"/>) makes every pair of values of two axes meet; what no case of a run
/// had is named by the run.
/// </summary>
internal static class CaseFeatures
{
    /// <summary>Names of axes that are not a member's; no member's name has a space.</summary>
    public const string Storage = "storage format", Size = "matrix size", Aspect = "matrix aspect", Spectrum = "matrix spectrum",
        Scale = "matrix scale", Depth = "number of layers", Width = "layer width", LayerAspect = "layer aspect", Named = "named size";

    /// <summary>Values of a member's axis.</summary>
    public const string Given = "given", LeftOut = "left out", Lowest = "lowest", Small = "small", Usual = "usual", Past24 = "past 2^24",
        Past31 = "past 2^31", Past53 = "past 2^53", Past63 = "past 2^63", LowerEnd = "lower end", UpperEnd = "upper end",
        Whole = "whole", Ordinary = "ordinary", Tiny = "tiny", Huge = "huge", NoDouble = "no double", Negative = "negative",
            Nought = "zero", AtSide = "at the matrix's size";

    /// <summary>Values of the axis <see cref="LayerAspect"/>: no layer with a side ten times the other, a wide one, a tall one.</summary>
    public const string Even = "1:1-1:9", Wide = "1:10", Tall = "10:1";

    /// <summary>How many times the one side of a wide or tall layer is the other.</summary>
    public const int LayerTimes = 10;

    /// <summary>Values of the axis <see cref="Size"/> that are too dear to meet everything else: a case or two of each.</summary>
    public const string Large = "large";

    private static readonly string[] Storages = ["float64", "float32", "float16", "bfloat16", "int8"];
    private static readonly string[] Spectra = ["zero", "single entry", "exactly deficient", "flat", "integers", "clustered", "near ties",
        "graded", "random"];

    private static readonly string[] Scales = ["1", "2^±8", "1e-16", "1e16", "least", "greatest"];
    private static readonly string[] Sizes = ["1", "2-4", "5-12", "13-40"];
    private static readonly string[] NamedSizes = ["1-4", "5-12"];
    private static readonly string[] Aspects = ["1:1", "1:2-1:8", "2:1-8:1", "1:16", "16:1"];
    private static readonly string[] Depths = ["1", "2", "3-4", "5-8", "9-12"];
    private static readonly string[] CountValues = [Lowest, Small, Usual, Past24, Past31, Past53, Past63];
    private static readonly string[] RealValues = [LowerEnd, UpperEnd, Whole, Ordinary, Tiny, Huge, NoDouble, Negative, Nought];

    /// <summary>The axes of an oracle with their values.</summary>
    public static IReadOnlyList<FeatureAxis> Of(Oracle oracle, CaseLimits limits)
    {
        Member[] matrices = [.. oracle.Given.Where(member => member.Type == MemberType.Matrix)];
        List<FeatureAxis> axes = [];
        if (matrices.Length > 0)
        {
            axes.Add(new(Storage, [.. Storages.Where(name => limits.Holds(StorageOf(name)))]));
            axes.Add(new(Spectrum, Spectra));
            axes.Add(new(Scale, matrices.All(m => m is { Index: null, Shape: null }) ? Scales : Scales[..^2]));
        }

        if (matrices.Any(m => m is { Index: null, Shape: null }))
        {
            axes.Add(new(Size, Sizes));
            axes.Add(new(Aspect, Aspects));
        }

        if (matrices.Any(m => m.Index is not null))
        {
            axes.Add(new(Width, Sizes));
            axes.Add(new(LayerAspect, oracle.IsDear ? [] : [Even, Wide, Tall]));
        }

        if (matrices.Any(m => m.Shape is not null))
        {
            axes.Add(new(Named, NamedSizes));
        }

        if (oracle.Given.Any(member => member.Index is not null))
        {
            axes.Add(new(Depth, [.. (oracle.IsDear ? Depths[..3] : Depths)
                .Where(name => DepthsOf(name) is var (low, high) && high >= limits.Depth.Low && low <= limits.Depth.High)]));
        }

        foreach (Member member in oracle.Given.Where(member => member.Type != MemberType.Matrix))
        {
            MemberDomain domain = limits.DomainOf(member);
            bool hasSide = member is { Type: MemberType.Count, Index: null } && Side(oracle.Given) is not null;
            axes.Add(new(member.Name, member.Type != MemberType.Count ? Reals(domain)
                : hasSide ? [.. Counts(domain, oracle.IsDear), AtSide] : Counts(domain, oracle.IsDear)));
        }

        axes.AddRange(oracle.Given.Where(member => member.IsOptional).Select(member =>
            new FeatureAxis(OptionAxis(member.Name), [Given, LeftOut])));
        return [.. axes.Where(axis => axis.Values.Count > 0)];
    }

    /// <summary>The matrix whose smaller side is a size that counts can meet: the first free one; null where there is none.</summary>
    public static Member? Side(IEnumerable<Member> given) =>
        given.FirstOrDefault(member => member is { Type: MemberType.Matrix, Index: null, Shape: null, IsOptional: false });

    /// <summary>The smaller side of that matrix in a case.</summary>
    public static int? SideOf(IEnumerable<Member> given, CaseRecipe recipe) => Side(given) is { } side
        && recipe.Members.GetValueOrDefault(side.Name) is MemberRecipe.MatrixMember { Recipe: var matrix }
            ? Math.Min(matrix.Rows, matrix.Columns) : null;

    /// <summary>The axis of whether an optional member is there.</summary>
    public static string OptionAxis(string member) => $"{member} {Given}";

    /// <summary>The storage type of a name.</summary>
    public static StorageType StorageOf(string name) => Enum.Parse<StorageType>(name, ignoreCase: true);

    /// <summary>The depths of a value of the axis <see cref="Depth"/>.</summary>
    public static (int Low, int High) DepthsOf(string value) => Span(value);

    /// <summary>The sizes of a value of the axes <see cref="Size"/> and <see cref="Width"/>.</summary>
    public static (int Low, int High) SizesOf(string value) => value == Large ? (200, 256) : Span(value);

    /// <summary>The features of a case, each of an axis and among its values.</summary>
    public static IEnumerable<(string Axis, string Value)> Present(Oracle oracle, CaseRecipe recipe, IReadOnlyList<FeatureAxis> axes)
    {
        Dictionary<string, Member> members = oracle.Given.ToDictionary(member => member.Name, StringComparer.Ordinal);
        IEnumerable<(string, string)> all = recipe.Members.SelectMany(pair => members.TryGetValue(pair.Key, out Member? member)
            ? Present(member, pair.Value) : []);
        IEnumerable<(string, string)> options = oracle.Given.Where(member => member.IsOptional).Select(member =>
            (OptionAxis(member.Name), recipe.Members.ContainsKey(member.Name) ? Given : LeftOut));
        IEnumerable<(string, string)> depth = axes.Where(axis => axis.Name == Depth).SelectMany(axis => axis.Values)
            .Where(value => recipe.Depth >= DepthsOf(value).Low && recipe.Depth <= DepthsOf(value).High).Select(value => (Depth, value));
        IEnumerable<(string, string)> sides = SideOf(oracle.Given, recipe) is not { } least ? [] : oracle.Given
            .Where(member => member.Type == MemberType.Count && recipe.Members.GetValueOrDefault(member.Name)
                is MemberRecipe.Scalar { Value: var value } && Rational.Abs(value - new Rational(least, 1)) <= Rational.One)
            .Select(member => (member.Name, AtSide));
        return all.Concat(options).Concat(depth).Concat(sides).Distinct()
            .Where(feature => axes.Any(axis => axis.Name == feature.Item1 && axis.Values.Contains(feature.Item2)));
    }

    private static IEnumerable<(string Axis, string Value)> Present(Member member, MemberRecipe value) => value switch
    {
        MemberRecipe.List list => list.Items.SelectMany(item => Present(member, item)),
        MemberRecipe.MatrixMember { Recipe: var recipe } => Present(member, recipe),
        MemberRecipe.Scalar { Value: var number } =>
            NumberFeatures.Of(member.Type, member.Domain, number).Select(name => (member.Name, name)),
        _ => [],
    };

    private static IEnumerable<(string Axis, string Value)> Present(Member member, MatrixRecipe recipe)
    {
        int least = Math.Min(recipe.Rows, recipe.Columns), most = Math.Max(recipe.Rows, recipe.Columns), times = most / least;
        yield return (Storage, recipe.Storage.ToString().ToLowerInvariant());
        yield return (Spectrum, recipe.Kind switch
        {
            MatrixKind.Zero => "zero",
            MatrixKind.SingleEntry => "single entry",
            MatrixKind.IntegerProduct => "exactly deficient",
            _ when recipe.Rank < 2 => "flat",
            _ => recipe.Spectrum == SpectrumKind.NearTies ? "near ties" : recipe.Spectrum.ToString().ToLowerInvariant(),
        });
        yield return (Scale, recipe.Exponent switch
        {
            0 => "1",
            >= -45 and <= 45 => "2^±8",
            <= -100 => "least",
            >= 100 => "greatest",
            < 0 => "1e-16",
            _ => "1e16",
        });
        if (member is { Index: null, Shape: null })
        {
            yield return (Aspect, times >= 12 ? recipe.Columns > recipe.Rows ? "1:16" : "16:1"
                : times >= 2 ? recipe.Columns > recipe.Rows ? "1:2-1:8" : "2:1-8:1" : "1:1");
        }

        if (member.Index is not null)
        {
            yield return (LayerAspect, times < LayerTimes ? Even : recipe.Columns > recipe.Rows ? Wide : Tall);
        }

        foreach (string size in member.Shape is null ? [] : NamedSizes)
        {
            if (most >= SizesOf(size).Low && most <= SizesOf(size).High)
            {
                yield return (Named, size);
            }
        }

        foreach (string size in member.Shape is null ? Sizes.Append(Large) : [])
        {
            if (least >= SizesOf(size).Low && least <= SizesOf(size).High)
            {
                yield return (member.Index is null ? Size : Width, size);
            }
        }
    }

    private static (int Low, int High) Span(string value)
    {
        int[] ends = [.. value.Split('-').Select(int.Parse)];
        return (ends[0], ends[^1]);
    }

    // What costs with a count stays with usual ones.
    private static string[] Counts(MemberDomain domain, bool isDear) => [.. (isDear ? CountValues[..3] : CountValues)
        .Where(wish => NumberGenerators.Wished(MemberType.Count, domain, wish).Any(domain.Contains))];

    private static string[] Reals(MemberDomain domain) => [.. RealValues
        .Where(wish => NumberGenerators.Wished(MemberType.Real, domain, wish).Any(domain.Contains))];
}

/// <summary>A direction in which cases differ.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values that cases have to take.</param>
internal sealed record FeatureAxis(string Name, IReadOnlyList<string> Values);
