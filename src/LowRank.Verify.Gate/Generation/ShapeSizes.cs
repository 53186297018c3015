using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Sizes of matrices whose rows and columns have names: equal names, equal sizes.</summary>
internal static class ShapeSizes
{
    /// <summary>Largest size that is generated: what is made of such matrices grows with the product of several sizes.</summary>
    public const int Largest = 4;

    private const double LargestMultiple = 64;

    /// <summary>True when the name is that of a list of matrices, whose first one has the number of columns meant.</summary>
    public static bool IsChain(IReadOnlyList<Member> given, string name) =>
        given.Any(m => m.Name == name && m is { Type: MemberType.Matrix, Index: not null });

    /// <summary>The names in order, without those that are lengths of arrays.</summary>
    public static string[] Names(IReadOnlyList<Member> given) => [.. given
        .Where(m => m.Shape is not null)
        .SelectMany(m => new[] { m.Shape!.Rows, m.Shape.Columns })
        .Where(name => !IsLength(given, name) && !IsChain(given, name))
        .Distinct()];

    /// <summary>True when the name is the last index of an array 1..name.</summary>
    public static bool IsLength(IReadOnlyList<Member> given, string name) =>
        given.Any(m => m.Index?.Text.EndsWith(".." + name, StringComparison.Ordinal) == true);

    /// <summary>
    /// How many times larger a side is that is a product with counts of the case; a list counts as the product of its items. At most 64:
    /// beyond that the case is refused, and its counts are lowered.
    /// </summary>
    public static int Multiple(IReadOnlyList<Member> given, string side, IReadOnlyDictionary<string, MemberRecipe> members)
    {
        IReadOnlyList<string> names = MatrixShape.Names(side);
        double multiple = names.Where(name => names.Count > 1 && given.Any(m => m.Name == name)).Select(name =>
            members.GetValueOrDefault(name) switch
            {
                MemberRecipe.Scalar count => count.Value.ToDouble(),
                MemberRecipe.List list => list.Items.OfType<MemberRecipe.Scalar>().Aggregate(1.0, (p, item) => p * item.Value.ToDouble()),
                _ => 1,
            }).Aggregate(1.0, (x, y) => x * y);
        return (int)Math.Clamp(multiple, 1, LargestMultiple);
    }

    /// <summary>The size of every name.</summary>
    public static Func<string, int> Of(IReadOnlyList<Member> given, IReadOnlyList<int> widths, string[] names, int[] sizes) =>
        name => IsLength(given, name) ? widths.Count - 1 : IsChain(given, name) ? widths[0] : sizes[Array.IndexOf(names, name)];
}
