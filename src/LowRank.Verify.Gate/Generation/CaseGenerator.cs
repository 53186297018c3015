using FsCheck;
using FsCheck.Fluent;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// Generates inputs of any oracle from what the catalogue declares of its members: type, domain, index range. Arrays share one
/// depth, matrices in arrays are chained. Conditions between members are left to whoever asks, who repairs or rejects.
/// </summary>
internal static class CaseGenerator
{
    private const int LargestDepth = 4;

    /// <summary>The generator of an oracle's cases; with the members of a second oracle on the same record where both are asked.</summary>
    public static Gen<CaseRecipe> For(Oracle oracle, Oracle? other = null)
    {
        Member[] given = [.. oracle.Given.UnionBy(other?.Given ?? [], member => member.Name)];
        Gen<(int Depth, int[] Widths)> layout =
            from depth in Gen.Frequency((2, Gen.Constant(1)), (3, Gen.Constant(2)), (4, Gen.Choose(1, LargestDepth)))
            from widths in MatrixGenerators.Dimension().ArrayOf(depth + 1)
            select (depth, widths);
        string[] names = ShapeSizes.Names(given);
        if (names.Length > 0)
        {
            return
                from place in layout
                from sizes in Gen.Choose(1, ShapeSizes.Largest).ArrayOf(names.Length)
                from members in Gen.CollectToArray(given, member => member.Shape is null
                    ? Optional(member, place.Depth, place.Widths)
                    : Shaped(member, ShapeSizes.Of(given, place.Depth, names, sizes)))
                select Recipe(place, members).Regrown(given, null);
        }

        return
            from place in layout
            from members in Gen.CollectToArray(given, member => Optional(member, place.Depth, place.Widths))
            select Recipe(place, members);
    }

    /// <summary>The case that a seed and a size give.</summary>
    public static CaseRecipe Sample(Oracle oracle, ulong seed, int size, Oracle? other = null) =>
        For(oracle, other).Sample(1, new Rnd(seed), size)[0];

    private static CaseRecipe Recipe((int Depth, int[] Widths) place, KeyValuePair<string, MemberRecipe?>[] members) =>
        new(place.Depth, place.Widths,
            members.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!, StringComparer.Ordinal));

    private static Gen<KeyValuePair<string, MemberRecipe?>> Shaped(Member member, Func<string, int> size) =>
        MatrixGenerators.OfShape(size(member.Shape!.Rows), size(member.Shape.Columns), extreme: false)
            .Select(recipe => KeyValuePair.Create(member.Name, (MemberRecipe?)new MemberRecipe.MatrixMember(recipe)));

    private static Gen<KeyValuePair<string, MemberRecipe?>> Optional(Member member, int depth, int[] widths)
    {
        Gen<MemberRecipe?> value = Of(member, depth, widths).Select(m => (MemberRecipe?)m);
        Gen<MemberRecipe?> given = member.IsOptional ? Gen.Frequency((1, value), (1, Gen.Constant<MemberRecipe?>(null))) : value;
        return given.Select(v => KeyValuePair.Create(member.Name, v));
    }

    private static Gen<MemberRecipe> Of(Member member, int depth, int[] widths)
    {
        if (member.Index is not { } range)
        {
            return member.Type == MemberType.Matrix
                ? from shape in MatrixGenerators.Shape()
                  from recipe in MatrixGenerators.OfShape(shape.Rows, shape.Columns, extreme: true)
                  select (MemberRecipe)new MemberRecipe.MatrixMember(recipe)
                : Number(member);
        }

        IndexSpan span = IndexSpan.Of(range, depth);
        Gen<MemberRecipe[]> items = member.Type == MemberType.Matrix
            ? Gen.CollectToArray(Enumerable.Range(span.First, span.Count), l =>
                MatrixGenerators.OfShape(widths[l], widths[l - 1], extreme: false)
                    .Select(m => (MemberRecipe)new MemberRecipe.MatrixMember(m)))
            : Number(member).ArrayOf(span.Count);
        return items.Select(list => (MemberRecipe)new MemberRecipe.List(list));
    }

    private static Gen<MemberRecipe> Number(Member member) =>
        (member.Type == MemberType.Count ? NumberGenerators.Count(member.Domain) : NumberGenerators.Real(member.Domain))
            .Select(v => (MemberRecipe)new MemberRecipe.Scalar(v));
}
