using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Assessment;

/// <summary>
/// The exponent of each layer for an oracle that leaves it to be chosen: the fast path's continuous optimum over the middles of the
/// certified singular values. Any choice is admissible, so nothing here needs a proof: the reference certifies the value at the choice.
/// </summary>
internal static class ExponentChoice
{
    private const string Theorem36 = "ledent2025/theorem-3.6/", Theorem37 = "ledent2025/theorem-3.7/";
    private const int DefaultGrid = 40;

    /// <summary>The exponents, exactly the doubles found; null where no optimiser is known for the oracle.</summary>
    public static IReadOnlyList<Rational>? Best(Oracle oracle, NetworkFacts facts, Reading reading)
    {
        if (Form(oracle) is not { } form)
        {
            return null;
        }

        double logBase = Math.Log(facts.Inputs.MaximumNorm.ToDouble()) - Math.Log(facts.Margin.ToDouble())
            + facts.Between.Sum(activation => 0.5 * Math.Log(activation.LipschitzSquared!.Value.ToDouble()))
            + facts.Layers.Sum(layer => LogNorm(layer.OperatorNorm));
        // For inputs that are all 0 the base is 0 and so is the value, whatever the exponents.
        OptimalExponents best = new ExponentOptimiser().Minimise(
            form, double.IsFinite(logBase) ? logBase : 0, facts.Inputs.Samples, [.. facts.Layers.Select(layer => Layer(layer, reading))]);
        return [.. best.Exponents.Select(p => oracle.Given.Any(member => member.Name == "K") ? OnGrid(p) : Rational.Of(p))];
    }

    /// <summary>The nearest of 0, 2/K, ..., 2 for the default K = 40; the exponent 0 only for itself, since the rank is no limit of the sums.</summary>
    private static Rational OnGrid(double p) => new(p == 0 ? 0 : Math.Max(1, (int)Math.Round(p * DefaultGrid / 2)), DefaultGrid / 2);

    private static ExponentLayer Layer(LayerAssessment layer, Reading reading)
    {
        FactorAssessment factor = layer.Factors[0];
        int rank = reading == Reading.Truncated ? factor.CutRank : factor.Spectrum.Rank.Upper;
        IntervalContext context = new(128);
        return new ExponentLayer(
            [.. factor.Spectrum.SingularValues.Take(rank).Select(value => Ratio(context, value, layer.Convolution?.OperatorNorm ?? factor.Spectrum.SpectralNorm))],
            rank,
            layer.Rows,
            layer.Columns,
            layer.Convolution?.Positions ?? 1);
    }

    private static double Ratio(IntervalContext context, Interval value, Interval largest) =>
        context.Divide(value, largest) is { IsEnclosed: true } ratio ? ratio.Value.Midpoint : 0;

    private static double LogNorm(Interval norm) => new IntervalContext(128).Log(norm) is { IsEnclosed: true } log
        ? log.Value.Midpoint
        : throw new InputException("the spectral norm of a layer is not bounded away from 0");

    /// <summary>The form of theorem 3.6 whose optimum is taken: the statement's own, or the one that a proof supports where the statement is another.</summary>
    private static LedentForm? Form(Oracle oracle) =>
        oracle.Id.StartsWith(Theorem36, StringComparison.Ordinal) || oracle.Id.StartsWith(Theorem37, StringComparison.Ordinal) ? Form(oracle.Id[Theorem36.Length..])
        : oracle.Id is "ledent2025/fully-connected-explicit" or "ledent2025/fully-connected-integrated" or "ledent2025/post-hoc" ? LedentForm.L2
        : null;

    private static LedentForm? Form(string name) => name switch
    {
        "code" => LedentForm.Code,
        "doc" => LedentForm.Doc,
        "repaired" => LedentForm.Repaired,
        "l2" => LedentForm.L2,
        _ => null,
    };
}
