namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// A model's graph with its local functions put in place of the nodes that call them, and the branch of every If whose condition is a
/// constant in place of the If. Values inside get the name of the node in front. What another node's own graphs take from outside is
/// added to the node's inputs, so that a walk sees on what the node depends.
/// </summary>
internal sealed class OnnxInlining
{
    /// <summary>Most nodes: functions that call each other may double a graph with every line.</summary>
    private const int MostNodes = 1 << 17;

    /// <summary>Most calls or branches inside each other.</summary>
    private const int MostDepth = 128;

    private readonly string path;
    private readonly ModelProto model;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private int count;

    private OnnxInlining(string path, ModelProto model)
    {
        this.path = path;
        this.model = model;
        foreach (FunctionProto function in model.Functions)
        {
            if (!functions.TryAdd((function.Domain, function.Name, function.Overload), function))
            {
                throw new InputException($"{path}: the function '{FileText.Short(function.Name)}' is defined twice.");
            }
        }
    }

    /// <summary>True where the model has nothing to put in place.</summary>
    public static bool IsFlat(ModelProto model) => model.Functions.Count == 0
        && !model.Graph.Node.Any(node => node.Attribute.Any(attribute => attribute.G is not null));

    /// <summary>The version of ONNX's operators that the model asks for.</summary>
    public static long Opset(ModelProto model)
    {
        OperatorSetIdProto? Own(IEnumerable<OperatorSetIdProto> imports) => imports.FirstOrDefault(o => o.Domain is "" or "ai.onnx");
        return (Own(model.OpsetImport) ?? model.Functions.Select(f => Own(f.OpsetImport)).FirstOrDefault(o => o is not null))?.Version ?? 1;
    }

    /// <summary>Changes the model's graph as described.</summary>
    /// <exception cref="InputException">A function calls itself, or what is put in place contradicts itself.</exception>
    public static void Flatten(string path, long fileLength, ModelProto model)
    {
        if (!IsFlat(model))
        {
            new OnnxInlining(path, model).Run(fileLength);
        }
    }

    private void Run(long fileLength)
    {
        GraphProto graph = model.Graph;
        names.UnionWith(graph.Node.SelectMany(n => n.Output).Concat(graph.Initializer.Select(t => t.Name))
            .Concat(graph.Input.Select(i => i.Name)));
        Replace(graph, graph.Node.SelectMany(node => Called(node, [])));
        bool changed = true;
        for (int depth = 0; changed; depth++)
        {
            if (depth > MostDepth)
            {
                throw new InputException($"{path}: more than {MostDepth} branches stand inside each other.");
            }

            OnnxConstants constants = new(path, fileLength, graph, Opset(model));
            Dictionary<NodeProto, GraphProto> decided = new(ReferenceEqualityComparer.Instance);
            foreach (NodeProto node in graph.Node.Where(node => node.OpType == "If" && node.Domain is "" or "ai.onnx"))
            {
                if (node.Input.Count > 0 && constants.Tensor(node.Input[0]) is { IsWhole: true, Count: 1 } condition
                    && new OnnxAttributes(node, OnnxNames.Place(path, node))
                        .Graph(condition.Integers[0] != 0 ? "then_branch" : "else_branch") is { } branch)
                {
                    decided.Add(node, branch);
                }
            }

            changed = decided.Count > 0;
            Replace(graph, graph.Node.SelectMany(node =>
                decided.TryGetValue(node, out GraphProto? branch) ? Branch(graph, node, branch) : [node]));
        }

        foreach (NodeProto node in graph.Node)
        {
            HashSet<string> own = new(node.Input, StringComparer.Ordinal);
            node.Input.AddRange(node.Attribute.Where(a => a.G is not null).SelectMany(a => OnnxRenaming.Captured(a.G))
                .Where(name => names.Contains(name) && own.Add(name)).ToList());
        }
    }

    private static void Replace(GraphProto graph, IEnumerable<NodeProto> nodes)
    {
        List<NodeProto> result = [.. nodes];
        graph.Node.Clear();
        graph.Node.AddRange(result);
    }

    /// <summary>The node itself, or the nodes of the function that it calls.</summary>
    private List<NodeProto> Called(NodeProto node, HashSet<FunctionProto> active)
    {
        if (++count > MostNodes && functions.Count > 0)
        {
            throw new InputException($"{path}: its functions make more than {MostNodes} nodes.");
        }

        if (!functions.TryGetValue((node.Domain, node.OpType, node.Overload), out FunctionProto? function))
        {
            return [node];
        }

        string place = OnnxNames.Place(path, node);
        if (active.Count >= MostDepth)
        {
            throw new InputException($"{place}: more than {MostDepth} functions call each other.");
        }

        if (!active.Add(function))
        {
            throw new InputException($"{place}: the function '{FileText.Short(function.Name)}' calls itself.");
        }

        if (node.Input.Count > function.Input.Count || node.Output.Count > function.Output.Count)
        {
            throw new InputException($"{place}: it has more inputs or outputs than the function '{FileText.Short(function.Name)}'.");
        }

        OnnxRenaming renaming = new(Prefix(node), names, OnnxRenaming.Attributes(node, function));
        for (int i = 0; i < function.Input.Count; i++)
        {
            renaming.Map(function.Input[i], i < node.Input.Count ? node.Input[i] : string.Empty, place);
        }

        Dictionary<string, string> passed = new(StringComparer.Ordinal);
        for (int i = 0; i < node.Output.Count; i++)
        {
            // An output that is an input, or that stands twice, is passed on by a node of its own.
            if (node.Output[i].Length > 0 && !renaming.TryMap(function.Output[i], node.Output[i]))
            {
                passed.Add(node.Output[i], function.Output[i]);
            }
        }

        List<NodeProto> body = [.. function.Node.Select(renaming.Renamed)];
        body.AddRange(passed.Select(pair => Passing(renaming.Name(pair.Value), pair.Key)));
        List<NodeProto> result = [.. body.SelectMany(inner => Called(inner, active))];
        active.Remove(function);
        return result;
    }

    private List<NodeProto> Branch(GraphProto graph, NodeProto node, GraphProto branch)
    {
        string place = OnnxNames.Place(path, node);
        if (branch.Output.Count < node.Output.Count)
        {
            throw new InputException($"{place}: its branch has {branch.Output.Count} outputs for {node.Output.Count}.");
        }

        OnnxRenaming renaming = new(Prefix(node), names, new Dictionary<string, AttributeProto?>());
        HashSet<string> made = [.. branch.Node.SelectMany(n => n.Output)];
        List<(string From, string To)> passed = [];
        for (int i = 0; i < node.Output.Count; i++)
        {
            string inner = branch.Output[i].Name;
            if (node.Output[i].Length > 0 && (!made.Contains(inner) || !renaming.TryMap(inner, node.Output[i])))
            {
                passed.Add((inner, node.Output[i]));
            }
        }

        foreach (TensorProto tensor in branch.Initializer)
        {
            TensorProto moved = tensor.Clone();
            moved.Name = renaming.Define(tensor.Name);
            graph.Initializer.Add(moved);
        }

        foreach (SparseTensorProto sparse in branch.SparseInitializer.Where(sparse => sparse.Values is not null))
        {
            SparseTensorProto moved = sparse.Clone();
            moved.Values.Name = renaming.Define(sparse.Values.Name);
            graph.SparseInitializer.Add(moved);
        }

        foreach (string output in made.Where(o => o.Length > 0))
        {
            renaming.Define(output);
        }

        List<NodeProto> body = [.. branch.Node.Select(renaming.Renamed)];
        body.AddRange(passed.Select(pair => Passing(renaming.Name(pair.From), pair.To)));
        return [.. body.SelectMany(inner => Called(inner, []))];
    }

    private static NodeProto Passing(string from, string to)
    {
        NodeProto node = new() { OpType = "Identity", Name = to };
        node.Input.Add(from);
        node.Output.Add(to);
        return node;
    }

    private static string Prefix(NodeProto node) => (node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? node.OpType) + "/";
}
