using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Benchmarks;

/// <summary>A network of the size of a small image classifier, and the grid of 41 exponents on [0, 2].</summary>
internal static class ThreeLayers
{
    /// <summary>0, 0.05, …, 2.</summary>
    public static double[] Grid { get; } = [.. Enumerable.Range(0, 41).Select(i => i / 20.0)];

    /// <summary>512 × 784, 512 × 512 and 10 × 512.</summary>
    public static Matrix[] Create() =>
        [RandomMatrix.Gaussian(512, 784, 1), RandomMatrix.Gaussian(512, 512, 2), RandomMatrix.Gaussian(10, 512, 3)];
}
