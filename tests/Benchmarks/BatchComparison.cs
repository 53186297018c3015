using LowRank.Verify.Tests.SecondRoutes;
using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Torch;
using LowRank.Verify.Torch.Batches;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// A rank-sparse bound of 1,000 networks of four 64 × 64 layers over 41 exponents: in one batch on libtorch against the scalar fast path,
/// which takes one network and one exponent after the other. Targets: 1.5 times as fast with the decompositions, 10 times given the
/// spectra.
/// </summary>
internal static class BatchComparison
{
    private const int Networks = 1000;
    private const int Layers = 4;
    private const int Width = 64;
    private const int Rounds = 3;
    private const double Samples = 50_000;
    private const double InputBound = 3;

    public static void Print(TextWriter writer)
    {
        TorchEngine torch = TorchEngine.Open();
        IEngine engine = Engines.Available[0];
        double[] grid = ThreeLayers.Grid;
        Matrix[][] networks = [.. Enumerable.Range(0, Networks)
            .Select(i => Enumerable.Range(0, Layers).Select(l => RandomMatrix.Gaussian(Width, Width, (i * Layers) + l)).ToArray())];
        BatchConditions conditions = new(Samples) { InputBound = InputBound };
        FastEvaluator known = new(engine);
        double[] expected = Scalar(known, networks, grid);
        SpectralTable[] tables = [.. networks.Select(layers => SpectralTable.Compute(engine, layers)!)];
        using NetworkBatch batch = NetworkBatch.Of(torch, networks);
        double[,] found = batch.RankSparse(LedentForm.L2, grid, conditions);
        double distance = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            distance = Math.Max(distance, Math.Abs((Math.Exp(found[i / grid.Length, i % grid.Length]) / expected[i]) - 1));
        }

        writer.WriteLine(
            $"{Networks} networks of {Layers} layers {Width}×{Width}, {grid.Length} exponents; {torch.Description}; {engine.Description}");
        Compare("bounds, decompositions included (target ≥ 1.5)", () => Scalar(new FastEvaluator(engine), networks, grid), () =>
        {
            using NetworkBatch fresh = NetworkBatch.Of(torch, networks);
            _ = fresh.RankSparse(LedentForm.L2, grid, conditions);
        });
        Compare("bounds, given the spectra (target ≥ 10)", () => Scalar(known, networks, grid),
            () => batch.RankSparse(LedentForm.L2, grid, conditions));
        Compare("sums of powers alone, given the spectra", () => Array.ForEach(tables, table => table.RelativePowerSums(grid)),
            () => batch.RelativePowerSums(grid));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest relative difference {distance:E1} (target ≤ 1e-12)"));

        // The processor's time beside the clock's: a busy machine disturbs it less.
        void Compare(string name, Action one, Action many)
        {
            double[] work = [0, 0];
            double[][] seconds = Interleaved.Time(Rounds, () => work[0] += Work(one), () => work[1] += Work(many));
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-48} one by one {Interleaved.Median(seconds[0]),8:F4} s   batch {Interleaved.Median(seconds[1]),8:F4} s   "
                    + $"{Interleaved.MedianRatio(seconds[0], seconds[1]),6:F1} times as fast, {work[0] / work[1]:F1} times less work"));
        }
    }

    private static double Work(Action action)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double[] Scalar(FastEvaluator evaluator, Matrix[][] networks, double[] grid)
    {
        double[] values = new double[networks.Length * grid.Length];
        InputValue exponentsOf(double p) => new InputValue.Sequence([.. Enumerable.Repeat(InputValue.Number.Of(p), Layers)]);
        InputValue lipschitz = new InputValue.Sequence([.. Enumerable.Repeat(InputValue.Number.Of(1), Layers - 1)]);
        InputValue[] exponents = Array.ConvertAll(grid, exponentsOf);
        for (int i = 0; i < networks.Length; i++)
        {
            InputRecord inputs = InputRecord.Of(
            [
                ("N", InputValue.Number.Of(Samples)), ("B", InputValue.Number.Of(InputBound)), ("rho", lipschitz),
                ("W", new InputValue.Sequence([.. networks[i].Select(layer => new InputValue.MatrixValue(layer))])),
                ("p", exponents[0]),
            ]);
            for (int k = 0; k < grid.Length; k++)
            {
                FastResult result = evaluator.Evaluate("ledent2025/theorem-3.6/l2", inputs.With("p", exponents[k]));
                values[(i * grid.Length) + k] = result.Numbers.Single.Value;
            }
        }

        return values;
    }
}
