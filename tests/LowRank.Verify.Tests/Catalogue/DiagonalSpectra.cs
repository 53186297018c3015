using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Exact singular values of matrices with at most one entry other than 0 in each row and column.</summary>
internal sealed class DiagonalSpectra : ISpectrumSource
{
    /// <summary>How often a spectrum was asked for.</summary>
    public int Calls { get; private set; }

    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        Calls++;
        (int Row, int Column)[] filled =
            [.. from i in Enumerable.Range(0, a.Rows) from j in Enumerable.Range(0, a.Columns) where a[i, j] != 0 select (i, j)];
        if (filled.Select(f => f.Row).Distinct().Count() != filled.Length
            || filled.Select(f => f.Column).Distinct().Count() != filled.Length)
        {
            throw new NotSupportedException("only diagonal matrices, up to permutations");
        }

        double[] values = [.. filled.Select(f => Math.Abs(a[f.Row, f.Column])).OrderDescending(),
            .. Enumerable.Repeat(0.0, a.MinimumDimension - filled.Length)];
        return new CertifiedSpectrum(
            a, [.. values.Select(v => Interval.Of(v))], new IntegerBracket(filled.Length, filled.Length), Interval.Of(1e-300), "exact");
    }

    /// <summary>The rows × columns matrix with these numbers on its diagonal.</summary>
    public static Matrix Diagonal(int rows, int columns, params double[] values)
    {
        double[] entries = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            entries[i + (i * rows)] = values[i];
        }

        return new Matrix(rows, columns, entries);
    }
}
