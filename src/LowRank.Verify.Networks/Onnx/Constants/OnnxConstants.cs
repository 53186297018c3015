namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// Which named values of a graph do not depend on its input, and what they are. A value is evaluated when it is asked for, once;
/// tensors that nobody asks for are not decoded. The graph has no local functions any more (<see cref="OnnxInlining"/>).
/// </summary>
internal sealed class OnnxConstants
{
    private readonly string path;
    private readonly long opset;
    private readonly EntryBudget budget;
    private readonly Dictionary<string, NodeProto> producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<ConstantValue>> stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<int?>?> inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConstantValue?> found = new(StringComparer.Ordinal);

    /// <exception cref="InputException">A name stands twice, or a stored tensor has none.</exception>
    public OnnxConstants(string path, long fileLength, GraphProto graph, long opset)
    {
        this.path = path;
        this.opset = opset;
        budget = new EntryBudget(fileLength);
        foreach (TensorProto tensor in graph.Initializer)
        {
            AddStored(tensor.Name, () => OnnxTensors.Decode(path, tensor, tensor.Name));
        }

        foreach (SparseTensorProto sparse in graph.SparseInitializer)
        {
            string name = sparse.Values?.Name ?? string.Empty;
            AddStored(name, () => SparseTensors.Decode(path, sparse, name, budget));
        }

        foreach (ValueInfoProto input in graph.Input.Where(input => !stored.ContainsKey(input.Name)))
        {
            if (!inputs.TryAdd(input.Name, Dimensions(input.Type?.TensorType?.Shape)))
            {
                throw new InputException($"{path}: two inputs of the graph have the name '{FileText.Short(input.Name)}'.");
            }
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output.Where(o => o.Length > 0))
            {
                if (stored.ContainsKey(output) || inputs.ContainsKey(output) || !producers.TryAdd(output, node))
                {
                    throw new InputException($"{Place(node)}: the value '{FileText.Short(output)}' has two sources.");
                }
            }
        }
    }

    /// <summary>Names of the stored tensors (initializers, sparse ones too), in the file's order.</summary>
    public IEnumerable<string> Stored => stored.Keys;

    /// <summary>Names of the graph's inputs that no initializer gives a value, in the file's order.</summary>
    public IEnumerable<string> Inputs => inputs.Keys;

    /// <summary>The node that makes each value.</summary>
    public IReadOnlyDictionary<string, NodeProto> Producers => producers;

    /// <summary>
    /// What a walk knows of the shape of a value that depends on the input: dimensions as far as known, or null. Used by Shape, Size and a
    /// Gather of a Shape.
    /// </summary>
    public Func<string, IReadOnlyList<int?>?> ShapeOf { get; init; } = _ => null;

    /// <summary>True for an initializer.</summary>
    public bool IsStored(string name) => stored.ContainsKey(name);

    /// <summary>What a value is; null where it depends on the graph's input.</summary>
    /// <exception cref="InputException">Nothing makes the value, the graph runs in a circle, or a tensor is damaged.</exception>
    public ConstantValue? Find(string name)
    {
        Stack<string> open = new([name]);
        HashSet<string> waiting = new(StringComparer.Ordinal);
        while (open.TryPeek(out string? top))
        {
            if (found.ContainsKey(top) || FindSource(top))
            {
                open.Pop();
                continue;
            }

            NodeProto node = producers[top];
            string[] missing = [.. node.Input.Where(input => input.Length > 0 && !found.ContainsKey(input)).Distinct()];
            if (missing.Length == 0)
            {
                Evaluate(node);
                open.Pop();
                continue;
            }

            waiting.Add(top);
            foreach (string input in missing)
            {
                if (waiting.Contains(input))
                {
                    throw new InputException($"{Place(node)}: the graph runs in a circle through this node.");
                }

                if (!Exists(input))
                {
                    throw new InputException($"{Place(node)}: nothing makes its input '{FileText.Short(input)}'.");
                }

                open.Push(input);
            }
        }

        return found[name];
    }

    /// <summary>The numbers of a value, or null where it depends on the input or is not evaluated.</summary>
    public ConstantTensor? Tensor(string name) => (Find(name) as ConstantValue.Known)?.Tensor;

    /// <summary>
    /// Tensors that nodes made of stored ones: those of Constant nodes, those put together from integers and scales, and what other
    /// operators computed for a node that depends on the input, as far as it was asked for.
    /// </summary>
    public IEnumerable<(string Name, ConstantValue Value)> Made(GraphProto graph)
    {
        // Constants in nodes are tensors of the file also where no node on the way takes them.
        foreach (string output in graph.Node.Where(node => node.OpType == "Constant"
            || (node.OpType == "DequantizeLinear" && node.Input.All(input => input.Length == 0 || found.ContainsKey(input))))
            .SelectMany(node => node.Output).Where(output => output.Length > 0))
        {
            _ = Find(output);
        }

        HashSet<string> used = [.. graph.Node.Where(node => !IsConstant(node)).SelectMany(node => node.Input),
            .. graph.Output.Select(output => output.Name)];
        foreach ((string name, ConstantValue? value) in found)
        {
            bool isListed = producers.TryGetValue(name, out NodeProto? node) && (node.OpType is "Constant" or "DequantizeLinear"
                || (used.Contains(name) && value is ConstantValue.Known { Tensor: { Storage: null, IsWhole: false } }));
            if (isListed && value is not null)
            {
                yield return (name, value);
            }
        }
    }

    private bool IsConstant(NodeProto node) => node.Output.Any(o => found.GetValueOrDefault(o) is not null);

    private bool Exists(string name) => stored.ContainsKey(name) || inputs.ContainsKey(name) || producers.ContainsKey(name);

    private bool FindSource(string name)
    {
        if (stored.TryGetValue(name, out Func<ConstantValue>? decode))
        {
            found[name] = decode();
        }
        else if (inputs.ContainsKey(name))
        {
            found[name] = null;
        }
        else if (!producers.ContainsKey(name))
        {
            throw new InputException($"{path}: nothing makes the value '{FileText.Short(name)}'.");
        }

        return found.ContainsKey(name);
    }

    private void Evaluate(NodeProto node)
    {
        ConstantValue?[] values = [.. node.Input.Select(input => input.Length > 0 ? found[input] : null)];
        bool depends = node.Input.Where((input, i) => input.Length > 0 && values[i] is null).Any();
        ConstantValue?[] results = depends ? new ConstantValue?[] { OfShape(node) } : Results(node, values);
        for (int i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
            {
                found[node.Output[i]] = i < results.Length ? results[i]
                    : depends ? null : new ConstantValue.Unevaluated(Place(node), $"its output {i + 1} is not evaluated");
            }
        }
    }

    private ConstantValue[] Results(NodeProto node, ConstantValue?[] values)
    {
        if (values.OfType<ConstantValue.Unevaluated>().FirstOrDefault() is { } obstacle)
        {
            return [.. node.Output.Select(_ => obstacle)];
        }

        try
        {
            bool isKnown = node.Domain is "" or "ai.onnx"
                || (node.Domain == "com.microsoft" && node.OpType is "DequantizeLinear" or "QuantizeLinear");
            ConstantNode constant = new(node, opset, Place(node), [.. values.Select(v => (v as ConstantValue.Known)?.Tensor)], budget);
            return isKnown ? ConstantOperators.Evaluate(constant, path)
                : throw new ConstantFailure($"its operator belongs to '{FileText.Short(node.Domain)}', not to ONNX");
        }
        catch (ConstantFailure failure)
        {
            ConstantValue.Unevaluated unevaluated = new(Place(node), failure.Message);
            return [.. node.Output.Select(_ => unevaluated)];
        }
    }

    // The dimensions of a value that depends on the input, where those that are asked for are known.
    private ConstantValue.Known? OfShape(NodeProto node)
    {
        if (node.Input.Count == 0 || node.Domain is not ("" or "ai.onnx"))
        {
            return null;
        }

        ConstantNode constant = new(node, opset, Place(node), [], budget);
        if (node.OpType == "Gather" && node.Input.Count == 2 && constant.Attributes.Integer("axis", 0) is 0 or -1
            && producers.TryGetValue(node.Input[0], out NodeProto? source) && source is { OpType: "Shape", Input.Count: 1 }
            && found[node.Input[1]] is ConstantValue.Known { Tensor: { IsWhole: true } indices }
            && Makers.Dimensions(new ConstantNode(source, opset, Place(source), [], budget), KnownShape(source.Input[0])) is { } all)
        {
            int?[] chosen = [.. indices.Integers.Select(i => i >= -all.Length && i < all.Length ? all[i < 0 ? i + all.Length : i] : null)];
            return Known(chosen, indices.Shape);
        }

        IReadOnlyList<int?>? shape = node.OpType is "Shape" or "Size" ? KnownShape(node.Input[0]) : null;
        return node.OpType == "Shape" && Makers.Dimensions(constant, shape) is { } dimensions ? Known(dimensions, [dimensions.Length])
            : node.OpType == "Size" && shape?.All(d => d is not null) == true
            ? new ConstantValue.Known(Makers.Size([.. shape.Select(d => d!.Value)])) : null;
    }

    private static ConstantValue.Known? Known(int?[] dimensions, int[] shape) => Array.TrueForAll(dimensions, d => d is not null)
        ? new ConstantValue.Known(ConstantTensor.Whole(OnnxType.Int64, shape, Array.ConvertAll(dimensions, d => (long)d!.Value))) : null;

    private IReadOnlyList<int?>? KnownShape(string name) => inputs.TryGetValue(name, out IReadOnlyList<int?>? declared) ? declared
        : ShapeOf(name);

    private void AddStored(string name, Func<ConstantValue> decode)
    {
        if (name.Length == 0)
        {
            throw new InputException($"{path}: an initializer has no name.");
        }

        if (!stored.TryAdd(name, decode))
        {
            throw new InputException($"{ElementDecoder.Place(path, name)}: the name stands twice among the initializers.");
        }
    }

    private static IReadOnlyList<int?>? Dimensions(TensorShapeProto? shape) =>
        shape is null ? null : [.. shape.Dim.Select(d => d.HasDimValue && d.DimValue is > 0 and <= int.MaxValue ? (int?)d.DimValue : null)];

    private string Place(NodeProto node) => OnnxNames.Place(path, node);
}
