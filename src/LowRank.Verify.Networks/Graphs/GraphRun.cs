using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>A graph on the samples of a data set: enclosures of the scores, or doubles near them.</summary>
public sealed class GraphRun
{
    private GraphRun(int samples, IReadOnlyList<int> shape, DoubleRange[] scores) => (Samples, Shape, Scores) = (samples, shape, scores);

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>The shape of one sample's scores.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Scores of one sample.</summary>
    public int Classes => Scores.Count / Samples;

    /// <summary>Scores[l + i·Classes] encloses score l of sample i.</summary>
    public IReadOnlyList<DoubleRange> Scores { get; }

    /// <summary>Runs the certified pass on one input.</summary>
    /// <exception cref="InputException">The graph cannot be run, the data does not fit, or an operator is not defined on it.</exception>
    public static GraphRun Certified(NetworkGraph graph, StoredTensor data, IEngine engine) =>
        Certified(graph, GraphData.Single(graph, data), engine);

    /// <summary>Runs the certified pass on inputs by name.</summary>
    /// <exception cref="InputException">As above.</exception>
    public static GraphRun Certified(NetworkGraph graph, IReadOnlyDictionary<string, StoredTensor> data, IEngine engine)
    {
        GraphData inputs = GraphData.Of(graph, data);
        GraphCertifiedPass pass = new(graph, engine);
        (int[] shape, List<DoubleRange> scores) = Batches<BallTensor, DoubleRange>(graph, inputs, pass,
            (value, from, count) => Enumerable.Range(from, count).Select(i => value[i].Range),
            (x, y) => x.Lower <= y.Upper && y.Lower <= x.Upper);
        return new GraphRun(inputs.Samples, shape, [.. scores]);
    }

    /// <summary>Scores in double precision, one row of classes per sample; nothing is promised of their rounding.</summary>
    /// <exception cref="InputException">As above.</exception>
    public static double[] Fast(NetworkGraph graph, StoredTensor data, IEngine engine) =>
        Fast(graph, GraphData.Single(graph, data), engine);

    /// <summary>The same on inputs by name.</summary>
    /// <exception cref="InputException">As above.</exception>
    public static double[] Fast(NetworkGraph graph, IReadOnlyDictionary<string, StoredTensor> data, IEngine engine)
    {
        GraphData inputs = GraphData.Of(graph, data);
        return [.. Batches<FastTensor, double>(graph, inputs, new GraphFastPass(graph, engine),
            (value, from, count) => value.Values.Skip(from).Take(count),
            (x, y) => Math.Abs(x - y) <= 1e-6 * (1 + Math.Abs(x))).Scores];
    }

    private static (int[] Shape, List<TScore> Scores) Batches<T, TScore>(NetworkGraph graph, GraphData inputs, GraphPass<T> pass,
        Func<T, int, int, IEnumerable<TScore>> entries, Func<TScore, TScore, bool> agree)
        where T : GraphTensor
    {
        T Scores(int first, int count) => pass.Run(inputs.Batch(first, count), [graph.Scores])[graph.Scores];
        int batch = inputs.FixedBatch ?? inputs.SuggestedBatch;
        T start = null!;
        if (inputs.FixedBatch is null && batch > 1)
        {
            // Samples alone decide what a score is; a batch only saves time where it gives the same.
            T alone = Scores(0, 1);
            try
            {
                start = Scores(0, batch);
                bool isSame = start.Shape.Length > 0 && start.Shape[0] == batch && start.Count == batch * alone.Count
                    && entries(alone, 0, alone.Count).Zip(entries(start, 0, alone.Count), agree).All(same => same);
                batch = isSame ? batch : 1;
            }
            catch (InputException)
            {
                batch = 1;
            }
        }

        if (inputs.FixedBatch > 1)
        {
            start = Scores(0, batch);
            T alone = pass.Run(inputs.Batch(0, batch, isAlone: true), [graph.Scores])[graph.Scores];
            int row = start.Count / batch;
            if (start.Shape.ElementAtOrDefault(0) != batch || !entries(alone, 0, row).Zip(entries(start, 0, row), agree).All(same => same))
            {
                throw new InputException($"{graph.Path}: it is exported for {batch} samples, and the scores of one change with the others: "
                    + "samples do not lie along its first axis.");
            }
        }

        List<TScore> scores = [];
        int[] shape = [];
        for (int first = 0; first < inputs.Samples; first += batch)
        {
            int count = inputs.FixedBatch is null ? Math.Min(batch, inputs.Samples - first) : batch;
            T value = first == 0 && start is not null && batch > 1 ? start : Scores(first, count);
            bool hasSamples = value.Shape.Length > 0 && value.Shape[0] == count;
            if (!hasSamples && count > 1)
            {
                throw new InputException($"{graph.Path}: for {count} samples its scores have the shape [{string.Join(", ", value.Shape)}], "
                    + "which is not one row for each.");
            }

            shape = hasSamples ? value.Shape[1..] : value.Shape;
            int classes = value.Count / count;
            scores.AddRange(entries(value, 0, Math.Min(count, inputs.Samples - first) * classes));
        }

        return (shape, scores);
    }
}
