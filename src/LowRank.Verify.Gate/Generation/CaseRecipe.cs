using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Generation;

/// <summary>One generated case by the way it is made: depth, widths of chained matrices, members.</summary>
/// <param name="Depth">L, at least 1; without meaning for an oracle without arrays.</param>
/// <param name="Widths">Widths 0..L that the matrices of arrays are chained to: item l has Widths[l] rows and Widths[l − 1]
/// columns.</param>
/// <param name="Members">The members given.</param>
public sealed record CaseRecipe(int Depth, IReadOnlyList<int> Widths, IReadOnlyDictionary<string, MemberRecipe> Members)
{
    /// <summary>The inputs that the recipe makes.</summary>
    public InputRecord Expand() =>
        InputRecord.Of(Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value.Expand())));

    /// <summary>The inputs of one oracle: the members that it uses.</summary>
    public InputRecord Expand(Oracle oracle)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        return InputRecord.Of(oracle.Given.Where(m => Members.ContainsKey(m.Name)).Select(m => (m.Name, Members[m.Name].Expand())));
    }

    /// <summary>
    /// The same case with every matrix whose shape is a product with counts as many times larger as the counts grew since another case;
    /// null for a case in which they are 1.
    /// </summary>
    internal CaseRecipe Regrown(IReadOnlyList<Member> given, CaseRecipe? since)
    {
        CaseRecipe result = this;
        foreach (Member member in given)
        {
            if (member.Shape is { IsProduct: true } shape && Members.TryGetValue(member.Name, out MemberRecipe? value)
                && value is MemberRecipe.MatrixMember { Recipe: var recipe })
            {
                int Size(string side, int size) =>
                    Math.Max(1, size / (since is null ? 1 : ShapeSizes.Multiple(given, side, since.Members)))
                    * ShapeSizes.Multiple(given, side, Members);
                (int rows, int columns) = (Size(shape.Rows, recipe.Rows), Size(shape.Columns, recipe.Columns));
                bool isFull = recipe.Rank >= Math.Min(recipe.Rows, recipe.Columns);
                result = result.With(member.Name, new MemberRecipe.MatrixMember(
                    recipe.Resized(rows, columns) with { Rank = isFull ? Math.Min(rows, columns) : recipe.Rank }));
            }
        }

        return result;
    }

    /// <summary>The same case with one member replaced.</summary>
    public CaseRecipe With(string name, MemberRecipe value) =>
        this with { Members = new Dictionary<string, MemberRecipe>(Members, StringComparer.Ordinal) { [name] = value } };

    /// <summary>
    /// Simpler cases, the boldest first: depth, widths and shapes, optional members left out, then each member. Some may be
    /// inadmissible; whoever shrinks tries them.
    /// </summary>
    public IEnumerable<CaseRecipe> Shrink(Oracle oracle)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        return ShrinkDepth(oracle)
            .Concat(ShrinkWidths(oracle))
            .Concat(ShrinkNamedSizes(oracle))
            .Concat(ShrinkShapes(oracle))
            .Concat(DropOptional(oracle))
            .Concat(ShrinkMembers())
            .Select(simpler => simpler.Regrown(oracle.Given, this));
    }

    private IEnumerable<CaseRecipe> ShrinkDepth(Oracle oracle)
    {
        Dictionary<string, IndexRange> ranges = oracle.Given
            .Where(member => member.Index is not null && Members.ContainsKey(member.Name))
            .ToDictionary(member => member.Name, member => member.Index!, StringComparer.Ordinal);
        if (Depth <= 1 || ranges.Count == 0)
        {
            yield break;
        }

        for (int layer = 1; layer <= Depth; layer++)
        {
            Dictionary<string, MemberRecipe> members = new(Members, StringComparer.Ordinal);
            foreach ((string name, IndexRange range) in ranges)
            {
                MemberRecipe.List list = (MemberRecipe.List)Members[name];
                IndexSpan span = IndexSpan.Of(range, Depth);
                if (IndexSpan.Of(range, Depth - 1).Count == span.Count - 1)
                {
                    members[name] = list.Without(Math.Clamp(layer - span.First, 0, span.Count - 1));
                }
            }

            IReadOnlyList<int> widths = [.. Widths.Take(layer), .. Widths.Skip(layer + 1)];
            yield return new CaseRecipe(Depth - 1, widths, members).Chained(oracle);
        }
    }

    private IEnumerable<CaseRecipe> ShrinkWidths(Oracle oracle)
    {
        if (!oracle.Given.Any(member => member is { Type: MemberType.Matrix, Index: not null }))
        {
            yield break;
        }

        for (int l = 0; l < Widths.Count; l++)
        {
            foreach (int width in Smaller(Widths[l]))
            {
                yield return (this with { Widths = [.. Widths.Take(l), width, .. Widths.Skip(l + 1)] }).Chained(oracle);
            }
        }
    }

    // All matrices that share a name for a size shrink together.
    private IEnumerable<CaseRecipe> ShrinkNamedSizes(Oracle oracle)
    {
        foreach (string name in ShapeSizes.Names(oracle.Given))
        {
            Member first = oracle.Given.First(m => m.Shape is { } shape && (shape.Rows == name || shape.Columns == name));
            if (Members.TryGetValue(first.Name, out MemberRecipe? value) && value is MemberRecipe.MatrixMember { Recipe: var recipe })
            {
                foreach (int size in Smaller(first.Shape!.Rows == name ? recipe.Rows : recipe.Columns))
                {
                    yield return Fitted(oracle, other => other == name ? size : null);
                }
            }
        }
    }

    // Every shaped matrix with the sizes that are named; null leaves a size as it is.
    private CaseRecipe Fitted(Oracle oracle, Func<string, int?> size)
    {
        CaseRecipe result = this;
        foreach (Member member in oracle.Given)
        {
            if (member.Shape is { } shape && result.Members.TryGetValue(member.Name, out MemberRecipe? value)
                && value is MemberRecipe.MatrixMember { Recipe: var recipe })
            {
                result = result.With(member.Name,
                    new MemberRecipe.MatrixMember(recipe.Resized(size(shape.Rows) ?? recipe.Rows, size(shape.Columns) ?? recipe.Columns)));
            }
        }

        return result;
    }

    private IEnumerable<CaseRecipe> ShrinkShapes(Oracle oracle)
    {
        HashSet<string> shaped = [.. oracle.Given.Where(m => m.Shape is not null).Select(m => m.Name)];
        foreach ((string name, MemberRecipe member) in Members.Where(m => !shaped.Contains(m.Key)))
        {
            if (member is MemberRecipe.MatrixMember { Recipe: var recipe })
            {
                foreach (int rows in Smaller(recipe.Rows))
                {
                    yield return With(name, new MemberRecipe.MatrixMember(recipe.Resized(rows, recipe.Columns)));
                }

                foreach (int columns in Smaller(recipe.Columns))
                {
                    yield return With(name, new MemberRecipe.MatrixMember(recipe.Resized(recipe.Rows, columns)));
                }
            }
        }
    }

    private IEnumerable<CaseRecipe> DropOptional(Oracle oracle) =>
        from member in oracle.Given
        where member.IsOptional && Members.ContainsKey(member.Name)
        select this with { Members = Members.Where(m => m.Key != member.Name)
            .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal) };

    private IEnumerable<CaseRecipe> ShrinkMembers() =>
        from member in Members
        from simpler in member.Value.Shrink()
        select With(member.Key, simpler);

    // Fits the matrices of arrays to the widths.
    private CaseRecipe Chained(Oracle oracle)
    {
        Dictionary<string, MemberRecipe> members = new(Members, StringComparer.Ordinal);
        foreach (Member member in oracle.Given)
        {
            if (member is { Type: MemberType.Matrix, Index: { } range } && Members.TryGetValue(member.Name, out MemberRecipe? value))
            {
                int first = IndexSpan.Of(range, Depth).First;
                members[member.Name] = new MemberRecipe.List([.. ((MemberRecipe.List)value).Items.Select((item, i) =>
                    (MemberRecipe)new MemberRecipe.MatrixMember(((MemberRecipe.MatrixMember)item)
                        .Recipe.Resized(Widths[first + i], Widths[first + i - 1])))]);
            }
        }

        int depth = Depth, inputs = Widths[0];
        return (this with { Members = members }).Fitted(oracle, name => ShapeSizes.IsLength(oracle.Given, name) ? depth
            : ShapeSizes.IsChain(oracle.Given, name) ? inputs : null);
    }

    /// <summary>Smaller sizes, the boldest first.</summary>
    internal static IEnumerable<int> Smaller(int size) => new[] { 1, size / 2, size - 1 }.Where(s => s >= 1 && s < size).Distinct();
}
