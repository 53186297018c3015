namespace LowRank.Verify.Networks;

/// <summary>Layers and operators in the order in which they are applied, put together into a network.</summary>
internal sealed class LayerChain
{
    private readonly List<object> items = [];
    private readonly List<string> notUnderstood = [];
    private int? before;

    public IReadOnlyList<string> NotUnderstood => notUnderstood;

    public List<string> Notes { get; } = [];

    /// <summary>Kinds of the operators after the last layer that are left out.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>The value in the file that the operators left out start from.</summary>
    public string? ScoresTensor { get; set; }

    /// <summary>Whether a layer takes or gives samples as columns.</summary>
    public bool HasSamplesAsColumns { get; set; }

    /// <summary>The element type of the input as the file declares it.</summary>
    public string? InputType { get; set; }

    /// <summary>The input's dimensions as the file declares them, samples first.</summary>
    public IReadOnlyList<int?>? InputShape { get; set; }

    public bool EndsWithLayer => items.Count > 0 && items[^1] is Layer;

    public Layer? Last => items.Count > 0 ? items[^1] as Layer : null;

    public IEnumerable<ActivationStep> Steps => items.OfType<ActivationStep>();

    /// <summary>Removes and returns the operators at the very end for which the condition holds, last first.</summary>
    public List<ActivationStep> TakeTrailing(Func<ActivationStep, bool> condition)
    {
        List<ActivationStep> taken = [];
        while (items.Count > 0 && items[^1] is ActivationStep step && condition(step))
        {
            taken.Add(step);
            items.RemoveAt(items.Count - 1);
        }

        return taken;
    }

    /// <summary>Says what is not understood; the first counts the layers before it.</summary>
    public void Fail(string what)
    {
        before ??= items.Count(item => item is Layer);
        notUnderstood.Add(what);
    }

    public void Add(Layer layer) => items.Add(layer);

    public void Add(ActivationStep step) => items.Add(step);

    public void ReplaceLast(Layer layer) => items[^1] = layer;

    /// <summary>The bias, or null and a note when every entry is 0, which is no bias.</summary>
    public double[]? NonzeroBias(string source, string name, double[] values)
    {
        if (Array.Exists(values, v => v != 0))
        {
            return values;
        }

        Notes.Add($"{source}: the bias '{name}' is 0 in every entry and is left out");
        return null;
    }

    /// <summary>The network: operators gathered between layers, dense layers with nothing between them merged.</summary>
    public Network Build(string source)
    {
        List<Layer> layers = [];
        List<List<ActivationStep>> between = [[]];
        foreach (object item in items)
        {
            if (item is ActivationStep step)
            {
                between[^1].Add(step);
                continue;
            }

            Layer layer = (Layer)item;
            if (layers.Count > 0 && Merge(layers[^1], layer, between[^1]) is { } merged)
            {
                layers[^1] = merged;
                between[^1].Clear();
            }
            else
            {
                layers.Add(layer);
                between.Add([]);
            }
        }

        for (int i = 1; i < layers.Count; i++)
        {
            CheckDimensions(source, layers[i - 1], layers[i]);
        }

        return new Network(layers, [.. between.Skip(1).Take(Math.Max(0, layers.Count - 1)).Select(s => new Activation(s))], notUnderstood,
            Notes)
        {
            LayersUnderstood = Math.Min(before ?? layers.Count, layers.Count),
            InputActivation = new Activation(between[0]),
            OutputActivation = layers.Count == 0 ? Activation.None : new Activation(between[^1]),
            LeftOut = LeftOut,
            ScoresTensor = ScoresTensor,
            InputType = InputType,
            HasSamplesAsColumns = HasSamplesAsColumns,
            Source = source,
            InputShape = InputShape,
        };
    }

    private static FactoredLayer? Merge(Layer before, Layer after, List<ActivationStep> steps)
    {
        // Renumbering that keeps the length of a dense layer's output keeps its order too (row-major flattening).
        if (before.WeightRadius > 0 || after.WeightRadius > 0)
        {
            return null;
        }

        if (steps.Exists(s => !s.MovesOnly || s.Kind == "Transpose") || after is not DenseLayer second
            || second.InputDimension != before.OutputDimension)
        {
            return null;
        }

        List<DenseLayer>? parts = before switch
        {
            DenseLayer first => [first],
            FactoredLayer factored => [.. factored.Parts],
            _ => null,
        };
        return parts is null ? null : new FactoredLayer($"{before.Name} + {second.Name}", [.. parts, second]);
    }

    private void CheckDimensions(string source, Layer before, Layer after)
    {
        // Between convolutions pooling may stand, which changes the count; the graph's own shapes are checked while it is walked.
        if (before is not ConvolutionLayer && after is not ConvolutionLayer && before.OutputDimension != after.InputDimension
            && NotUnderstood.Count == 0)
        {
            Fail(
                $"{source}: layer '{before.Name}' gives {before.OutputDimension} numbers, but layer '{after.Name}' takes "
                + $"{after.InputDimension}: they do not follow each other");
        }
    }
}
