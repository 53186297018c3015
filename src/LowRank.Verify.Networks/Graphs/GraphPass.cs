using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Runs the nodes of a graph in order on one batch. What follows from shapes and integers alone is evaluated exactly; values are dropped
/// after their last use.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
internal abstract class GraphPass<T>
    where T : GraphTensor
{
    // Reals up to so many entries are evaluated as constants: they stand for sizes and scales.
    private const int MostConstantReals = 64;

    private readonly NetworkGraph graph;
    private readonly GraphArithmetic<T> arithmetic;
    private readonly Dictionary<string, T> lifted = new(StringComparer.Ordinal);

    /// <param name="graph">The graph.</param>
    /// <param name="arithmetic">Its numbers.</param>
    /// <param name="mayStop">True for a pass over what can be run of a graph that cannot be run to its end.</param>
    protected GraphPass(NetworkGraph graph, GraphArithmetic<T> arithmetic, bool mayStop = false)
    {
        this.graph = graph.Obstacle is null || mayStop ? graph
            : throw new InputException($"the network cannot be run: {graph.Obstacle}.");
        this.arithmetic = arithmetic;
    }

    /// <summary>The values of the given names, for a batch of every input.</summary>
    /// <exception cref="InputException">An operator does not fit its input, or is not defined on it; the node is named.</exception>
    public Dictionary<string, T> Run(IReadOnlyDictionary<string, ConstantTensor> inputs, IReadOnlyCollection<string> wanted)
    {
        GraphOperators<T> operators = new(arithmetic, graph.Path, graph.Opset);
        Dictionary<string, GraphValue<T>> values = new(StringComparer.Ordinal);
        foreach ((string name, ConstantTensor input) in inputs)
        {
            values.Add(name, input.IsWhole ? GraphValue<T>.Of(input) : GraphValue<T>.Of(arithmetic.Lift(input)));
        }

        HashSet<string> kept = [.. wanted];
        Dictionary<string, int> lastUse = new(StringComparer.Ordinal);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (string name in graph.Nodes[i].Proto.Input)
            {
                lastUse[name] = i;
            }
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode node = graph.Nodes[i];
            try
            {
                Visit(node, operators, values);
            }
            catch (InputException e) when (PassesOver(node, e))
            {
                // What follows from its outputs is passed over as well.
            }

            foreach (string name in node.Proto.Input.Where(name => lastUse[name] == i && !kept.Contains(name)))
            {
                values.Remove(name);
            }

            if (kept.All(values.ContainsKey))
            {
                break;
            }
        }

        return kept.ToDictionary(name => name, name => Numbers(name, values.TryGetValue(name, out GraphValue<T>? value) ? value
            : Stored(name) ?? throw new InputException($"{graph.Path}: nothing makes the value '{FileText.Short(name)}'.")));
    }

    /// <summary>Checks the numbers that a node gives.</summary>
    protected abstract T Checked(T value, GraphNode node);

    /// <summary>True where the pass goes on without the outputs of a node that failed.</summary>
    protected virtual bool PassesOver(GraphNode node, InputException failure) => false;

    /// <summary>Takes note of a node that is about to be evaluated.</summary>
    protected virtual void Enter(GraphNode node, IReadOnlyList<GraphValue<T>?> inputs)
    {
    }

    /// <summary>What else is to be said where an operator is not defined on its inputs.</summary>
    protected virtual string Aside(IEnumerable<T> inputs) => string.Empty;

    private void Visit(GraphNode node, GraphOperators<T> operators, Dictionary<string, GraphValue<T>> values)
    {
        GraphValue<T>?[] inputs = [.. node.Proto.Input.Select(name => name.Length == 0 ? null
            : values.TryGetValue(name, out GraphValue<T>? value) ? value : Stored(name)
            ?? throw node.Failure($"its input '{FileText.Short(name)}' is not known"))];
        IReadOnlyList<GraphValue<T>> results;
        Enter(node, inputs);
        try
        {
            results = Constants(node, operators, inputs)
                ?? operators.Apply(node, inputs, slot => Numbers(node.Proto.Input[slot], inputs[slot]!));
        }
        catch (Exception e) when (e is ConstantFailure or GraphDomainException)
        {
            throw node.Failure(e.Message + Aside(inputs.Select(input => input?.Tensor).OfType<T>()));
        }

        for (int i = 0; i < node.Proto.Output.Count && i < results.Count; i++)
        {
            if (node.Gives(i))
            {
                values[node.Proto.Output[i]] = results[i].Tensor is { } tensor ? GraphValue<T>.Of(Checked(tensor, node)) : results[i];
            }
        }
    }

    private IReadOnlyList<GraphValue<T>>? Constants(GraphNode node, GraphOperators<T> operators, GraphValue<T>?[] inputs)
    {
        if (node.Kind is "Shape" or "Size")
        {
            int[] shape = inputs[0]!.Shape;
            return [GraphValue<T>.Of(node.Kind == "Size" ? Makers.Size(shape) : Makers.Shape(operators.Constant(node, []), shape))];
        }

        if (inputs.Any(input => input is not null && input.Constant is null)
            || inputs.Sum(input => input?.Constant is { IsWhole: false } reals && node.Kind != "Gather" ? reals.Count : 0)
                > MostConstantReals)
        {
            return null;
        }

        try
        {
            ConstantValue[] results = ConstantOperators.Evaluate(operators.Constant(node, [.. inputs.Select(i => i?.Constant)]),
                graph.Path);

            // What is rounded here is better known to the pass.
            return results.Any(r => r is not ConstantValue.Known { Tensor.IsExact: true })
                && GraphOperatorNames.ReasonAgainst(node.Proto) is null
                && node.Kind is not ("Range" or "Constant" or "ConstantOfShape") ? null
                : [.. results.Cast<ConstantValue.Known>().Select(known => GraphValue<T>.Of(known.Tensor))];
        }
        catch (ConstantFailure) when (inputs.Any(input => input?.Constant is { IsWhole: false }))
        {
            return null; // the pass's own operators may know it
        }
    }

    private GraphValue<T>? Stored(string name) => graph.Constants.Tensor(name) is { } constant ? GraphValue<T>.Of(constant) : null;

    private T Numbers(string name, GraphValue<T> value)
    {
        if (value.Tensor is { } tensor)
        {
            return tensor;
        }

        if (!graph.Constants.IsStored(name))
        {
            return arithmetic.Lift(value.Constant!);
        }

        return lifted.TryGetValue(name, out T? known) ? known : lifted[name] = arithmetic.Lift(value.Constant!);
    }
}
