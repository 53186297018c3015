namespace LowRank.Verify.Catalogue;

/// <summary>
/// Names for the numbers of rows and columns of a matrix: equal names, equal numbers, over all members of an oracle. A side may be a
/// product, "groups * o, c * k": a name of a count stands for it, one of a list of counts for their product, and at most one name is free.
/// </summary>
/// <param name="Rows">Name of the number of rows; may be that of an array's length.</param>
/// <param name="Columns">Name of the number of columns; may be that of an array's length.</param>
public sealed record MatrixShape(string Rows, string Columns)
{
    /// <summary>True where a side is a product of names.</summary>
    public bool IsProduct => Names(Rows).Count > 1 || Names(Columns).Count > 1;

    /// <summary>The names whose product a side is.</summary>
    public static IReadOnlyList<string> Names(string side)
    {
        ArgumentNullException.ThrowIfNull(side);
        return side.Split('*', StringSplitOptions.TrimEntries);
    }

    /// <summary>"rows, columns", as written.</summary>
    public override string ToString() => $"{Rows}, {Columns}";
}
