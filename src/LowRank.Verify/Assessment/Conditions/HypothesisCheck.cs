using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Conditions;

/// <summary>Interprets the hypotheses of a statement on a network: the first that fails, in one line.</summary>
internal static class HypothesisCheck
{
    private static readonly string[] PositivelyHomogeneous = ["Relu", "LeakyRelu", "PRelu", "Abs"];

    private static readonly string[] Bounded = ["Tanh", "Sigmoid", "HardSigmoid", "Softsign", "Sin", "Cos", "Erf"];

    private static readonly string[] Smooth = ["Tanh", "Sigmoid", "Softplus", "Gelu", "Sin", "Cos", "Erf", "Silu", "Swish", "Mish",
        "Atan", "Asinh", "Identity"];

    private static readonly string[] Differentiable = [.. Smooth, "Softsign", "Celu"];

    /// <summary>Why the statement does not hold for the network, or null.</summary>
    public static string? ReasonAgainst(Hypotheses hypotheses, NetworkShape shape) =>
        (hypotheses.Network == NetworkClass.None ? null
            : shape.Obstacle
                ?? (hypotheses.AllowsBiases ? null : shape.Bias)
                ?? (hypotheses.AllowsResidual || shape.Residual is not { } branch ? null
                    : $"holds without residual branches; this network has '{branch}'")
                ?? ReasonAgainstClass(hypotheses.Network, shape)
                ?? ReasonAgainstDepth(hypotheses.Depth, shape.Layers.Count)
                ?? ReasonAgainstLayers(hypotheses.Layers, shape)
                ?? hypotheses.Activation.Select(word => ReasonAgainstActivations(word, shape.Between))
                    .FirstOrDefault(reason => reason is not null)
                ?? ReasonAgainstOutputs(hypotheses.Outputs, shape)
                ?? (hypotheses.StoredMatrices ? shape.Layers.Select(layer => layer.ReasonAgainstMatrix)
                    .FirstOrDefault(reason => reason is not null) : null)
                ?? (hypotheses.FinalScores ? ReasonAgainstMargins(shape) : null))
        ?? ReasonAgainstSample(hypotheses, shape);

    /// <summary>
    /// Why a statement that takes scores and data alone does not hold for a network that is run as a graph, or null. Statements about
    /// any class of functions put no condition on layers and allow biases and residual branches.
    /// </summary>
    public static string? ReasonAgainstScores(Hypotheses hypotheses, NetworkShape shape) =>
        hypotheses.Network != NetworkClass.None && (hypotheses.Network != NetworkClass.FeedForward || hypotheses.Activation.Count > 0
            || hypotheses.Layers.Count > 0 || hypotheses.Depth is not null || hypotheses.StoredMatrices || !hypotheses.AllowsBiases
            || !hypotheses.AllowsResidual) ? shape.Obstacle
        : (hypotheses.Network == NetworkClass.None ? null : ReasonAgainstOutputs(hypotheses.Outputs, shape))
            ?? ReasonAgainstSample(hypotheses, shape);

    private static string? ReasonAgainstSample(Hypotheses hypotheses, NetworkShape shape) =>
        hypotheses.Data.Select(word => ReasonAgainstData(word, shape)).FirstOrDefault(reason => reason is not null);

    /// <summary>Why margins on the data are not those of the network that the statement is about, or null.</summary>
    public static string? ReasonAgainstMargins(NetworkShape shape) => shape.Output.Steps.All(step => step.MovesOnly) ? null
        : $"the margins are of the scores after the final '{shape.Output.Kind}', and the statement is about the network before it";

    private static string? ReasonAgainstClass(NetworkClass network, NetworkShape shape) => network switch
    {
        NetworkClass.OneHiddenLayer when shape.Layers.Count != 2 =>
            $"holds for one hidden layer; this network has {shape.Layers.Count - 1}",
        NetworkClass.LinearModel when shape.Layers.Count != 1 => $"holds for linear models; this network has {shape.Layers.Count} layers",
        NetworkClass.LinearModel when !shape.Output.Steps.All(step => step.MovesOnly) =>
            $"holds for linear models; this network ends with '{shape.Output.Kind}'",
        _ => null,
    };

    private static string? ReasonAgainstDepth(string? depth, int layers) => depth switch
    {
        "1" when layers != 1 => $"holds for one layer; this network has {layers}",
        "2" when layers != 2 => $"holds for two layers; this network has {layers}",
        ">= 2" when layers < 2 => $"holds for two layers or more; this network has {layers}",
        _ => null,
    };

    private static string? ReasonAgainstLayers(IReadOnlyList<string> kinds, NetworkShape shape) =>
        kinds.Count == 0 || shape.Layers.FirstOrDefault(layer => !kinds.Contains(layer.Kind)) is not { } other ? null
        : other.Kind == "convolution" ? $"layer '{other.Name}' is a convolution, and this statement is about the matrices of dense layers"
        : $"layer '{other.Name}' is a dense layer, and this statement is about convolutions";

    private static string? ReasonAgainstActivations(string word, IReadOnlyList<Activation> between)
    {
        if (word == "linear")
        {
            return between.FirstOrDefault(activation => !activation.Steps.All(step => step.MovesOnly)) is { } bent
                ? $"holds for linear networks only; this one has {bent.Kind}" : null;
        }

        return between.FirstOrDefault(activation => !Is(word, activation)) is not { } other ? null : word switch
        {
            "relu" => $"holds for ReLU; this network has '{other.Kind}'",
            "positively-homogeneous" => $"the activation '{other.Kind}' is not known to be positively homogeneous",
            "zero-at-zero" => $"the activation '{other.Kind}' does not map 0 to 0",
            "elementwise" => $"the activation '{other.Kind}' does not act coordinate by coordinate",
            "lipschitz <= 1" when other.LipschitzSquared is not null => $"the activation '{other.Kind}' is not 1-Lipschitz",
            "lipschitz" or "lipschitz <= 1" => $"the activation '{other.Kind}' has no known Lipschitz constant",
            "values in [-1, 1]" => $"the activation '{other.Kind}' is not known to have values in [-1, 1]",
            _ => $"the activation '{other.Kind}' is not known to be {word}",
        };
    }

    private static bool Is(string word, Activation activation) => word switch
    {
        "relu" => activation.IsRelu,
        "zero-at-zero" => activation.PreservesZero,
        "elementwise" => activation.IsElementwise,
        "lipschitz" => activation.LipschitzSquared is not null,
        "lipschitz <= 1" => activation.LipschitzSquared is { } square && square <= Rational.One,
        "positively-homogeneous" => activation.Steps.All(step => step.MovesOnly || PositivelyHomogeneous.Contains(step.Kind)),
        "values in [-1, 1]" => activation.Steps.LastOrDefault(step => !step.MovesOnly) is { } last && Bounded.Contains(last.Kind),
        "differentiable" => activation.Steps.All(step => step.MovesOnly || Differentiable.Contains(step.Kind)),
        "smooth" => activation.Steps.All(step => step.MovesOnly || Smooth.Contains(step.Kind)),
        _ => false,
    };

    private static string? ReasonAgainstOutputs(string? outputs, NetworkShape shape) =>
        (outputs, shape.Obstacle is null ? shape.Layers[^1].Outputs : shape.Scores) switch
    {
        ("1", not 1 and { } many) => $"holds for one output; this network has {many}",
        ("classes", 1) => "is about the scores of two classes or more; this network has one output",
        _ => null,
    };

    private static string? ReasonAgainstData(string word, NetworkShape shape) => word switch
    {
        "labelled" => shape.HasLabels ? null : "needs labelled data (--data and --labels)",
        "norm <= 1" => shape.Inputs.MaximumNorm <= Rational.One ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"holds for inputs of norm at most 1; the largest here is {shape.Inputs.MaximumNorm.ToDouble():g6}"),
        _ => shape.Inputs.MinimumNorm is not { } least ? "holds for inputs of norm 1 (--data)"
            : Near(least) && Near(shape.Inputs.MaximumNorm) ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"holds for inputs of norm 1; here they are between {least.ToDouble():g6} and {shape.Inputs.MaximumNorm.ToDouble():g6}"),
    };

    /// <summary>Within the rounding of normalising to length 1 in float32: squares of rounded entries err by 2^-23 relative.</summary>
    private static bool Near(Rational norm) => Rational.Abs(norm - Rational.One) <= Rational.Of(Math.ScaleB(1, -22));
}
