using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>MathNet.Numerics' managed linear algebra: always there, slower than a native library.</summary>
public sealed class ManagedEngine : IEngine
{
    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public string Description => $"MathNet.Numerics {typeof(Control).Assembly.GetName().Version?.ToString(3)}, managed";

    /// <inheritdoc/>
    public SingularTriplets? Decompose(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rows < a.Columns)
        {
            return Decompose(a.Transpose()) is { } flipped
                ? new SingularTriplets(a.Rows, a.Columns, flipped.Right, flipped.Values, flipped.Left)
                : null;
        }

        try
        {
            DenseMatrix dense = new(a.Rows, a.Columns, (double[])a.Values.Clone());

            // The library computes the full m×m left factor; for a tall matrix the QR factorisation comes first.
            if (a.Rows > a.Columns)
            {
                QR<double> qr = dense.QR(QRMethod.Thin);
                Svd<double> core = qr.R.Svd(true);
                return Pack(a, (DenseMatrix)qr.Q.Multiply(core.U), core);
            }

            Svd<double> svd = dense.Svd(true);
            return Pack(a, (DenseMatrix)svd.U, svd);
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public double[]? SingularValues(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        try
        {
            DenseMatrix dense = a.Rows >= a.Columns
                ? new DenseMatrix(a.Rows, a.Columns, (double[])a.Values.Clone())
                : new DenseMatrix(a.Columns, a.Rows, a.Transpose().Values);
            return [.. (a.Rows == a.Columns ? dense : dense.QR(QRMethod.Thin).R).Svd(false).S];
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c)
    {
        DenseMatrix left = new(transposeA ? k : m, transposeA ? m : k, a[..(m * k)].ToArray());
        DenseMatrix right = new(transposeB ? n : k, transposeB ? k : n, b[..(k * n)].ToArray());
        DenseMatrix result = new(m, n);
        if (transposeA)
        {
            (transposeB ? right.Transpose() : right).CopyTo(right = new DenseMatrix(k, n));
            left.TransposeThisAndMultiply(right, result);
        }
        else if (transposeB)
        {
            left.TransposeAndMultiply(right, result);
        }
        else
        {
            left.Multiply(right, result);
        }

        result.Values.CopyTo(c);
    }

    /// <inheritdoc/>
    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c)
    {
        DenseMatrix matrix = new(k, n, a[..(k * n)].ToArray());
        DenseMatrix result = new(n, n);
        matrix.TransposeThisAndMultiply(matrix, result);
        for (int j = 0; j < n; j++)
        {
            result.Values.AsSpan(j * n, j + 1).CopyTo(c.Slice(j * n, j + 1));
        }
    }

    private static SingularTriplets Pack(Matrix a, DenseMatrix left, Svd<double> svd) => new(
        a.Rows, a.Columns, left.Values, [.. svd.S], ((DenseMatrix)svd.VT.Transpose()).Values);
}
