using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests;

/// <summary>An engine whose results a test may falsify.</summary>
internal sealed class DecoratedEngine(IEngine inner) : IEngine
{
    public string Name => "decorated";

    public string Description => "a test double";

    public Func<SingularTriplets?, SingularTriplets?> OnDecompose { get; init; } = t => t;

    public Action<int, int, int, double[]> OnProduct { get; init; } = (_, _, _, _) => { };

    public Action<int, double[]> OnGram { get; init; } = (_, _) => { };

    public Func<double[], double[]> OnOperand { get; init; } = a => a;

    public SingularTriplets? Decompose(Matrix a) => OnDecompose(inner.Decompose(a));

    public double[]? SingularValues(Matrix a) => inner.SingularValues(a);

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c)
    {
        double[] result = new double[m * n];
        inner.Multiply(transposeA, transposeB, m, n, k, OnOperand(a[..(m * k)].ToArray()), b, result);
        OnProduct(m, n, k, result);
        result.CopyTo(c);
    }

    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c)
    {
        double[] result = new double[n * n];
        inner.Gram(k, n, a, result);
        OnGram(n, result);
        result.CopyTo(c);
    }
}
