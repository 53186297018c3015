namespace LowRank.Verify.Networks.Onnx;

/// <summary>
/// Follows a graph from its input to its output and gathers layers and the operators between them. What does not form a chain of
/// known operators is named in NotUnderstood; the walk goes on, so that every layer is still listed.
/// </summary>
internal sealed partial class OnnxGraph
{
    /// <summary>Before this operator set, operators broadcast by attributes and drop out by others.</summary>
    private const long OldestOpset = 7;

    private readonly string path;
    private readonly GraphProto graph;
    private readonly long opset;
    private readonly Dictionary<string, OnnxValue> values;
    private readonly HashSet<string> initializers;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly HashSet<string> secondary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly LayerChain chain = new();
    private string lastLayerOutput = string.Empty;
    private long entriesLeft;

    public OnnxGraph(string path, long fileLength, GraphProto graph, long opset, Dictionary<string, OnnxValue> constants)
    {
        this.path = path;
        this.graph = graph;
        this.opset = opset;
        values = constants;
        initializers = [.. constants.Keys];
        entriesLeft = (1L << 20) + (16 * fileLength);
    }

    /// <summary>Tensors in Constant nodes, named by the nodes' outputs.</summary>
    public List<StoredTensor> ConstantNodeTensors { get; } = [];

    public Network Read()
    {
        Dictionary<string, NodeProto> producers = Producers();
        ReadInputs();
        if (opset < OldestOpset)
        {
            chain.NotUnderstood.Add(
                $"{path}: operator set {opset} is older than {OldestOpset} and means other things by the same operators; convert the "
                + $"model with onnx.version_converter");
        }

        List<NodeProto> order = Order(producers);
        foreach (NodeProto node in order)
        {
            Visit(node);
        }

        Finish(order);
        return chain.Build(path);
    }

    private Dictionary<string, NodeProto> Producers()
    {
        Dictionary<string, NodeProto> producers = new(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output.Where(o => o.Length > 0))
            {
                if (values.ContainsKey(output) || !producers.TryAdd(output, node))
                {
                    throw new InputException($"{Place(node)}: the value '{FileText.Short(output)}' has two sources.");
                }
            }
        }

        return producers;
    }

    private void ReadInputs()
    {
        List<ValueInfoProto> inputs = [.. graph.Input.Where(i => !initializers.Contains(i.Name))];
        if (inputs.Count != 1)
        {
            chain.NotUnderstood.Add($"{path}: the graph has {inputs.Count} inputs; a chain of layers has one");
        }

        foreach (ValueInfoProto input in inputs)
        {
            values[input.Name] = new OnnxValue.Data(Dimensions(input.Type?.TensorType?.Shape), FeatureAxis.Unknown);
        }

        chain.InputShape = inputs.Count == 1 ? Dimensions(inputs[0].Type?.TensorType?.Shape) : null;
        chain.InputType = inputs.Count == 1
            && inputs[0].Type?.TensorType is { HasElemType: true } declared ? OnnxTensors.TypeName(declared.ElemType) : null;

        if (graph.Output.Count != 1)
        {
            chain.NotUnderstood.Add($"{path}: the graph has {graph.Output.Count} outputs; a chain of layers has one");
        }
    }

    private static IReadOnlyList<int?>? Dimensions(TensorShapeProto? shape) =>
        shape is null ? null : [.. shape.Dim.Select(d => d.HasDimValue && d.DimValue is > 0 and <= int.MaxValue ? (int?)d.DimValue : null)];

    /// <summary>The nodes on the way to the outputs, each after those it needs.</summary>
    private List<NodeProto> Order(Dictionary<string, NodeProto> producers)
    {
        List<NodeProto> order = [];
        Dictionary<NodeProto, bool> done = new(ReferenceEqualityComparer.Instance);
        Stack<(NodeProto Node, int Next)> open = new();
        foreach (ValueInfoProto output in graph.Output)
        {
            if (!producers.TryGetValue(output.Name, out NodeProto? last))
            {
                throw new InputException($"{path}: no node makes the graph's output '{FileText.Short(output.Name)}'.");
            }

            if (done.TryAdd(last, false))
            {
                open.Push((last, 0));
            }

            while (open.TryPop(out (NodeProto Node, int Next) top))
            {
                if (top.Next == top.Node.Input.Count)
                {
                    done[top.Node] = true;
                    order.Add(top.Node);
                    continue;
                }

                open.Push((top.Node, top.Next + 1));
                string name = top.Node.Input[top.Next];
                if (name.Length == 0 || values.ContainsKey(name))
                {
                    continue;
                }

                if (!producers.TryGetValue(name, out NodeProto? source))
                {
                    throw new InputException($"{Place(top.Node)}: nothing makes its input '{FileText.Short(name)}'.");
                }

                if (done.TryAdd(source, false))
                {
                    open.Push((source, 0));
                }
                else if (!done[source])
                {
                    throw new InputException($"{Place(source)}: the graph runs in a circle through this node.");
                }
            }
        }

        return order;
    }

    private void Visit(NodeProto node)
    {
        int data = 0;
        bool shape = false;
        OnnxValue.Unevaluated? opaque = null;
        foreach (string name in node.Input.Where(n => n.Length > 0))
        {
            read.Add(name);
            switch (values[name])
            {
                case OnnxValue.Data:
                    data++;
                    CountUse(node, name);
                    break;
                case OnnxValue.ShapeOnly:
                    shape = true;
                    break;
                case OnnxValue.Unevaluated unevaluated:
                    opaque ??= unevaluated;
                    break;
                default:
                    break;
            }
        }

        OnnxAttributes attributes = new(node, Place(node));
        OnnxValue result = data == 0
            ? shape ? new OnnxValue.ShapeOnly() : Fold(node, attributes, opaque)
            : node.OpType is "Shape" or "Size" ? new OnnxValue.ShapeOnly() : Apply(node, attributes, data, opaque);
        for (int i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
            {
                values[node.Output[i]] = i == 0 ? result : new OnnxValue.Data(null, FeatureAxis.Unknown);
                if (i > 0)
                {
                    secondary.Add(node.Output[i]);
                }
            }
        }
    }

    private void CountUse(NodeProto node, string name)
    {
        if (node.OpType is "Shape" or "Size")
        {
            return;
        }

        int count = uses[name] = uses.GetValueOrDefault(name) + 1;
        if (count == 2)
        {
            chain.NotUnderstood.Add(
                $"{path}: the value '{FileText.Short(name)}' goes to more than one node (a branch); only chains of layers are understood");
        }

        if (secondary.Contains(name))
        {
            chain.NotUnderstood.Add($"{Place(node)}: it uses '{FileText.Short(name)}', a second output of another node");
        }
    }

    private void Finish(List<NodeProto> order)
    {
        // What only renumbers goes with a final operator that stands before it.
        List<ActivationStep> trailing = chain.TakeTrailing(step => IsFinal(step) || step.MovesOnly);
        int earliest = trailing.FindLastIndex(IsFinal);
        foreach (ActivationStep kept in trailing.Skip(earliest + 1).Reverse())
        {
            chain.Add(kept);
        }

        foreach (ActivationStep step in trailing.Take(earliest + 1).Where(IsFinal))
        {
            chain.Notes.Add($"{path}: node '{step.Name}' ({step.Kind}) after the last layer is left out; bounds speak of the scores "
                + $"before it");
            chain.LeftOut.Add(step.Kind);
            chain.ScoresTensor = order.FindLast(node => node.OpType == step.Kind && Name(node) == step.Name)?.Input[0];
        }

        foreach (ActivationStep step in chain.Steps.Where(IsFinal))
        {
            chain.NotUnderstood.Add(
                $"{path}: node '{step.Name}' ({step.Kind}) between layers is not an activation whose constant is used here");
        }

        HashSet<NodeProto> onTheWay = new(order, ReferenceEqualityComparer.Instance);
        foreach (NodeProto node in graph.Node.Where(n => !onTheWay.Contains(n)))
        {
            chain.Notes.Add($"{Place(node)}: it is not on the way from input to output and is left out");
        }

        foreach (TensorProto tensor in graph.Initializer.Where(t => !read.Contains(t.Name)))
        {
            chain.Notes.Add($"{ElementDecoder.Place(path, tensor.Name)}: no node on the way from input to output uses this initializer; "
                + $"it is no layer");
        }
    }

    private static bool IsFinal(ActivationStep step) => step.Kind is "Softmax" or "LogSoftmax" or "ArgMax" && step.LipschitzSquared is null;

    private string Place(NodeProto node) => $"{path}: node '{Name(node)}' ({FileText.Short(node.OpType)})";

    private static string Name(NodeProto node) =>
        FileText.Short(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? string.Empty);

    private OnnxValue.Data NotUnderstood(NodeProto node, string reason)
    {
        chain.NotUnderstood.Add($"{Place(node)}: {reason}");
        chain.Add(new ActivationStep(FileText.Short(node.OpType), Name(node), null, PreservesZero: false, IsElementwise: false));
        return new OnnxValue.Data(null, FeatureAxis.Unknown);
    }
}
