using LowRank.Verify.Arithmetic;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Assessment.Values;

/// <summary>
/// The exponent of each layer for a statement that leaves it to be chosen and names the form to be optimised: the fast path's continuous
/// optimum over the middles of the certified singular values. Any choice is admissible, so nothing here needs a proof: the reference
/// certifies the value at the choice.
/// </summary>
internal static class ExponentChoice
{
    private const int Grid = 40;
    private const string OnGridOf = "-grid";

    /// <summary>The exponents, exactly the doubles found, or the nearest of 0, 2/40, …, 2 where the form is one on a grid.</summary>
    /// <exception cref="InputException">The norm of a layer is not bounded away from 0.</exception>
    public static IReadOnlyList<Rational> Best(string form, NetworkView view, Reading reading)
    {
        double logBase = Math.Log(view.Inputs.MaximumNorm.ToDouble()) - Math.Log(view.Margin.ToDouble())
            + view.Network.Activations.Sum(activation => 0.5 * Math.Log(activation.LipschitzSquared!.Value.ToDouble()))
            + view.Layers.Sum(layer => LogNorm(layer.OperatorNorm));
        // For inputs that are all 0 the base is 0 and so is the value, whatever the exponents.
        OptimalExponents best = new ExponentOptimiser().Minimise(
            Form(form), double.IsFinite(logBase) ? logBase : 0, view.Inputs.Samples, [.. view.Layers
                .Select(layer => Layer(layer, reading))]);
        return [.. best.Exponents.Select(p => form.EndsWith(OnGridOf, StringComparison.Ordinal) ? OnGrid(p) : Rational.Of(p))];
    }

    /// <summary>The nearest point of the grid; the exponent 0 only for itself, since the rank is no limit of the sums.</summary>
    private static Rational OnGrid(double p) => new(p == 0 ? 0 : Math.Max(1, (int)Math.Round(p * Grid / 2)), Grid / 2);

    private static ExponentLayer Layer(LayerAssessment layer, Reading reading)
    {
        FactorAssessment factor = layer.Factors[0];
        int rank = reading == Reading.Truncated ? factor.CutRank : factor.Spectrum.Rank.Upper;
        IntervalContext context = new(128);
        return new ExponentLayer(
            [.. factor.Spectrum.SingularValues.Take(rank).Select(value => Ratio(context, value, layer.Convolution?.OperatorNorm
                ?? factor.Spectrum.SpectralNorm))],
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

    private static LedentForm Form(string name) => name switch
    {
        "ledent-code" => LedentForm.Code,
        "ledent-doc" => LedentForm.Doc,
        "ledent-repaired" => LedentForm.Repaired,
        "ledent-l2" or "ledent-l2-grid" => LedentForm.L2,
        _ => throw new InputException($"the form '{name}' of free exponents is not known"),
    };
}
