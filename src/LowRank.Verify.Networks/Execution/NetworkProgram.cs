namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// A network as steps that can be run on batches: the affine layers with their biases, and what stands between them. It ends with the
/// scores: a final Softmax or ArgMax is left out, as it is in the bounds.
/// </summary>
public sealed class NetworkProgram
{
    private NetworkProgram(IReadOnlyList<ProgramStep> steps, int? inputLength, int outputLength, IReadOnlyList<int?>? inputShape) =>
        (Steps, InputLength, OutputLength, InputShape) = (steps, inputLength, outputLength, inputShape);

    /// <summary>The steps in the order in which they are applied.</summary>
    internal IReadOnlyList<ProgramStep> Steps { get; }

    /// <summary>Numbers of one sample; null where the file leaves it open.</summary>
    public int? InputLength { get; }

    /// <summary>The input's dimensions as the file declares them, samples first; null where it does not.</summary>
    public IReadOnlyList<int?>? InputShape { get; }

    /// <summary>Numbers that the network gives for one sample.</summary>
    public int OutputLength { get; }

    /// <summary>Name of the first step whose enclosure is not known, with its operator; null where all are.</summary>
    public string? WithoutEnclosure => Steps.OfType<ProgramStep.Operation>()
        .Where(step => step.Does is StepOperation.Scalar { Function.HasEnclosure: false })
        .Select(step => $"node '{step.Name}' ({step.Kind})")
        .FirstOrDefault();

    /// <summary>
    /// Nodes between the layers that hold numbers of the file, with their operators: constants here, by which nothing is differentiated.
    /// </summary>
    public IEnumerable<string> Constants => Steps.OfType<ProgramStep.Operation>()
        .Where(step => step.Does is StepOperation.Normalise or StepOperation.WithConstant || step.Kind == "PRelu")
        .Select(step => $"'{step.Name}' ({step.Kind})");

    /// <summary>The program of a network.</summary>
    /// <exception cref="InputException">An operator was not understood or cannot be run; it is named.</exception>
    public static NetworkProgram Of(Network network, string path) => ReasonAgainst(network) is { } reason
        ? throw new InputException($"{path}: the network cannot be run: {reason}.")
        : Build(network);

    /// <summary>Why the network cannot be run, naming the operator, or null.</summary>
    public static string? ReasonAgainst(Network network)
    {
        if (network.NotUnderstoodText is { } text)
        {
            return text;
        }

        if (network.Layers.Count == 0)
        {
            return "it has no layers";
        }

        if (network.Layers.FirstOrDefault(layer => layer.WeightRadius > 0) is { } computed)
        {
            return $"the weights of layer '{computed.Name}' are computed from stored numbers and no array of doubles; their norms are "
                + $"certified, running them is not";
        }

        if (network.Layers.OfType<ConvolutionLayer>()
            .FirstOrDefault(layer => layer.Geometry is not { InputSpatial: not null, OutputSpatial: not null }) is { } open)
        {
            return $"the file does not say how the kernel of layer '{open.Name}' moves, or over which image";
        }

        ActivationStep? unknown = Activations(network).SelectMany(activation => activation.Steps)
            .FirstOrDefault(step => step.Operation is null);
        return unknown is null ? null
            : unknown.Kind == "assumed" ? "the file holds weights only and does not say its activations; --activation relu names them"
            : $"node '{unknown.Name}' ({unknown.Kind}) cannot be run from what the file fixes";
    }

    private static IEnumerable<Activation> Activations(Network network) =>
        network.Activations.Prepend(network.InputActivation).Append(network.OutputActivation);

    private static NetworkProgram Build(Network network)
    {
        List<ProgramStep> steps = [.. Operations(network.InputActivation)];
        for (int i = 0; i < network.Layers.Count; i++)
        {
            steps.AddRange(network.Layers[i] switch
            {
                DenseLayer dense => [new ProgramStep.Dense(dense)],
                FactoredLayer factored => factored.Parts.Select(part => new ProgramStep.Dense(part)),
                ConvolutionLayer convolution => [new ProgramStep.Convolution(convolution, ConvolutionPlan.Of(convolution))],
                _ => throw new InvalidOperationException($"Layer '{network.Layers[i].Name}' is of an unknown kind."),
            });
            steps.AddRange(Operations(i < network.Activations.Count ? network.Activations[i] : network.OutputActivation));
        }

        int? input = null, length = null;
        foreach (ProgramStep step in steps)
        {
            (int? takes, int? gives) = Lengths(step, length);
            if (takes is { } t && length is { } l && t != l)
            {
                throw new InputException($"layer or node '{step.Name}' takes {t} numbers, but what stands before it gives {l}.");
            }

            input ??= takes;
            length = gives ?? length;
        }

        return new NetworkProgram(steps, input, length ?? 0, network.InputShape);
    }

    private static IEnumerable<ProgramStep> Operations(Activation activation) =>
        activation.Steps.Where(step => step.Operation is not StepOperation.Same)
            .Select(step => new ProgramStep.Operation(step.Name, step.Kind, step.Operation!));

    /// <summary>Numbers that a step takes and gives; null where they do not depend on it.</summary>
    private static (int? Takes, int? Gives) Lengths(ProgramStep step, int? before) => step switch
    {
        ProgramStep.Dense dense => (dense.Layer.InputDimension, dense.Layer.OutputDimension),
        ProgramStep.Convolution convolution => (convolution.Plan.InputLength, convolution.Layer.OutputDimension),
        ProgramStep.Operation { Does: StepOperation.Gather gather } => (gather.InputLength, gather.Source.Length),
        ProgramStep.Operation { Does: StepOperation.Window window } => (window.InputLength, window.Inside.Length),
        ProgramStep.Operation { Does: StepOperation.WithConstant { Values.Length: > 1 } constant } =>
            (constant.Values.Length, constant.Values.Length),
        ProgramStep.Operation { Does: StepOperation.Normalise normalise } when before is { } n && n % normalise.Scale.Length != 0 =>
            throw new InputException(
                $"node '{step.Name}' normalises {normalise.Scale.Length} channels, which do not divide the {n} numbers before it."),
        _ => (null, null),
    };
}
