using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment;

/// <summary>The statements that hold for convolutions, and those of their inputs that come from a convolution's geometry.</summary>
internal static class ConvolutionStatements
{
    private const string Graf = "graf2022";

    /// <summary>Why a statement does not apply to a network with convolutions, or to the constants of its activations; null where it does.</summary>
    public static string? ReasonAgainst(Oracle oracle, NetworkFacts facts)
    {
        if (oracle.Record == Graf && facts.Between.FirstOrDefault(activation => activation.LipschitzSquared > Rational.One) is { } steep)
        {
            return $"the activation '{steep.Kind}' is not 1-Lipschitz";
        }

        if (facts.Layers.FirstOrDefault(layer => layer.Convolution is not null) is not { } convolution || IsForConvolutions(oracle))
        {
            return null;
        }

        if (OracleInputs.Build(oracle, facts, Reading.AsStored, exponents: []).Missing is not null)
        {
            return null; // it does not follow from a network of any kind, which is the better reason
        }

        return oracle.Record == Graf
            ? $"takes spatial widths of square grids, the same before and after each activation; they are not derived for layer '{convolution.Name}'"
            : $"layer '{convolution.Name}' is a convolution, and this statement is about the matrices of dense layers";
    }

    /// <summary>An input by name, or null where it is no matter of convolutions.</summary>
    public static InputValue? Value(Oracle oracle, string name, NetworkFacts facts, Reading reading)
    {
        bool any = facts.Layers.Any(layer => layer.Convolution is not null);
        return (oracle.Record == Graf ? Graf : oracle.Family, name) switch
        {
            ("ledent2025", "positions") when any => Sequence(facts.Layers.Select(layer => Count(layer.Convolution?.Positions ?? 1))),
            ("ledent2025", "op_norm") when any => Sequence(facts.Layers.Select(layer => UpperLimit.Of(NormLimit(layer, reading)))),
            (Graf, "s") => Sequence(facts.Layers.Select(layer => UpperLimit.Of(layer.OperatorNorm.Upper))),
            (Graf, "b") => Sequence(facts.Layers.Select(layer => UpperLimit.Of((layer.Convolution?.KernelTwoOne ?? layer.RowNorm21).Upper))),
            (Graf, "W_i") => facts.Layers.All(layer => layer.IsStoredMatrix) ? Sequence(facts.Layers.Select(layer => Count(Weights(layer)))) : null,
            _ => null,
        };
    }

    private static bool IsForConvolutions(Oracle oracle) =>
        oracle.Id.StartsWith("ledent2025/theorem-3.6/", StringComparison.Ordinal)
        || oracle.Id.StartsWith("ledent2025/theorem-3.7/", StringComparison.Ordinal)
        || oracle.Id is "classical/graf2022-club" or "classical/graf2022-spade";

    // Cutting a kernel moves its operator, and so may raise its norm.
    private static BigFloat NormLimit(LayerAssessment layer, Reading reading) =>
        layer.Convolution is { } convolution && reading == Reading.Truncated
            ? BigFloat.Add(convolution.OperatorNorm.Upper, convolution.ChangeOf(layer.Factors[0].CutNorm), 128, Rounding.Up)
            : layer.OperatorNorm.Upper;

    private static long Weights(LayerAssessment layer) =>
        (layer.Convolution?.Operator.Kernel ?? layer.Factors[0].Spectrum.Matrix).Values.LongLength;

    private static Rational Count(long value) => Rational.Of(new BigInteger(value));

    private static InputValue.Sequence Sequence(IEnumerable<Rational> values) => new([.. values.Select(value => new InputValue.Number(value))]);
}
