namespace LowRank.Verify.Catalogue;

/// <summary>Names for the numbers of rows and columns of a matrix: equal names, equal numbers, over all members of an oracle.</summary>
/// <param name="Rows">Name of the number of rows; may be that of an array's length.</param>
/// <param name="Columns">Name of the number of columns; may be that of an array's length.</param>
public sealed record MatrixShape(string Rows, string Columns)
{
    /// <summary>"rows, columns", as written.</summary>
    public override string ToString() => $"{Rows}, {Columns}";
}
