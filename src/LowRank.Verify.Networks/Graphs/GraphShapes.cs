using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// The shapes that a graph's nodes see for one sample: sizes that the file leaves free come from the data. A node whose shape does not
/// follow from the sizes of the inputs is passed over, with what depends on it.
/// </summary>
public sealed class GraphShapes
{
    private readonly Dictionary<NodeProto, int[]> inputs;

    private GraphShapes(Dictionary<NodeProto, int[]> inputs, IReadOnlyList<string> free) => (this.inputs, Free) = (inputs, free);

    /// <summary>Inputs of which a size is known neither from the file nor from the data.</summary>
    public IReadOnlyList<string> Free { get; }

    /// <summary>The shapes of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="data">Samples for its only input, for the sizes that the file leaves free; or null.</param>
    public static GraphShapes Of(NetworkGraph graph, StoredTensor? data = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Dictionary<string, ConstantTensor> given = new(StringComparer.Ordinal);
        List<string> free = [];
        foreach (GraphInput input in graph.Inputs)
        {
            if (Sample(input, graph.Inputs.Count == 1 ? data : null) is { } shape)
            {
                int count = GraphTensor.Size(shape);
                OnnxType type = GraphData.Type(input);
                given.Add(input.Name, type.Kind == OnnxKind.Real ? ConstantTensor.Exact(type, shape, new double[count])
                    : ConstantTensor.Whole(type, shape, new long[count]));
            }
            else
            {
                free.Add(input.Name);
            }
        }

        Dictionary<NodeProto, int[]> seen = new(ReferenceEqualityComparer.Instance);
        new Pass(graph, seen).Follow(given, graph.Scores);
        return new GraphShapes(seen, free);
    }

    /// <summary>The shape of the first computed input of a node, its samples included; null where it is not known.</summary>
    internal IReadOnlyList<int>? Of(NodeProto node) => inputs.GetValueOrDefault(node);

    private static int[]? Sample(GraphInput input, StoredTensor? data)
    {
        try
        {
            return data is { Shape.Count: > 0 } ? [1, .. GraphData.Sample(input, data, data.Name)]
                : input.Shape is { Count: > 0 } declared && declared.Skip(1).All(d => d is not null)
                ? [declared[0] ?? 1, .. declared.Skip(1).Select(d => d!.Value)] : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    private sealed class Pass(NetworkGraph graph, Dictionary<NodeProto, int[]> seen)
        : GraphPass<ShapeTensor>(graph, new ShapeArithmetic(), mayStop: true)
    {
        public void Follow(Dictionary<string, ConstantTensor> inputs, string to)
        {
            try
            {
                Run(inputs, [to]);
            }
            catch (InputException)
            {
                // The scores' shape is not known: what was seen on the way stays.
            }
        }

        protected override ShapeTensor Checked(ShapeTensor value, GraphNode node) => value;

        protected override bool PassesOver(GraphNode node, InputException failure) => true;

        protected override void Enter(GraphNode node, IReadOnlyList<GraphValue<ShapeTensor>?> inputs)
        {
            if (inputs.FirstOrDefault(input => input?.Tensor is not null) is { } data)
            {
                seen[node.Proto] = data.Shape;
            }
        }
    }
}
