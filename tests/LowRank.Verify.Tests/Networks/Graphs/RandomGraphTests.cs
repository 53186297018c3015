using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>Random graphs of several operators each against an interpreter of 40 digits that knows nothing of this project.</summary>
public sealed class RandomGraphTests(RandomGraphs graphs) : IClassFixture<RandomGraphs>
{
    /// <summary>
    /// Widths relative to the largest number on the way: 1e-15 where an operator is enclosed in doubles, times what a few operators with
    /// slopes up to some hundreds make of it.
    /// </summary>
    private const double WidestRelative = 1e-10, LargestFastError = 1e-10;

    /// <summary>Float32's 6e-8, sums and slopes as above; a value that stands beside a jump may fall on its other side.</summary>
    private const double SinglePrecision = 2e-3;

    private const double MostRefused = 0.5;

    [Fact]
    public void Every_score_lies_in_its_narrow_enclosure()
    {
        Assert.SkipUnless(RandomGraphs.CanDraw, "python3-onnx or python3-mpmath is not installed");
        List<string> wrong = [];
        foreach (JsonNode one in graphs.Cases.OfType<JsonNode>())
        {
            try
            {
                wrong.AddRange(Misses(one).Take(1));
            }
            catch (InputException e)
            {
                wrong.Add($"{one["name"]}: {e.Message}");
            }
        }

        Assert.Equal(RandomGraphs.Count, graphs.Cases.Count);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {graphs.Cases.Count}:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_operator_of_the_table_occurs()
    {
        Assert.SkipUnless(RandomGraphs.CanDraw, "python3-onnx or python3-mpmath is not installed");
        Dictionary<string, int> counts = graphs.Cases.SelectMany(one => Model(one!).Graph.Node).CountBy(node => node.OpType).ToDictionary();
        Assert.Equal(GraphOperatorNames.All.Order(StringComparer.Ordinal), counts.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(counts.Values.Min(), RandomGraphs.Count / 50, int.MaxValue);
    }

    /// <summary>The runtime's kernels as a third voice, where it has them.</summary>
    [Fact]
    public void The_unoptimised_runtime_agrees()
    {
        Assert.SkipUnless(RandomGraphs.CanDraw, "python3-onnx or python3-mpmath is not installed");
        _ = OnnxRuntimeLibrary.Start();
        int refused = 0;
        List<string> wrong = [];
        foreach (JsonNode one in graphs.Cases.OfType<JsonNode>())
        {
            float[] scores;
            try
            {
                scores = Runtime(one);
            }
            catch (OnnxRuntimeException)
            {
                refused++;
                continue;
            }

            double[] expected = [.. Expected(one).Select(v => v.ToDouble())];
            double tolerance = SinglePrecision * (double)one["size"]!;
            if (scores.Length != expected.Length || scores.Zip(expected).Any(p => !(Math.Abs(p.First - p.Second) <= tolerance)))
            {
                wrong.Add($"{one["name"]}: {string.Join(", ", scores.Take(5))} for {string.Join(", ", expected.Take(5))}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {graphs.Cases.Count - refused}:\n{string.Join('\n', wrong)}");
        Assert.InRange(refused, 0, MostRefused * graphs.Cases.Count);
    }

    private static IEnumerable<string> Misses(JsonNode one)
    {
        using TemporaryFolder folder = new();
        NetworkGraph graph = NetworkGraph.Read(folder.Write("graph.onnx", Convert.FromBase64String((string)one["model"]!)));
        if (graph.Obstacle is not null)
        {
            throw new InputException(graph.Obstacle);
        }

        StoredTensor data = new("x", Shape(one), "float32", Numbers(one));
        GraphRun run = GraphRun.Certified(graph, data, Engines.Default);
        double[] fast = GraphRun.Fast(graph, data, Engines.Default);
        Rational[] expected = Expected(one);
        double scale = Math.Max(1e-3, (double)one["size"]!);
        if (run.Scores.Count != expected.Length || fast.Length != expected.Length)
        {
            yield return $"{one["name"]}: {run.Scores.Count} and {fast.Length} scores, not {expected.Length}";
            yield break;
        }

        for (int i = 0; i < expected.Length; i++)
        {
            DoubleRange score = run.Scores[i];
            Rational printed = Rational.Abs(expected[i]) * Rational.Parse("1e-24");
            bool isInside = Rational.Of(score.Lower) <= expected[i] + printed && expected[i] - printed <= Rational.Of(score.Upper);
            if (!isInside || !(score.Upper - score.Lower <= WidestRelative * scale)
                || !(Math.Abs(fast[i] - expected[i].ToDouble()) <= LargestFastError * scale))
            {
                yield return $"{one["name"]}: score {i} in [{score.Lower:R}, {score.Upper:R}], fast {fast[i]:R}, for "
                    + $"{one["expected"]![i]}; size {scale:G3}";
            }
        }
    }

    private static float[] Runtime(JsonNode one)
    {
        using SessionOptions options = new() { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        using InferenceSession session = new(Convert.FromBase64String((string)one["model"]!), options);
        DenseTensor<float> input = new(Array.ConvertAll(Numbers(one), v => (float)v), Shape(one));

        // One sample at a time: what a graph makes of several together is no score.
        int samples = input.Dimensions[0], length = (int)input.Length / samples;
        List<float> scores = [];
        for (int i = 0; i < samples; i++)
        {
            DenseTensor<float> sample = new(input.Buffer.Slice(i * length, length), [1, .. Shape(one)[1..]]);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(
                [NamedOnnxValue.CreateFromTensor("x", sample)]);
            scores.AddRange(outputs[0].AsEnumerable<float>());
        }

        return [.. scores];
    }

    private static ModelProto Model(JsonNode one) => ModelProto.Parser.ParseFrom(Convert.FromBase64String((string)one["model"]!));

    private static int[] Shape(JsonNode one) => [.. one["shape"]!.AsArray().Select(d => (int)d!)];

    private static double[] Numbers(JsonNode one) => [.. one["x"]!.AsArray().Select(v => (double)v!)];

    private static Rational[] Expected(JsonNode one) => [.. one["expected"]!.AsArray().Select(v => Rational.Parse((string)v!))];
}
