using LowRank.Verify.LinearAlgebra;
using DenseMatrix = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Singular values straight from MathNet, for tests of the fast path only.</summary>
internal sealed class MathNetTestEngine : IEngine
{
    public string Name => "test";

    public string Description => "MathNet.Numerics";

    public int Decompositions { get; private set; }

    public double[]? SingularValues(Matrix a)
    {
        Decompositions++;
        return new DenseMatrix(a.Rows, a.Columns, [.. a.Values]).Svd(computeVectors: false).S.ToArray();
    }

    public SingularTriplets? Decompose(Matrix a) => throw new NotSupportedException("The fast path needs singular values only.");

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c) =>
        throw new NotSupportedException("The fast path needs singular values only.");

    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c) =>
        throw new NotSupportedException("The fast path needs singular values only.");
}
