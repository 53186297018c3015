using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Sizes of matrices whose rows and columns have names: equal names, equal sizes.</summary>
internal static class ShapeSizes
{
    /// <summary>Largest size that is generated: what is made of such matrices grows with the product of several sizes.</summary>
    public const int Largest = 4;

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

    /// <summary>The size of every name.</summary>
    public static Func<string, int> Of(IReadOnlyList<Member> given, IReadOnlyList<int> widths, string[] names, int[] sizes) =>
        name => IsLength(given, name) ? widths.Count - 1 : IsChain(given, name) ? widths[0] : sizes[Array.IndexOf(names, name)];
}
