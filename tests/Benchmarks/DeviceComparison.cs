using System.Globalization;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Torch;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// Certificates on a device of libtorch against the device's own decomposition with vectors, and against the engine of the processor.
/// Targets: certificate ≤ 2.0, 30 digits ≤ 6.0 times the decomposition.
/// </summary>
internal static class DeviceComparison
{
    private const int DoubleLevel = 12;
    private const int Refined = 30;
    private const string DeviceOption = "--device";
    private const string SizesOption = "--sizes";

    /// <summary>Runs with <c>--device name</c> and <c>--sizes n,n,…</c>.</summary>
    public static int Run(IReadOnlyList<string> options)
    {
        string device = Option(options, DeviceOption) ?? "auto";
        int[] sizes = [.. (Option(options, SizesOption) ?? "1024,4096,8192").Split(',')
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        TorchEngine engine = TorchEngine.Open(device);
        IEngine processor = Engines.Available[0];
        SpectrumCertifier there = new(engine), here = new(processor);
        Console.WriteLine($"{engine.Description}; beside it {processor.Description}");
        Console.WriteLine(
            "     n    svd [s]   certificate [s]  ratio   30 digits [s]  ratio   digits   processor: certificate [s]  ratio   30 digits "
            + "[s]  ratio");
        foreach (int n in sizes)
        {
            Matrix matrix = RandomMatrix.Gaussian(n, n, seed: n);
            CertifiedSpectrum? refined = null;
            string method = string.Empty;
            double[][] own = Interleaved.Time(
                n <= 1024 ? 5 : 3,
                () => engine.DecomposeInPlace(matrix)?.Dispose(),
                () => method = there.Certify(matrix, DoubleLevel).Method,
                () => refined = there.Certify(matrix, Refined));
            double svd = Interleaved.Median(own[0]), certificate = Interleaved.Median(own[1]), digits = Interleaved.Median(own[2]);
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{n,6} {svd,10:F4} {certificate,17:F4} {Interleaved.MedianRatio(own[1], own[0]),6:F2} {digits,15:F4} "
                    + $"{Interleaved.MedianRatio(own[2], own[0]),6:F2} {refined!.Digits(Refined),8}");

            // One round each: at large sizes the processor takes minutes.
            double[][] other = n <= 4096 ? Interleaved.Time(1, () => here.Certify(matrix, DoubleLevel), () => here.Certify(matrix, Refined))
                : [];
            Console.WriteLine(other.Length == 0 ? line + "   not run" : line + string.Create(
                CultureInfo.InvariantCulture,
                    $" {other[0][0],29:F4} {other[0][0] / certificate,6:F2} {other[1][0],15:F4} {other[1][0] / digits,6:F2}"));
            Console.WriteLine($"       {method}; {refined.Method}");
        }

        return 0;
    }

    private static string? Option(IReadOnlyList<string> options, string name)
    {
        int at = options.ToList().IndexOf(name);
        return at >= 0 && at + 1 < options.Count ? options[at + 1] : null;
    }
}
