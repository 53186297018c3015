using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.SecondRoutes;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// The same work in Python, in turn with ours: mpmath's SVD at 30 digits, and singular values with a 41-point sweep of p by numpy and
/// torch. Needs python3 with mpmath, numpy and torch.
/// </summary>
internal static class PythonComparison
{
    private const int Rounds = 5;
    private const string Interpreter = "/usr/bin/python3";

    public static void Print(TextWriter writer)
    {
        if (!File.Exists(Interpreter))
        {
            writer.WriteLine("python: skipped, there is no /usr/bin/python3");
            return;
        }

        SpectrumCertifier certifier = new(Engines.Default);
        writer.WriteLine("mpmath's SVD at 30 digits against 30 certified digits (medians of rounds; target: at least 100 times faster)");
        writer.WriteLine("     n   mpmath [s]    ours [s]   factor");
        foreach (int n in new[] { 32, 64 })
        {
            Matrix matrix = RandomMatrix.Gaussian(n, n, seed: n);
            _ = certifier.Certify(matrix, 30);
            double[] theirs = new double[n <= 32 ? Rounds : 3], ours = new double[theirs.Length];
            for (int round = 0; round < theirs.Length; round++)
            {
                theirs[round] = Run("mpmath", n);
                ours[round] = Seconds(() => certifier.Certify(matrix, 30));
            }

            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{n,6}   {Interleaved.Median(theirs),10:F3}   {Interleaved.Median(ours),9:F4}   "
                    + $"{Interleaved.MedianRatio(theirs, ours),6:F0}"));
        }

        writer.WriteLine();
        writer.WriteLine("singular values and a sweep over 41 exponents (medians of rounds)");
        writer.WriteLine("matrices                          numpy [s]   torch [s]   fast path [s]   certified, 12 digits [s]");
        Row("512x784, 512x512, 10x512", "mlp", ThreeLayers.Create());
        Row("2048x2048", "square", [RandomMatrix.Gaussian(2048, 2048, seed: 1)]);

        void Row(string name, string what, Matrix[] matrices)
        {
            double[] numpy = new double[Rounds], torch = new double[Rounds], fast = new double[Rounds], certified = new double[Rounds];
            for (int round = 0; round < Rounds; round++)
            {
                numpy[round] = Run($"numpy-{what}", 0);
                torch[round] = Run($"torch-{what}", 0);
                fast[round] = Seconds(() => _ = SpectralTable.Compute(Engines.Default, matrices)!.RelativePowerSums(ThreeLayers.Grid));
                certified[round] = Seconds(() => Array.ForEach(matrices, matrix => certifier.Certify(matrix, 12)));
            }

            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-30}   {Interleaved.Median(numpy),10:F3}   {Interleaved.Median(torch),9:F3}   "
                    + $"{Interleaved.Median(fast),13:F3}   {Interleaved.Median(certified),24:F3}"));
        }
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // The script times the work itself, so that the interpreter's start does not count.
    private static double Run(string what, int size)
    {
        ProcessStartInfo start = new(Interpreter) { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "compare.py"));
        start.ArgumentList.Add(what);
        start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(text, CultureInfo.InvariantCulture) : double.NaN;
    }
}
