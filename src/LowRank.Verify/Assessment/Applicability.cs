using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>The hypotheses of the statements about networks: why one does not apply to a given network.</summary>
internal static class Applicability
{
    public static string QuantityOfOneMatrix => $"a quantity of one matrix: '{ToolCommand.Line("spectrum")}' gives it for each layer";

    private static readonly string[] PositivelyHomogeneous = ["Relu", "LeakyRelu", "PRelu"];

    /// <summary>Why the file is no chain of bias-free matrices, every reason, or null.</summary>
    public static string? ReasonAgainst(Network network, bool absorbBias)
    {
        string[] reasons = [.. Reasons(network, absorbBias)];
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>Why this oracle does not apply to these layers and activations, or null.</summary>
    public static string? ReasonAgainst(Oracle oracle, NetworkFacts facts)
    {
        if (oracle.Family == "spectra")
        {
            return QuantityOfOneMatrix;
        }

        if (facts.Between.FirstOrDefault(activation => activation.LipschitzSquared is null) is { } unknown)
        {
            return $"the activation '{unknown.Kind}' has no known Lipschitz constant";
        }

        if (facts.Between.FirstOrDefault(activation => !activation.PreservesZero) is { } moving)
        {
            return $"the activation '{moving.Kind}' does not map 0 to 0";
        }

        if (OracleInputs.TakesMargins(oracle) && !facts.Output.Steps.All(step => step.MovesOnly))
        {
            return $"the margins are of the scores after the final '{facts.Output.Kind}', and the statement is about the network before it";
        }

        if (ConvolutionStatements.ReasonAgainst(oracle, facts) is { } reason)
        {
            return reason;
        }

        return oracle.Family switch
        {
            "pinto2025" => Pinto(oracle, facts),
            "ledent2025" or "classical" when oracle.Given.Any(member => member.Type == MemberType.Matrix) => facts.Layers.FirstOrDefault(layer => !layer.IsStoredMatrix) is { } layer
                ? $"layer '{layer.Name}' is {(layer.Factors.Count > 1 ? "a product of stored matrices" : "a stored matrix times a factor")}, and this statement takes the matrix itself"
                : null,
            "classical" when oracle.Id.StartsWith("classical/golowich2018", StringComparison.Ordinal) => Contractive(facts)
                ?? (facts.Between.FirstOrDefault(activation => !activation.Steps.All(s => s.MovesOnly || PositivelyHomogeneous.Contains(s.Kind))) is { } bent
                    ? $"the activation '{bent.Kind}' is not known to be positively homogeneous"
                    : null),
            "classical" when oracle.Record == "neyshabur2018" && facts.Between.FirstOrDefault(activation => !activation.IsRelu) is { } other =>
                $"holds for ReLU; this network has '{other.Kind}'",
            _ => null,
        };
    }

    /// <summary>What must be said with a value of this oracle.</summary>
    public static IEnumerable<string> Notes(Oracle oracle, NetworkFacts facts, Reading reading)
    {
        foreach (Member member in oracle.Given)
        {
            if (Composition.Limit(oracle, member.Name, facts, reading) is var (limit, by))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{member.Name} = {limit.ToDouble():g6}, the least bound of it here, from {by.Id}");
            }
        }

        if (oracle.Kind == OracleKind.Bound && oracle.Given.Any(member => member.Name == "delta"))
        {
            Rational confidence = Rational.One - facts.Delta;
            yield return $"holds with probability at least 1 - delta = {confidence}{(confidence.Denominator.IsOne ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({confidence.ToDouble():g6})"))} over the draw of the sample{(oracle.Given.Any(member => member.Name is "R_gamma" or "L_gamma") || OracleInputs.TakesMargins(oracle) ? ", and limits the probability that a fresh sample is misclassified" : string.Empty)}";
        }

        if (oracle.Given.Any(member => member.Name is "C1" or "C2"))
        {
            yield return "C1 = C2 = 1: the constants of the chain rule are unknown, and at 1 this is a lower envelope of the bound";
        }

        if (oracle.Id.StartsWith("classical/golowich2018", StringComparison.Ordinal) && facts.Layers[^1].Rows != 1)
        {
            yield return $"stated for one output: it holds for each of the {facts.Layers[^1].Rows} output coordinates alone";
        }
    }

    private static IEnumerable<string> Reasons(Network network, bool absorbBias)
    {
        if (network.NotUnderstoodText is { } text)
        {
            yield return text;
        }

        if (network.Layers.Count == 0)
        {
            yield return "the file has no layers";
        }

        if (network.Layers.OfType<ConvolutionLayer>().Select(ConvolutionMap.ReasonAgainst).FirstOrDefault(reason => reason is not null) is { } unknown)
        {
            yield return unknown;
        }

        if (!network.InputActivation.Steps.All(step => step.MovesOnly))
        {
            yield return $"'{network.InputActivation.Kind}' stands before the first layer, so the norms of its inputs are not those of the data";
        }

        if (network.Layers.FirstOrDefault(layer => layer.HasBias) is { } biased)
        {
            string? reason = absorbBias
                ? BiasAbsorption.ReasonAgainst(network)
                : $"layer '{biased.Name}' has a bias and the statement has none: --absorb-bias turns biases into a constant input coordinate";
            if (reason is not null)
            {
                yield return reason;
            }
        }
    }

    private static string? Pinto(Oracle oracle, NetworkFacts facts) => oracle.Id switch
    {
        "pinto2025/lemma-4" when facts.Between.Count > 0 => $"holds for linear networks only; this one has {facts.Between[0].Kind}",
        "pinto2025/lemma-10" when facts.Layers.Count > 1 => $"holds for one layer; this network has {facts.Layers.Count}",
        "pinto2025/theorem-7-tight-relu" when facts.Between.FirstOrDefault(activation => !activation.IsRelu) is { } other =>
            $"holds for ReLU; this network has '{other.Kind}'",
        _ => Contractive(facts),
    };

    private static string? Contractive(NetworkFacts facts)
    {
        if (facts.Between.FirstOrDefault(activation => !activation.IsElementwise) is { } mixing)
        {
            return $"the activation '{mixing.Kind}' does not act coordinate by coordinate";
        }

        return facts.Between.FirstOrDefault(activation => activation.LipschitzSquared > Rational.One) is { } steep
            ? $"the activation '{steep.Kind}' is not 1-Lipschitz"
            : null;
    }
}
