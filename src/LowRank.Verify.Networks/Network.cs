namespace LowRank.Verify.Networks;

/// <summary>A feed-forward network as its file describes it.</summary>
/// <param name="Layers">The affine layers, from the input on.</param>
/// <param name="Activations">Activations[i] stands between Layers[i] and Layers[i + 1]: one fewer than layers.</param>
/// <param name="NotUnderstood">
/// What was not understood: node or tensor, operator and reason. While this is not empty the layers are not known to be the whole
/// network in a chain, and no bound of the network follows from them.
/// </param>
/// <param name="Notes">What was assumed or left out knowingly.</param>
public sealed record Network(IReadOnlyList<Layer> Layers, IReadOnlyList<Activation> Activations, IReadOnlyList<string> NotUnderstood,
    IReadOnlyList<string> Notes)
{
    /// <summary>What stands before the first layer.</summary>
    public Activation InputActivation { get; init; } = Activation.None;

    /// <summary>What stands after the last layer, a final Softmax, LogSoftmax, Sigmoid or ArgMax left out (and noted).</summary>
    public Activation OutputActivation { get; init; } = Activation.None;

    /// <summary>The file.</summary>
    internal string Source { get; init; } = string.Empty;

    /// <summary>The input's dimensions as the file declares them, samples first; null where it does not.</summary>
    internal IReadOnlyList<int?>? InputShape { get; init; }

    /// <summary>How many of the layers stand before the first thing that was not understood; all where everything was.</summary>
    public int LayersUnderstood { get; init; }

    /// <summary>The first thing that was not understood, without the file's name; null where everything was. What follows from it is left
    /// out.</summary>
    public string? NotUnderstoodText => NotUnderstood.Count == 0 ? null
        : $"not understood: {(NotUnderstood[0].StartsWith(Source + ": ", StringComparison.Ordinal) ? NotUnderstood[0][(Source.Length + 2)..]
            : NotUnderstood[0])}";

    /// <summary>The operators after the last layer that were left out: Softmax and the like. What is run here ends before them.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>
    /// In an ONNX file from which operators were left out: the value that they start from, the scores. Null for all others.
    /// </summary>
    internal string? ScoresTensor { get; init; }

    /// <summary>True where a layer takes or gives samples as columns; every array here has them as rows.</summary>
    internal bool HasSamplesAsColumns { get; init; }

    /// <summary>The element type of an ONNX file's input; null where it is not declared.</summary>
    internal string? InputType { get; init; }
}
