using System.Globalization;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Benchmarks;

/// <summary>Certified singular values against a plain decomposition with vectors. Target: at most 2.0 times its time.</summary>
internal static class CertificateComparison
{
    /// <summary>Digits that the double level reaches at these sizes.</summary>
    private const int DoubleLevel = 12;

    private static readonly int[] Sizes = [256, 512, 1024, 2048];

    public static void Print(TextWriter writer)
    {
        IEngine engine = Engines.Default;
        SpectrumCertifier certifier = new(engine);
        List<double> plain = [], certified = [];
        writer.WriteLine("certificate of the double level against plain decomposition with vectors (medians of rounds)");
        writer.WriteLine("     n   plain [s]   certified [s]   ratio   (target ≤ 2.0)");
        foreach (int n in Sizes)
        {
            Matrix matrix = RandomMatrix.Gaussian(n, n, seed: n);
            double[][] seconds = Interleaved.Time(n <= 512 ? 9 : n <= 1024 ? 5 : 3, () => engine.Decompose(matrix),
                () => certifier.Certify(matrix, DoubleLevel));
            plain.Add(Interleaved.Median(seconds[0]));
            certified.Add(Interleaved.Median(seconds[1]));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{n,6}   {plain[^1],9:F4}   {certified[^1],13:F4}   {Interleaved.MedianRatio(seconds[1], seconds[0]),5:F2}"));
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"growth of time: plain n^{Interleaved.GrowthExponent(Sizes, plain):F2}, "
                + $"certified n^{Interleaved.GrowthExponent(Sizes, certified):F2}"));
    }
}
