using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment.Jacobians;
using LowRank.Verify.Experiments;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// J J^T of the one-hidden-layer network without J, against building J block by block, and against torch's autograd on the CPU where
/// /usr/bin/python3 has torch; and the 50 largest singular values of a network's Jacobian by products, certified, against the full
/// decomposition, plain and certified. All are timed in turn, each in its own process so that its peak memory is its own.
/// </summary>
internal static class JacobianComparison
{
    private const int Samples = 2000, Classes = 3, Width = 1000, Dimension = 20, Rounds = 3;

    private const int Points = 500, Inputs = 20, Hidden = 150, Outputs = 4, Top = 50;

    /// <summary>Rows of J built at a time: with 20,000 columns a block takes 240 MB.</summary>
    private const int Block = 1500;

    public static void Print(TextWriter writer)
    {
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"J J^T, n = {Samples}, K = {Classes}, k = {Width}, d = {Dimension}: {Samples * Classes} x {Samples * Classes} from "
                + $"{Samples * Classes} x {Width * Dimension}"));
        Table(writer, "trace",
        [
            ("structure, without J", () => Child("--jacobian", "structured")),
            ("J block by block", () => Child("--jacobian", "explicit")),
            ("torch autograd (vmap of jacrev), then J J^T", Torch),
        ]);
        writer.WriteLine();
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Top {Top} singular values of a Jacobian, {Points * Outputs} x {Hidden * (Inputs + Hidden + Outputs)}: "
                + $"{Points} samples, ReLU network {Inputs}-{Hidden}-{Hidden}-{Outputs}"));
        Table(writer, "sum of the top",
        [
            ("block Lanczos by products, certified", () => Child("--jacobian", "lanczos")),
            ("the whole matrix, certified", () => Child("--jacobian", "whole")),
            ("the whole matrix, plain SVD with vectors", () => Child("--jacobian", "plain")),
        ]);
    }

    private static void Table(TextWriter writer, string check, (string Name, Func<(double Seconds, double Peak, double Trace)?> Run)[] ways)
    {
        List<(double Seconds, double Peak, double Trace)>[] results = [.. ways.Select(_ => new List<(double, double, double)>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                if (ways[i].Run() is { } result)
                {
                    results[i].Add(result);
                }
            }
        }

        writer.WriteLine("                                                 median [s]   ratio   peak memory [MB]   " + check);
        for (int i = 0; i < ways.Length; i++)
        {
            writer.WriteLine(results[i].Count < Rounds
                ? $"{ways[i].Name,-48} not available here"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ways[i].Name,-48} {Interleaved.Median([.. results[i].Select(r => r.Seconds)]),10:F2}   "
                        + $"{Interleaved.MedianRatio([.. results[i].Select(r => r.Seconds)], [.. results[0].Select(r => r.Seconds)]),5:F1}"
                        + $"   {results[i].Max(r => r.Peak) / 1e6,16:F0}   {results[i][0].Trace:G12}"));
        }
    }

    /// <summary>One way, in this process: seconds, peak memory, trace of J J^T as a JSON line.</summary>
    public static int RunOne(string way)
    {
        IEngine engine = Engines.Default;
        if (way is "lanczos" or "whole" or "plain")
        {
            return Spectrum(engine, way);
        }

        GaussianMixture mixture = GaussianMixture.Draw(Classes, 10, Dimension, 0.1, 0.5, new RandomStream(1, 1));
        Matrix inputs = mixture.Sample(Samples, new RandomStream(1, 2)).Inputs;
        OneHiddenLayerNetwork network = RandomNetwork.Draw(Classes, Width, Dimension, 1, OneHiddenLayerActivation.Softplus,
            new RandomStream(1, 3));
        Product(engine, network, new Matrix(50, Dimension, [.. inputs.Values.Take(50 * Dimension)]), way); // warm code and library
        long start = Stopwatch.GetTimestamp();
        double trace = Product(engine, network, inputs, way);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(new JsonObject { ["seconds"] = seconds, ["peak"] = self.PeakWorkingSet64, ["trace"] = trace }.ToJsonString());
        return 0;
    }

    /// <summary>Seconds from the network and its data on: the forward pass and the Jacobian count.</summary>
    private static int Spectrum(IEngine engine, string way)
    {
        _ = Largest(engine, way, 8); // warm code and library
        long start = Stopwatch.GetTimestamp();
        double sum = Largest(engine, way, Points);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(new JsonObject { ["seconds"] = seconds, ["peak"] = self.PeakWorkingSet64, ["trace"] = sum }.ToJsonString());
        return 0;
    }

    private static double Largest(IEngine engine, string way, int points)
    {
        Random random = new(1);
        Matrix Gaussian(int rows, int columns) => new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) * Math.Sqrt(2.0 / columns))]);
        Activation relu =
            new([new ActivationStep("Relu", "relu", Rational.One, PreservesZero: true,
            IsElementwise: true) { Operation = new StepOperation.Scalar(new PiecewiseLinear([0])) }]);
        Network network = new([new DenseLayer("a", Gaussian(Hidden, Inputs)), new DenseLayer("b", Gaussian(Hidden, Hidden)),
            new DenseLayer("c", Gaussian(Outputs, Hidden))], [relu, relu], [], []);
        GaussianMixture mixture = GaussianMixture.Draw(Outputs, 5, Inputs, 0.1, 0.5, new RandomStream(1, 1));
        Matrix inputs = mixture.Sample(points, new RandomStream(1, 2)).Inputs;
        StoredTensor data = new("x", [points, Inputs], "float64", inputs.Transpose().Values);
        int top = Math.Min(Top, points);
        if (way == "plain")
        {
            Matrix j = new NetworkJacobian(NetworkProgram.Of(network, "network"), data, engine, null, "network").ToMatrix();
            return engine.Decompose(j.Rows < j.Columns ? j.Transpose() : j)!.Values.Take(top).Sum();
        }

        JacobianReport report = new JacobianAssessment(engine)
            .Assess(new StoredFile("network", [], network), new JacobianOptions { Data = data, Top = top, MatrixFree = way == "lanczos" });
        return report.SingularValues.Sum(value => value.Midpoint);
    }

    private static double Product(IEngine engine, OneHiddenLayerNetwork network, Matrix inputs, string way)
    {
        OneHiddenLayerJacobian jacobian = new(engine, network, inputs);
        if (way == "structured")
        {
            Matrix gram = jacobian.Gram();
            return Enumerable.Range(0, gram.Rows).Sum(i => gram[i, i]);
        }

        int rows = jacobian.Rows, columns = jacobian.Columns;
        double[] whole = new double[(long)rows * rows];
        for (int a = 0; a < rows; a += Block)
        {
            int height = Math.Min(Block, rows - a);
            double[] left = jacobian.TransposedRows(a, height), square = new double[height * height];
            engine.Gram(columns, height, left, square);
            for (int j = 0; j < height; j++)
            {
                for (int i = 0; i <= j; i++)
                {
                    whole[a + i + ((long)(a + j) * rows)] = whole[a + j + ((long)(a + i) * rows)] = square[i + (j * height)];
                }
            }

            for (int b = a + height; b < rows; b += Block)
            {
                int across = Math.Min(Block, rows - b);
                double[] part = new double[height * across];
                engine.Multiply(true, false, height, across, columns, left, jacobian.TransposedRows(b, across), part);
                for (int j = 0; j < across; j++)
                {
                    for (int i = 0; i < height; i++)
                    {
                        whole[a + i + ((long)(b + j) * rows)] = whole[b + j + ((long)(a + i) * rows)] = part[i + (j * height)];
                    }
                }
            }
        }

        return Enumerable.Range(0, rows).Sum(i => whole[i + ((long)i * rows)]);
    }

    private static (double Seconds, double Peak, double Trace)? Child(params string[] arguments) =>
        Measured(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? new ProcessStartInfo(Environment.ProcessPath!, [typeof(JacobianComparison).Assembly.Location, .. arguments])
            : new ProcessStartInfo(Environment.ProcessPath!, arguments));

    private static (double Seconds, double Peak, double Trace)? Torch()
    {
        const string Python = "/usr/bin/python3";
        string script = Path.Combine(AppContext.BaseDirectory, "jacobian_autograd.py");
        return File.Exists(Python)
            ? Measured(new ProcessStartInfo(Python,
                [script, .. new[] { Samples, Classes, Width, Dimension }.Select(size => size.ToString(CultureInfo.InvariantCulture))]))
            : null;
    }

    private static (double Seconds, double Peak, double Trace)? Measured(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && JsonNode.Parse(line) is { } answer
            ? ((double)answer["seconds"]!, (double)answer["peak"]!, (double)answer["trace"]!)
            : null;
    }
}
