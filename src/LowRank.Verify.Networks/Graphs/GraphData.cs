using System.Globalization;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Data for a graph's inputs, cut into batches along the first axis.</summary>
internal sealed class GraphData
{
    private const int BatchEntries = 1 << 17, MostSamples = 128;

    private readonly Dictionary<string, (StoredTensor Data, OnnxType Type, int[] Sample)> inputs = new(StringComparer.Ordinal);

    private GraphData(int samples) => Samples = samples;

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>The number of samples that the file declares for every run; null where it is free.</summary>
    public int? FixedBatch { get; private set; }

    /// <summary>Samples that may be run at once.</summary>
    public int SuggestedBatch =>
        Math.Min(Samples, Math.Clamp(BatchEntries / (1 + inputs.Values.Max(input => GraphTensor.Size(input.Sample))), 1, MostSamples));

    /// <summary>Data for the only input.</summary>
    /// <exception cref="InputException">The graph has several.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Single(NetworkGraph graph, StoredTensor data)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(data);
        return graph.Inputs.Count == 1 ? new Dictionary<string, StoredTensor> { [graph.Inputs[0].Name] = data }
            : throw new InputException($"{graph.Path}: the network takes {graph.Inputs.Count} inputs "
                + $"({string.Join(", ", graph.Inputs.Select(i => FileText.Short(i.Name)))}); there is data for one.");
    }

    /// <summary>Checks the data of every input.</summary>
    /// <exception cref="InputException">One is missing or does not fit; it is named.</exception>
    public static GraphData Of(NetworkGraph graph, IReadOnlyDictionary<string, StoredTensor> data)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(data);
        GraphData? result = null;
        foreach (GraphInput input in graph.Inputs)
        {
            StoredTensor tensor = data.TryGetValue(input.Name, out StoredTensor? given) ? given
                : throw new InputException($"{graph.Path}: there is no data for the input '{FileText.Short(input.Name)}'.");
            string place = tensor.Source.Length == 0 ? tensor.Name : tensor.Source;
            if (tensor.Shape.Count < 1 || tensor.RowMajor.Length == 0)
            {
                throw new InputException(
                    $"{place}: data has one sample per row, its shape is [{string.Join(", ", tensor.Shape)}].");
            }

            result ??= new GraphData(tensor.Shape[0]);
            if (tensor.Shape[0] != result.Samples)
            {
                throw new InputException($"{place}: it has {tensor.Shape[0]} samples, another input has {result.Samples}.");
            }

            int[] sample = Sample(input, tensor, place);
            OnnxType type = Type(input, tensor, place);
            result.FixedBatch ??= input.Shape is { Count: > 0 } declared ? declared[0] : null;
            result.inputs.Add(input.Name, (tensor, type, sample));
        }

        return result!;
    }

    /// <summary>
    /// Some samples of every input; beyond the last the last one stands again. Alone: zeros stand for all samples but the first.
    /// </summary>
    public Dictionary<string, ConstantTensor> Batch(int first, int count, bool isAlone = false) => inputs.ToDictionary(
        pair => pair.Key, pair =>
    {
        (StoredTensor data, OnnxType type, int[] sample) = pair.Value;
        int length = GraphTensor.Size(sample);
        double[] values = new double[count * length];
        for (int i = 0; i < (isAlone ? 1 : count); i++)
        {
            Array.Copy(data.RowMajor, Math.Min(first + i, Samples - 1) * length, values, i * length, length);
        }

        return type.Kind == OnnxKind.Real ? ConstantTensor.Exact(type, [count, .. sample], values)
            : ConstantTensor.Whole(type, [count, .. sample], Array.ConvertAll(values, v => (long)v));
    });

    /// <summary>The shape of one sample in which the input takes it.</summary>
    /// <exception cref="InputException">The data does not fit.</exception>
    internal static int[] Sample(GraphInput input, StoredTensor data, string place)
    {
        int[] own = [.. data.Shape.Skip(1)];
        if (input.Shape is not { Count: > 0 } declared)
        {
            return own;
        }

        int?[] wanted = [.. declared.Skip(1)];
        if (wanted.Length == own.Length && wanted.Zip(own).All(pair => pair.First is null || pair.First == pair.Second))
        {
            return own;
        }

        // A flattened sample takes the declared shape.
        if (own.Length == 1 && wanted.Count(d => d is null) <= 1)
        {
            long known = wanted.Aggregate(1L, (product, d) => product * (d ?? 1));
            int[] shape = [.. wanted.Select(d => d ?? (int)(own[0] / known))];
            if (own[0] % known == 0 && shape.Aggregate(1L, (product, d) => product * d) == own[0])
            {
                return shape;
            }
        }

        IEnumerable<string> taken = declared.Select((d, i) => i == 0 ? "n" : d?.ToString(CultureInfo.InvariantCulture) ?? "any");
        throw new InputException($"{place}: its shape is [{string.Join(", ", data.Shape)}], but the network's input "
            + $"'{FileText.Short(input.Name)}' takes [{string.Join(", ", taken)}] (or one flattened sample per row).");
    }

    /// <summary>The declared type of an input, float32 where none is.</summary>
    internal static OnnxType Type(GraphInput input) =>
        Enumerable.Range(1, OnnxType.LastNumber).Select(OnnxType.Of).FirstOrDefault(t => t!.Name == input.Type) ?? OnnxType.Float32;

    private static OnnxType Type(GraphInput input, StoredTensor data, string place)
    {
        OnnxType type = Type(input);
        if (type.Kind is not OnnxKind.Real && Array.FindIndex(data.RowMajor,
            v => v != Math.Floor(v) || Math.Abs(v) > 1L << 53) is >= 0 and int at)
        {
            throw new InputException(
                $"{place}: entry {at} is {data.RowMajor[at].ToString(CultureInfo.InvariantCulture)}; the input "
                + $"'{FileText.Short(input.Name)}' takes integers.");
        }

        return type;
    }
}
