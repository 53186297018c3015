using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>The inputs of an oracle from what is certified of a network, by the names of theory's symbols.</summary>
internal static class OracleInputs
{
    /// <summary>The inputs that this oracle uses, or the name of one that a network does not determine.</summary>
    public static (InputRecord? Inputs, string? Missing) Build(Oracle oracle, NetworkFacts facts, Reading reading, IReadOnlyList<Rational>? exponents)
    {
        NetworkFacts seen = oracle.Id == "pinto2025/lemma-4" ? facts.Unfolded : facts;
        Dictionary<string, InputValue> members = new(StringComparer.Ordinal);
        foreach (Member member in oracle.Given)
        {
            if (ConvolutionStatements.Value(oracle, member.Name, seen, reading) is { } known)
            {
                members.Add(member.Name, known);
            }
            else if (oracle.Id == RampForm && member.Name == "empirical_loss")
            {
                if (facts.Data?.Margins is not { } margins || Ramp(margins, facts, reading) is not { } loss)
                {
                    return (null, member.Name);
                }

                members.Add(member.Name, loss);
            }
            else if (Value(Group(oracle), member.Name, seen, reading, exponents) is { } value)
            {
                members.Add(member.Name, value);
            }
            else if (Composition.Limit(oracle, member.Name, seen, reading) is var (limit, _))
            {
                members.Add(member.Name, Number(limit));
            }
            else if (!member.IsOptional)
            {
                return (null, member.Name);
            }
        }

        return (new InputRecord(members), null);
    }

    /// <summary>True where margins of the network on the data enter.</summary>
    public static bool TakesMargins(Oracle oracle) => oracle.Id == RampForm || oracle.Given.Any(member => member.Name is "R_gamma" or "L_gamma");

    /// <summary>Why an input is not known.</summary>
    public static string ReasonFor(Oracle oracle, string missing, NetworkFacts facts) =>
        missing is "R_gamma" or "L_gamma" || (oracle.Id == RampForm && missing == "empirical_loss") ? $"its input '{missing}' needs labelled data"
        : missing == "activation_norm" && facts.Data is null ? $"its input '{missing}' needs data"
        : $"its input '{missing}' does not follow from a network file";

    /// <summary>The statement whose empirical loss is the ramp loss at the margin.</summary>
    private const string RampForm = "pinto2025/margin-form";

    /// <summary>Records of the classical family whose members have meanings of their own: limits on norms, and spectrally normalised networks.</summary>
    private const string Limits = "bartlett2017-limits", Spectrally = "neyshabur2018";

    private static string Group(Oracle oracle) => oracle.Record is Limits or Spectrally ? oracle.Record : oracle.Family;

    private static InputValue? Value(string family, string name, NetworkFacts facts, Reading reading, IReadOnlyList<Rational>? exponents) => (family, name) switch
    {
        ("pinto2025", "m") or ("ledent2025", "N") or ("classical", "n") => Number(Count(facts.Inputs.Samples)),
        (_, "X_frobenius") => Number(facts.Inputs.FrobeniusNorm),
        (_, "sum_sq_norms") => Number(facts.Inputs.SumOfSquares),
        (_, "delta") => Number(facts.Delta),
        (_, "gamma") => Number(facts.Margin),
        ("ledent2025", "rho") => Sequence(facts.Between.Select(Lipschitz)),
        ("classical", "rho") => Sequence(facts.Between.Select(Lipschitz).Append(Rational.One)),
        ("pinto2025", "h") => Sequence(facts.Layers.Select(layer => layer.Rows).Prepend(facts.Layers[0].Columns).Select(width => Count(width))),
        ("pinto2025", "r") => Sequence(facts.Layers.Select(layer => Count(RankLimit(layer, reading)))),
        ("pinto2025", "B") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(reading == Reading.Truncated ? layer.NormWhenCut : layer.SpectralNorm.Upper))),
        ("pinto2025", "C1" or "C2") => Number(Rational.One),
        ("pinto2025", "L_phi") => Number(facts.Output.LipschitzSquared is null ? Rational.One : Lipschitz(facts.Output)),
        ("ledent2025", "B") => Number(facts.Inputs.MaximumNorm),
        (_, "R_gamma" or "L_gamma") => facts.Data?.Margins is { } margins ? Risk(margins, facts, reading) : null,
        ("ledent2025", "activation_norm") => facts.Data is { } data ? Sequence(data.ActivationNorms.Select(norm => UpperLimit.Of(norm.Upper))) : null,
        (Limits, "n") or (Spectrally, "m") => Number(Count(facts.Inputs.Samples)),
        (Spectrally, "B") => Number(facts.Inputs.MaximumNorm),
        (Limits, "W") or (Spectrally, "h") => Number(Count(facts.Layers.Select(layer => layer.Rows).Append(facts.Layers[0].Columns).Max())),
        (Limits, "s") or (Spectrally, "spectral") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(layer.SpectralNorm.Upper))),
        (Limits, "b") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(layer.RowNorm21.Upper))),
        (Spectrally, "frobenius") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(layer.FrobeniusNorm.Upper))),
        (Limits, "rho") => Sequence(facts.Between.Select(Lipschitz).Append(Rational.One)),
        (_, "p") => exponents is null ? null : Sequence(exponents),
        ("ledent2025", "W") or ("classical", "A") => new InputValue.Sequence([.. facts.Layers.Select(layer => new InputValue.MatrixValue(layer.Factors[0].Spectrum.Matrix))]),
        ("classical", "M_F") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(layer.FrobeniusNorm.Upper))),
        _ => null,
    };

    private static IntervalContext Context { get; } = new(256);

    /// <summary>
    /// R_γ of the network as stored. Cutting its layers moves the output by at most c, and so each margin by at most √2·c: for the cut network the margins up to γ + 2c are counted.
    /// </summary>
    private static InputValue.Number? Risk(MarginAssessment margins, NetworkFacts facts, Reading reading) =>
        reading != Reading.Truncated ? Number(margins.RiskLimit)
        : facts.OutputChange is { IsFinite: true } change ? Number(margins.RiskLimitAt(margins.Gamma + (Rational.Of(new BigInteger(2)) * change.ToRational())))
        : null;

    /// <summary>
    /// The mean ramp loss of the network as stored. The ramp is 1/γ-Lipschitz in the margin, and cutting the layers moves a margin by at most √2·c.
    /// </summary>
    private static InputValue.Number? Ramp(MarginAssessment margins, NetworkFacts facts, Reading reading)
    {
        Interval loss = margins.RampLoss(Context);
        if (reading == Reading.Truncated)
        {
            if (facts.OutputChange is not { IsFinite: true } change)
            {
                return null;
            }

            Interval moved = Context.Divide(Context.Multiply(Interval.Of(2L), new Interval(change, change)), Context.Of(margins.Gamma)).Value;
            loss = IntervalContext.Min(Interval.One, Context.Add(loss, moved));
        }

        return Number(UpperLimit.Of(loss.Upper));
    }

    private static Rational Lipschitz(Activation activation) => UpperLimit.RootOf(activation.LipschitzSquared!.Value, Context);

    private static int RankLimit(LayerAssessment layer, Reading reading) => reading == Reading.Truncated
        ? Math.Min(layer.Rank.Upper, Math.Max(1, layer.StorageRank?.Upper ?? layer.Rank.Upper))
        : layer.Rank.Upper;

    private static Rational Count(long value) => Rational.Of(new BigInteger(value));

    private static InputValue.Number Number(Rational value) => new(value);

    private static InputValue.Sequence Sequence(IEnumerable<Rational> values) => new([.. values.Select(Number)]);
}
