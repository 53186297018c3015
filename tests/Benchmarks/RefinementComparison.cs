using System.Globalization;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// 30 certified digits against a plain decomposition with vectors (target: at most 12 times its time), and the peak memory of both levels.
/// </summary>
internal static class RefinementComparison
{
    private const int Digits = 30;
    private static readonly int[] Sizes = [256, 512, 1024];

    public static void Print(TextWriter writer)
    {
        IEngine engine = Engines.Default;
        SpectrumCertifier certifier = new(engine);
        List<double> refined = [], memory = [];
        writer.WriteLine(
            $"{Digits} certified digits against plain decomposition with vectors (medians of rounds), peak memory in matrices of the "
            + $"input's size");
        writer.WriteLine(
            "     n   plain [s]   30 digits [s]   ratio (target ≤ 12)   digits   memory, double level (target ≤ 12)   memory, 30 digits");
        foreach (int n in Sizes)
        {
            Matrix matrix = RandomMatrix.Gaussian(n, n, seed: n);
            int reached = 0;
            double[][] seconds = Interleaved.Time(5, () => engine.Decompose(matrix),
                () => reached = certifier.Certify(matrix, Digits).Digits(Digits));
            refined.Add(Interleaved.Median(seconds[1]));
            memory.Add(PeakMemory.Of(() => certifier.Certify(matrix, Digits)));
            double unit = 8.0 * n * n;
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{n,6}   {Interleaved.Median(seconds[0]),9:F4}   {refined[^1],13:F4}   "
                    + $"{Interleaved.MedianRatio(seconds[1], seconds[0]),19:F2}   {reached,6}   "
                    + $"{PeakMemory.Of(() => certifier.Certify(matrix, 12)) / unit,34:F1}   {memory[^1] / unit,17:F1}"));
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"growth of 30 digits: time n^{Interleaved.GrowthExponent(Sizes, refined):F2}, "
                + $"memory n^{Interleaved.GrowthExponent(Sizes, memory):F2}"));
    }
}
