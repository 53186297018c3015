using System.Globalization;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Tests.SecondRoutes;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// A sweep over 41 exponents and the continuous search against the decompositions alone, on three layers. Target of the sweep: at most
/// 5 % of the decompositions.
/// </summary>
internal static class SweepComparison
{
    public static void Print(TextWriter writer)
    {
        IEngine engine = Engines.Default;
        Matrix[] layers = ThreeLayers.Create();
        SpectralTable table = SpectralTable.Compute(engine, layers)!;
        ExponentOptimiser optimiser = new();
        double[][] seconds = Interleaved.Time(
            11,
            () => SpectralTable.Compute(engine, layers),
            () => table.RelativePowerSums(ThreeLayers.Grid),
            () => optimiser.Minimise(LedentForm.L2, 2, 1000, [.. table.Layers.Select(layer => ExponentLayer.Dense(layer))]));
        writer.WriteLine("three layers, 512×784, 512×512, 10×512 (medians of rounds)");
        Row("singular values alone", seconds[0], seconds[0]);
        Row("41-point sweep of p (target ≤ 5 %)", seconds[1], seconds[0]);
        Row("continuous optimum of p", seconds[2], seconds[0]);
        void Row(string name, double[] time, double[] unit) => writer.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{name,-36} {1000 * Interleaved.Median(time),10:F3} ms   {100 * Interleaved.MedianRatio(time, unit),6:F2} %"));
    }
}
