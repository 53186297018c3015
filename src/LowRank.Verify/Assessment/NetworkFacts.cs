using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>What is certified of a bias-free chain of linear layers and activations.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Between">The activations between them, one fewer.</param>
/// <param name="Output">What follows the last layer.</param>
/// <param name="Inputs">Limits on the inputs.</param>
/// <param name="Options">What was asked.</param>
internal sealed record NetworkFacts(
    IReadOnlyList<LayerAssessment> Layers, IReadOnlyList<Activation> Between, Activation Output, InputNorms Inputs, AssessmentOptions Options)
{
    private static readonly Rational DefaultDelta = new(1, 20);

    /// <summary>What was measured on the data, or null.</summary>
    public DataAssessment? Data { get; init; }

    /// <summary>An upper limit on the change of the output by cutting every layer to its storage rank, or null.</summary>
    public BigFloat? OutputChange { get; init; }

    /// <summary>Values of the oracles that were evaluated before, for the statements that rest on them (<see cref="Composition"/>).</summary>
    public IReadOnlyList<OracleAssessment.Value> Complexities { get; init; } = [];

    public Rational Margin => Options.Margin ?? Rational.One;

    public Rational Delta => Options.Delta ?? DefaultDelta;

    /// <summary>Every stored matrix as a layer of its own: what a linear network's statements are about.</summary>
    public NetworkFacts Unfolded => this with
    {
        Layers = [.. Layers.SelectMany(layer => layer.Factors.Reverse().Select((factor, i) => Single(layer, factor, isLast: i == layer.Factors.Count - 1)))],
    };

    private static LayerAssessment Single(LayerAssessment layer, FactorAssessment factor, bool isLast)
    {
        IntervalContext context = new(Bits.Input);
        Rational scale = isLast ? layer.Scale : Rational.One;
        Interval times = context.Of(scale);
        return layer with
        {
            Kind = "dense",
            Rows = factor.Spectrum.Matrix.Rows,
            Columns = factor.Spectrum.Matrix.Columns,
            SpectralNorm = context.Multiply(times, factor.Spectrum.SpectralNorm),
            FrobeniusNorm = context.Multiply(times, factor.Spectrum.FrobeniusNorm(context)),
            Rank = factor.Spectrum.Rank,
            StorageRank = factor.Spectrum.StorageRank,
            Factors = [factor],
            Scale = scale,
        };
    }
}
