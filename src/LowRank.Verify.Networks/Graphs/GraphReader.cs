using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Makes a <see cref="NetworkGraph"/> of an ONNX model.</summary>
internal sealed class GraphReader
{
    /// <summary>Before this operator set, operators broadcast by attributes and drop out by others.</summary>
    private const long OldestOpset = 7;

    private readonly string path;
    private readonly OnnxConstants constants;
    private readonly GraphProto graph;

    private GraphReader(string path, GraphProto graph, OnnxConstants constants) =>
        (this.path, this.graph, this.constants) = (path, graph, constants);

    public static NetworkGraph Read(string path, string? wanted)
    {
        using FileSource file = FileSource.Open(path);
        ModelProto model = OnnxReader.Parse(file);
        if (model.Graph is not { } graph || graph.Node.Count == 0)
        {
            throw new InputException($"{path}: this is not an ONNX model, or it is truncated: it has no graph with nodes.");
        }

        OnnxInlining.Flatten(path, file.Length, model);
        long opset = OnnxInlining.Opset(model);
        OnnxConstants constants = new(path, file.Length, graph, opset);
        return Read(path, graph, constants, opset, wanted);
    }

    /// <summary>The graph of a model that was parsed, local functions put in place.</summary>
    public static NetworkGraph Read(string path, GraphProto graph, OnnxConstants constants, long opset, string? wanted) =>
        new GraphReader(path, graph, constants).Build(OnnxOutputs.Choose(path, graph, constants, wanted, []), opset);

    private NetworkGraph Build(string output, long opset)
    {
        List<NodeProto> order = Order(output);
        List<string> leftOut = [];
        string scores = BeforeFinal(output, leftOut);
        HashSet<NodeProto> needed = new(Order(scores), ReferenceEqualityComparer.Instance);
        HashSet<string> taken = [.. needed.SelectMany(node => node.Input)];
        GraphNode[] nodes = [.. order.Select(node => new GraphNode(node, OnnxNames.Place(path, node)))];
        GraphInput[] inputs = [.. graph.Input.Where(input => !constants.IsStored(input.Name) && taken.Contains(input.Name))
            .Select(Declared)];
        GraphNode? stop = null;
        string? obstacle = opset < OldestOpset
            ? $"operator set {opset} is older than {OldestOpset} and means other things by the same operators; convert the model with "
                + "onnx.version_converter"
            : inputs.Length == 0 ? $"the value '{FileText.Short(scores)}' does not depend on any input" : null;
        foreach (GraphNode node in obstacle is null ? nodes.Where(node => needed.Contains(node.Proto)) : [])
        {
            if ((obstacle = ReasonAgainst(node)) is not null)
            {
                stop = node;
                break;
            }
        }

        GraphLayer[] layers = [.. nodes.Select(node => GraphLayers.Of(node, path, constants)).OfType<GraphLayer>()];
        HashSet<GraphNode> before = new(nodes.TakeWhile(node => node != stop), ReferenceEqualityComparer.Instance);
        return new NetworkGraph(path, constants, opset, nodes)
        {
            Obstacle = obstacle,
            Layers = layers,
            LayersUnderstood = obstacle is null ? layers.Length : stop is null ? 0 : layers.Count(layer => before.Contains(layer.Node)),
            Joins = GraphJoins.Describe(nodes, inputs.Select(input => input.Name), layers),
            Inputs = inputs,
            Output = output,
            Scores = scores,
            LeftOut = leftOut,
        };
    }

    private string? ReasonAgainst(GraphNode node)
    {
        if (GraphOperatorNames.ReasonAgainst(node.Proto) is { } reason)
        {
            return $"{node.Place[(path.Length + 2)..]}: {reason}";
        }

        return node.Proto.Input.Where(name => name.Length > 0 && !constants.Producers.ContainsKey(name))
            .Select(name => constants.Find(name) is ConstantValue.Unevaluated missing
                ? $"{node.Place[(path.Length + 2)..]}: it needs '{FileText.Short(name)}', which is not read: {missing.Reason}" : null)
            .FirstOrDefault(text => text is not null);
    }

    private static GraphInput Declared(ValueInfoProto input) => new(input.Name,
        input.Type?.TensorType is { HasElemType: true } type ? OnnxTensors.TypeName(type.ElemType) : null,
        input.Type?.TensorType?.Shape is { } shape
            ? [.. shape.Dim.Select(d => d.HasDimValue && d.DimValue is > 0 and <= int.MaxValue ? (int?)d.DimValue : null)] : null);

    /// <summary>The value before the last final operator, those that only move passed over.</summary>
    private string BeforeFinal(string output, List<string> leftOut)
    {
        string scores = output, at = output;
        List<string> passed = [];
        while (constants.Producers.TryGetValue(at, out NodeProto? node) && node.Input.Count > 0 && node.Output[0] == at)
        {
            bool isFinal = node.OpType is "Softmax" or "LogSoftmax" or "Sigmoid" or "ArgMax";
            if (!isFinal && node.OpType is not ("Identity" or "Cast" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze"))
            {
                break;
            }

            at = node.Input[0];
            passed.Add(node.OpType);
            if (isFinal && constants.Find(at) is null)
            {
                scores = at;
                leftOut.Clear();
                leftOut.AddRange(passed);
            }
        }

        return scores;
    }

    /// <summary>
    /// The nodes on the way to a value that are no constants known exactly, each after those it needs. Circles, and values that nothing
    /// makes, are refused on the way.
    /// </summary>
    private List<NodeProto> Order(string output)
    {
        List<NodeProto> order = [];
        HashSet<NodeProto> done = new(ReferenceEqualityComparer.Instance);
        Stack<(NodeProto Node, int Next)> open = new();
        void Push(string name)
        {
            // A constant that is computed with roundings is computed again, in the precision of the pass.
            if (name.Length > 0 && constants.Producers.TryGetValue(name, out NodeProto? node)
                && !(constants.Find(name) is ConstantValue.Known known
                    && (known.Tensor.IsExact || GraphOperatorNames.ReasonAgainst(node) is not null))
                && done.Add(node))
            {
                open.Push((node, 0));
            }
        }

        Push(output);
        while (open.TryPop(out (NodeProto Node, int Next) top))
        {
            if (top.Next == top.Node.Input.Count)
            {
                order.Add(top.Node);
            }
            else
            {
                open.Push((top.Node, top.Next + 1));
                Push(top.Node.Input[top.Next]);
            }
        }

        return order;
    }
}
