namespace LowRank.Verify.Catalogue;

/// <summary>
/// Names for the numbers of rows and columns of a matrix: equal names, equal numbers, over all members of an oracle. The name of a list
/// of matrices is the number of columns of its first one, the inputs of a chain of layers.
/// </summary>
/// <param name="Rows">Name of the number of rows; may be that of an array's length.</param>
/// <param name="Columns">Name of the number of columns; may be that of an array's length.</param>
public sealed record MatrixShape(string Rows, string Columns)
{
    /// <summary>"rows, columns", as written.</summary>
    public override string ToString() => $"{Rows}, {Columns}";
}
