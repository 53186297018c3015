namespace LowRank.Verify.Catalogue;

/// <summary>
/// What a network and its data must be for a statement to hold, as the statement's file says it. A key that is missing puts no condition;
/// biases and residual branches are the exceptions: a statement about networks has none unless it allows them.
/// </summary>
public sealed record Hypotheses
{
    /// <summary>No condition: the statement is not about a network.</summary>
    public static Hypotheses None { get; } = new();

    /// <summary>The kind of network.</summary>
    public NetworkClass Network { get; init; }

    /// <summary>What every activation between layers must be; words of <see cref="HypothesisWords.Activation"/>.</summary>
    public IReadOnlyList<string> Activation { get; init; } = [];

    /// <summary>The kinds of layers that the statement is about; empty for all.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>The number of layers, where the statement fixes it.</summary>
    public string? Depth { get; init; }

    /// <summary>"1", "each" (stated for one output, holds for each coordinate alone) or "classes"; null for any.</summary>
    public string? Outputs { get; init; }

    /// <summary>True where each layer must be one stored matrix.</summary>
    public bool StoredMatrices { get; init; }

    /// <summary>True where layers may have biases.</summary>
    public bool AllowsBiases { get; init; }

    /// <summary>True where there may be residual branches.</summary>
    public bool AllowsResidual { get; init; }

    /// <summary>True where margins are of the scores that the last layer gives, so that no operator may follow it.</summary>
    public bool FinalScores { get; init; }

    /// <summary>What the sample must be; words of <see cref="HypothesisWords.Data"/>.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>What no program reads off a file, one sentence each.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>Keys and values as the file has them, one line each.</summary>
    public IEnumerable<(string Key, string Text)> Lines
    {
        get
        {
            (string Key, string Text)[] all =
            [
                ("network", HypothesisWords.Networks.First(word => word.Value == Network).Key),
                ("activation", string.Join(", ", Activation)),
                ("layers", string.Join(", ", Layers)),
                ("depth", Depth ?? string.Empty),
                ("outputs", Outputs ?? string.Empty),
                ("matrices", StoredMatrices ? "stored" : string.Empty),
                ("biases", AllowsBiases ? "allowed" : string.Empty),
                ("residual", AllowsResidual ? "allowed" : string.Empty),
                ("scores", FinalScores ? "final" : string.Empty),
                ("data", string.Join(", ", Data)),
            ];
            return [.. all.Where(line => line.Text.Length > 0), .. Further.Select(sentence => ("further", sentence))];
        }
    }

    /// <summary>
    /// The conditions of <paramref name="other"/> that do not follow from these, as "key: text": a comparison of two statements under these
    /// hypotheses compares numbers, while the other one claims nothing.
    /// </summary>
    public IEnumerable<string> NotImplied(Hypotheses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        HashSet<string> mine = [.. Activation.SelectMany(HypothesisWords.ImpliedBy)];
        return
        [
            .. other.Network > Network
                ? [$"network: {HypothesisWords.Networks.First(word => word.Value == other.Network).Key}"] : Array.Empty<string>(),
            .. other.Activation.Where(word => !mine.Contains(word)).Select(word => $"activation: {word}"),
            .. other.Layers.Count > 0 && (Layers.Count == 0 || Layers.Except(other.Layers).Any())
                ? [$"layers: {string.Join(", ", other.Layers)}"] : Array.Empty<string>(),
            .. other.Depth is { } depth && depth != Depth ? [$"depth: {depth}"] : Array.Empty<string>(),
            .. other.Outputs is { } outputs && outputs != Outputs && outputs != "each" ? [$"outputs: {outputs}"] : Array.Empty<string>(),
        ];
    }
}

/// <summary>The kind of network that a statement is about; each is a case of the one before it.</summary>
public enum NetworkClass
{
    /// <summary>Not about a network.</summary>
    None,

    /// <summary>Layers and activations.</summary>
    FeedForward,

    /// <summary>Two layers with an activation between them.</summary>
    OneHiddenLayer,

    /// <summary>One linear layer, nothing else.</summary>
    LinearModel,
}

/// <summary>The words of hypotheses in oracle files.</summary>
public static class HypothesisWords
{
    /// <summary>Kinds of networks.</summary>
    public static IReadOnlyDictionary<string, NetworkClass> Networks { get; } = new Dictionary<string, NetworkClass>(StringComparer.Ordinal)
    {
        ["none"] = NetworkClass.None, ["feed-forward"] = NetworkClass.FeedForward, ["one-hidden-layer"] = NetworkClass.OneHiddenLayer,
            ["linear-model"] = NetworkClass.LinearModel,
    };

    /// <summary>What an activation must be.</summary>
    public static IReadOnlyList<string> Activation { get; } =
    [
        "linear", "relu", "positively-homogeneous", "zero-at-zero", "elementwise", "lipschitz", "lipschitz <= 1", "values in [-1, 1]",
            "differentiable", "smooth",
    ];

    /// <summary>Kinds of layers.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["dense", "convolution"];

    /// <summary>Numbers of layers.</summary>
    public static IReadOnlyList<string> Depths { get; } = ["1", "2", ">= 2"];

    /// <summary>Outputs.</summary>
    public static IReadOnlyList<string> Outputs { get; } = ["1", "each", "classes"];

    /// <summary>What the sample must be.</summary>
    public static IReadOnlyList<string> Data { get; } = ["labelled", "norm <= 1", "unit-norm"];

    /// <summary>The word and what follows from it.</summary>
    internal static IEnumerable<string> ImpliedBy(string word) => word switch
    {
        "linear" => Activation,
        "relu" => ["relu", "positively-homogeneous", "zero-at-zero", "elementwise", "lipschitz", "lipschitz <= 1"],
        "positively-homogeneous" => ["positively-homogeneous", "zero-at-zero"],
        "lipschitz <= 1" => ["lipschitz <= 1", "lipschitz"],
        "smooth" => ["smooth", "differentiable"],
        _ => [word],
    };
}
