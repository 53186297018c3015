namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A dense real matrix given exactly as an unevaluated sum of matrices of doubles, A = T₀ + T₁ + …: what one matrix of doubles cannot
/// store (a product of stored factors, gaps of 10^−20, spectra over 60 orders of magnitude). All terms are rows × columns,
/// column-major, with finite entries.
/// </summary>
public sealed class MatrixSum
{
    /// <summary>Wraps the terms without copying; the caller must not change them afterwards.</summary>
    /// <exception cref="ArgumentException">There is no term, or the terms differ in shape.</exception>
    public MatrixSum(IReadOnlyList<Matrix> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
        {
            throw new ArgumentException("A sum of matrices needs at least one term.", nameof(terms));
        }

        Matrix first = terms[0];
        if (terms.FirstOrDefault(term => term.Rows != first.Rows || term.Columns != first.Columns) is { } other)
        {
            throw new ArgumentException(
                $"All terms must have one shape, not {first.Rows}×{first.Columns} and {other.Rows}×{other.Columns}.", nameof(terms));
        }

        Terms = [.. terms];
    }

    /// <summary>The terms; their order does not matter for the value, but the largest should come first.</summary>
    public IReadOnlyList<Matrix> Terms { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Terms[0].Rows;

    /// <summary>Number of columns.</summary>
    public int Columns => Terms[0].Columns;

    /// <summary>min(rows, columns): the number of singular values.</summary>
    public int MinimumDimension => Math.Min(Rows, Columns);

    /// <summary>The transpose.</summary>
    public MatrixSum Transpose() => new([.. Terms.Select(term => term.Transpose())]);
}
