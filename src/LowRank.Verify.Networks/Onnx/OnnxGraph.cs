using LowRank.Verify.Networks.Onnx.Constants;

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
    private readonly OnnxConstants constants;
    private readonly string? wanted;
    private readonly Dictionary<string, OnnxValue> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly HashSet<string> secondary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly LayerChain chain = new();
    private string lastLayerOutput = string.Empty;

    /// <param name="path">The file.</param>
    /// <param name="graph">Its graph, local functions put in place.</param>
    /// <param name="opset">The version of ONNX's operators.</param>
    /// <param name="constants">What does not depend on the input.</param>
    /// <param name="wanted">The output that is followed; null for the first that depends on the input.</param>
    public OnnxGraph(string path, GraphProto graph, long opset, OnnxConstants constants, string? wanted)
    {
        this.path = path;
        this.graph = graph;
        this.opset = opset;
        this.constants = constants;
        this.wanted = wanted;
    }

    public Network Read()
    {
        string output = OnnxOutputs.Choose(path, graph, constants, wanted, chain.Notes);
        if (opset < OldestOpset)
        {
            chain.Fail(
                $"{path}: operator set {opset} is older than {OldestOpset} and means other things by the same operators; convert the "
                + $"model with onnx.version_converter");
        }

        List<NodeProto> order = Order(output);
        ReadInputs(order);
        Fuse(order, output);
        foreach (NodeProto node in order)
        {
            Visit(node);
        }

        Finish(order);
        return chain.Build(path);
    }

    private void ReadInputs(List<NodeProto> order)
    {
        HashSet<string> taken = [.. order.SelectMany(node => node.Input)];
        List<ValueInfoProto> inputs = [.. graph.Input.Where(i => !constants.IsStored(i.Name) && taken.Contains(i.Name))];
        if (inputs.Count != 1)
        {
            chain.Fail($"{path}: the graph has {inputs.Count} inputs; a chain of layers has one");
        }

        foreach (ValueInfoProto unused in graph.Input.Where(i => !constants.IsStored(i.Name) && !taken.Contains(i.Name)))
        {
            chain.Notes.Add($"{path}: no node on the way to the output takes the input '{FileText.Short(unused.Name)}'");
        }

        foreach (ValueInfoProto input in inputs)
        {
            values[input.Name] = new OnnxValue.Data(Dimensions(input.Type?.TensorType?.Shape), FeatureAxis.Unknown);
        }

        chain.InputShape = inputs.Count == 1 ? Dimensions(inputs[0].Type?.TensorType?.Shape) : null;
        chain.InputType = inputs.Count == 1
            && inputs[0].Type?.TensorType is { HasElemType: true } declared ? OnnxTensors.TypeName(declared.ElemType) : null;
    }

    private static IReadOnlyList<int?>? Dimensions(TensorShapeProto? shape) =>
        shape is null ? null : [.. shape.Dim.Select(d => d.HasDimValue && d.DimValue is > 0 and <= int.MaxValue ? (int?)d.DimValue : null)];

    /// <summary>The nodes on the way to the output, each after those it needs.</summary>
    private List<NodeProto> Order(string output)
    {
        List<NodeProto> order = [];
        Dictionary<NodeProto, bool> done = new(ReferenceEqualityComparer.Instance);
        Stack<(NodeProto Node, int Next)> open = new();
        if (constants.Producers.TryGetValue(output, out NodeProto? last))
        {
            done.Add(last, false);
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
            if (name.Length == 0 || constants.IsStored(name) || constants.Inputs.Contains(name))
            {
                continue;
            }

            if (!constants.Producers.TryGetValue(name, out NodeProto? source))
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

        return order;
    }

    private void Visit(NodeProto node)
    {
        if (inGroup.Contains(node))
        {
            VisitGroup(node);
            return;
        }

        int data = 0;
        bool shape = false;
        OnnxValue.Unevaluated? opaque = null;
        foreach (string name in node.Input.Where(n => n.Length > 0))
        {
            read.Add(name);
            switch (Value(name))
            {
                case OnnxValue.Data:
                    data++;
                    CountUse(node, name);
                    break;
                case OnnxValue.ShapeOnly:
                    shape = true;
                    break;
                case OnnxValue.Unevaluated unevaluated when constants.Tensor(name) is not { IsExact: false }:
                    opaque ??= unevaluated;
                    break;
                default:
                    break;
            }
        }

        // What does not depend on the input is evaluated where it is used.
        if (node.Output.Any(output => output.Length > 0 && constants.Find(output) is not null))
        {
            return;
        }

        OnnxAttributes attributes = new(node, Place(node));
        OnnxValue result = (data == 0 && shape) || node.OpType is "Shape" or "Size" ? new OnnxValue.ShapeOnly()
            : Apply(node, attributes, data, opaque);
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
            chain.Fail(
                $"{path}: the value '{FileText.Short(name)}' goes to more than one node (a branch); only chains of layers are understood");
        }

        if (secondary.Contains(name))
        {
            chain.Fail($"{Place(node)}: it uses '{FileText.Short(name)}', a second output of another node");
        }
    }

    private void Finish(List<NodeProto> order)
    {
        // What only renumbers goes with a final operator that stands before it.
        List<ActivationStep> trailing = chain.TakeTrailing(step => EndsScores(step) || step.MovesOnly);
        int earliest = trailing.FindLastIndex(EndsScores);
        foreach (ActivationStep kept in trailing.Skip(earliest + 1).Reverse())
        {
            chain.Add(kept);
        }

        foreach (ActivationStep step in trailing.Take(earliest + 1).Where(EndsScores))
        {
            chain.Notes.Add($"{path}: node '{step.Name}' ({step.Kind}) after the last layer is left out; bounds speak of the scores "
                + $"before it");
            chain.LeftOut.Add(step.Kind);
            chain.ScoresTensor = order.FindLast(node => node.OpType == step.Kind && Name(node) == step.Name)?.Input[0];
        }

        foreach (ActivationStep step in chain.Steps.Where(IsFinal))
        {
            chain.Fail(
                $"{path}: node '{step.Name}' ({step.Kind}) between layers is not an activation whose constant is used here");
        }

        HashSet<NodeProto> onTheWay = new(order, ReferenceEqualityComparer.Instance);
        foreach (NodeProto node in graph.Node.Where(n => !onTheWay.Contains(n)))
        {
            chain.Notes.Add($"{Place(node)}: it is not on the way from input to output and is left out");
        }

        foreach (string tensor in constants.Stored.Where(name => !read.Contains(name)))
        {
            chain.Notes.Add($"{ElementDecoder.Place(path, tensor)}: no node on the way from input to output uses this initializer; "
                + $"it is no layer");
        }
    }

    private static bool IsFinal(ActivationStep step) => step.Kind is "Softmax" or "LogSoftmax" or "ArgMax" && step.LipschitzSquared is null;

    // A Sigmoid is an activation between layers, and after the last one a Softmax of one score.
    private static bool EndsScores(ActivationStep step) => IsFinal(step) || step.Kind == "Sigmoid";

    private string Place(NodeProto node) => OnnxNames.Place(path, node);

    private static string Name(NodeProto node) => OnnxNames.Of(node);

    private OnnxValue.Data NotUnderstood(NodeProto node, string reason)
    {
        chain.Fail($"{Place(node)}: {reason}");
        chain.Add(new ActivationStep(FileText.Short(node.OpType), Name(node), null, PreservesZero: false, IsElementwise: false));
        return new OnnxValue.Data(null, FeatureAxis.Unknown);
    }
}
