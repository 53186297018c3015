using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Statements;

/// <summary>
/// A network as statements without biases and normalisations see it: batch normalisations are folded into the layers
/// before them, biases carried by constant coordinates. Runs and Jacobians use the network as it is stored.
/// </summary>
public sealed record StatementNetwork
{
    /// <summary>The network whose layers statements speak of; biases stand in it only where <see cref="Bias"/> says so.</summary>
    public required Network Network { get; init; }

    /// <summary>The network as it is stored: what is run and differentiated.</summary>
    public required Network Stored { get; init; }

    /// <summary>The same before biases were carried: what counts of parameters are about.</summary>
    public required Network WithBiases { get; init; }

    /// <summary>Why the biases stand, in words; null where there are none or all are carried.</summary>
    public string? Bias { get; init; }

    /// <summary>For each layer how many constant coordinates enter it; empty where none do.</summary>
    public IReadOnlyList<int> ConstantCoordinates { get; init; } = [];

    /// <summary>True where biases are carried by constant coordinates.</summary>
    public bool Carries => ConstantCoordinates.Count > 0;

    /// <summary>Constant coordinates of the input.</summary>
    public int OnesOfInput => Carries ? ConstantCoordinates[0] : 0;

    /// <summary>What was done, one sentence each.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>The network of a file for statements.</summary>
    /// <param name="network">As it is stored.</param>
    /// <param name="isKnown">True where all of its layers and operators are known; else nothing is done to it.</param>
    /// <param name="carries">Whether constant coordinates are wanted: null where biases decide.</param>
    /// <returns>The network, with what was done and what could not be.</returns>
    public static StatementNetwork Of(Network network, bool isKnown, bool? carries = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!isKnown)
        {
            return new StatementNetwork { Network = network, WithBiases = network, Stored = network };
        }

        Network folded = NormalisationFolding.Fold(network);
        List<string> said = [];
        if (folded.Layers.Any(layer => layer.WeightRadius > 0 && !network.Layers.Contains(layer)))
        {
            said.Add("batch normalisations are folded into the layers before them, whose entries are then known to within the rounding of "
                + "the product: every norm holds for the exact one");
        }

        StatementNetwork plain = new() { Network = folded, WithBiases = folded, Stored = network, Said = said };
        if (!(carries ?? folded.Layers.Any(layer => layer.HasBias)))
        {
            return folded.Layers.FirstOrDefault(layer => layer.HasBias) is { } biased
                ? plain with { Bias = $"layer '{biased.Name}' has a bias" } : plain;
        }

        (CarriedNetwork? carried, string? reason) = BiasCarrier.Carry(folded);
        return carried is null ? plain with { Bias = reason } : plain with
        {
            Network = carried.Network,
            ConstantCoordinates = carried.Ones,
            Said =
            [
                .. said,
                "biases carried: hidden layers are [[W, b], [0, 1]], the last is [W, b], and every input has "
                    + (carried.Ones[0] == 1 && folded.Layers[0] is not ConvolutionLayer ? "a further coordinate 1"
                        : "a further channel of ones"),
            ],
        };
    }

    /// <summary>What constant coordinates add to the squared norm of what enters a layer.</summary>
    public Interval Ones(int layer) => Carries ? Interval.Of((long)ConstantCoordinates[layer]) : Interval.Zero;

    /// <summary>
    /// The same for a patch of a convolution: the constant channel's entries in it, at least the one that the bias is read from, at most
    /// all.
    /// </summary>
    public Interval OnesOfPatch(int layer) => !Carries ? Interval.Zero
        : WithBiases.Layers[layer] is ConvolutionLayer convolution
            ? new Interval(Interval.One.Lower, Interval.Of(convolution.KernelShape.Aggregate(1L, (product, k) => product * k)).Upper)
            : Ones(layer);
}
