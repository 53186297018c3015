using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Counts the decompositions asked of an engine; can fail to converge.</summary>
internal sealed class CountingEngine(IEngine engine, bool converges = true) : IEngine
{
    public string Name => engine.Name;

    public string Description => engine.Description;

    public int Decompositions { get; private set; }

    public double[]? SingularValues(Matrix a)
    {
        Decompositions++;
        return converges ? engine.SingularValues(a) : null;
    }

    public SingularTriplets? Decompose(Matrix a) => throw new NotSupportedException("The fast path needs singular values only.");

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c) =>
        throw new NotSupportedException("The fast path needs singular values only.");

    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c) =>
        throw new NotSupportedException("The fast path needs singular values only.");
}
