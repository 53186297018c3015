using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>
/// From a network to the inputs of every oracle that applies, and to its certified values with the fast path's beside them. Norm limits are
/// certified upper ends; ranks have two readings (<see cref="Reading"/>); an oracle that does not apply is listed with the reason.
/// </summary>
/// <param name="catalogue">The oracles.</param>
/// <param name="reference">Evaluates them with proof.</param>
/// <param name="fast">Evaluates them in double precision.</param>
/// <param name="spectra">Certifies singular values.</param>
public sealed class NetworkAssessment(OracleCatalogue catalogue, ReferenceEvaluator reference, FastEvaluator fast, ISpectrumSource spectra)
{
    private const double BitsPerDigit = 3.33;
    private const int GuardBits = 96;

    /// <summary>Every oracle of the catalogue on the network of the file.</summary>
    /// <exception cref="InputException">The file holds no network, the number of samples is not known, or the data does not fit.</exception>
    public AssessmentReport Assess(StoredFile file, AssessmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        Network network = file.Network ?? throw new InputException($"{file.Path}: there is no network in this file, only data.");
        network = options.Activation is { } stated ? StatedActivation.Apply(network, stated, file.Path) : network;
        IntervalContext context = new((int)(options.Digits * BitsPerDigit) + GuardBits);
        bool absorbs = options.AbsorbBias && network.Layers.Any(layer => layer.HasBias);
        string? reason = Applicability.ReasonAgainst(network, options.AbsorbBias);
        (DataAssessment? data, RuntimeComparison? runtime, string? notRun) = options.Data is { } samples
            ? DataMeasurement.Measure(file, network, samples, options, absorbs && reason is null)
            : (null, null, null);
        InputNorms inputs = InputNormReader.Read(options, network.Layers.Count > 0 ? network.Layers[0].InputDimension : 0, absorbs, context);
        string[] notes = [.. notRun is null ? [] : new[] { $"no activation norms: {notRun}" }, .. network.NotUnderstood.Select(what => $"not understood: {what}"), .. network.Notes];
        LayerCertifier certifier = new(spectra, context, options.Digits);
        LayerAssessment[] layers = [.. Maps(network, absorbs && reason is null).Select(certifier.Certify)];
        if (reason is not null)
        {
            return new AssessmentReport(
                file.Path, inputs, layers, Assumptions.Of(network, inputs, options, absorbs: false), [.. notes, .. Assumptions.Unused(options, [], data)], null, [.. catalogue.Oracles.Select(oracle => Refuse(oracle, reason))], options.Digits)
            {
                Data = data,
                Runtime = runtime,
            };
        }

        NetworkFacts facts = new(layers, network.Activations, network.OutputActivation, inputs, options) { Data = data };
        BigFloat? change = network.Activations.All(activation => activation.LipschitzSquared is not null && activation.PreservesZero)
            ? Truncation.OutputChange(layers, network.Activations.Select(a => UpperLimit.RootOf(a.LipschitzSquared!.Value, context)), inputs.MaximumNorm, context)
            : null;
        facts = facts with { OutputChange = change };
        Dictionary<string, OracleAssessment[]> first = catalogue.Oracles.Where(oracle => !Composition.Takes(oracle)).ToDictionary(oracle => oracle.Id, oracle => Evaluate(oracle, facts).ToArray(), StringComparer.Ordinal);
        facts = facts with { Complexities = [.. first.Values.SelectMany(found => found).OfType<OracleAssessment.Value>()] };
        OracleAssessment[] oracles = [.. catalogue.Oracles.SelectMany(oracle => first.TryGetValue(oracle.Id, out OracleAssessment[]? found) ? found : Evaluate(oracle, facts))];
        return new AssessmentReport(
            file.Path,
            inputs,
            layers,
            Assumptions.Of(network, inputs, options, absorbs),
            [.. notes, .. Assumptions.Unused(options, oracles.OfType<OracleAssessment.Value>(), data)],
            change,
            oracles,
            options.Digits)
        {
            Data = data,
            Runtime = runtime,
        };
    }

    private static OracleAssessment.NotApplicable Refuse(Oracle oracle, string reason) =>
        new(oracle, Reading.Any, oracle.Family == "spectra" ? Applicability.QuantityOfOneMatrix : reason);

    private static IEnumerable<LinearMap> Maps(Network network, bool absorb) =>
        network.Layers
            .Select((layer, i) => (Layer: layer, IsLast: i == network.Layers.Count - 1))
            .Where(item => LinearMap.Exists(item.Layer))
            .Select(item => absorb ? BiasAbsorption.Absorb(item.Layer, item.IsLast) : LinearMap.Of(item.Layer));

    private IEnumerable<OracleAssessment> Evaluate(Oracle oracle, NetworkFacts facts)
    {
        if (Applicability.ReasonAgainst(oracle, facts) is { } reason)
        {
            return [new OracleAssessment.NotApplicable(oracle, Reading.Any, reason)];
        }

        bool hasRanks = oracle.Given.Any(member => member.Name is "r" or "p");
        IEnumerable<Reading> readings = Composition.Takes(oracle) ? Composition.Readings(oracle, facts) : hasRanks ? [Reading.AsStored, Reading.Truncated] : [Reading.Any];
        return readings.Select(reading => Evaluate(oracle, facts, reading));
    }

    private OracleAssessment Evaluate(Oracle oracle, NetworkFacts facts, Reading reading)
    {
        try
        {
            IReadOnlyList<Rational>? exponents = oracle.Given.Any(member => member.Name == "p")
                ? ExponentChoice.Best(oracle, facts, reading)
                : null;
            (InputRecord? inputs, string? missing) = OracleInputs.Build(oracle, facts, reading, exponents);
            if (inputs is null)
            {
                return new OracleAssessment.NotApplicable(oracle, reading, OracleInputs.ReasonFor(oracle, missing!, facts));
            }

            bool cutsMatrices = reading == Reading.Truncated && oracle.Given.Any(member => member.Type == MemberType.Matrix);
            Evaluation exact = (cutsMatrices ? Cut(facts) : reference).Evaluate(oracle, inputs, facts.Options.Digits);
            FastResult value = fast.Supports(oracle.Id)
                ? fast.Evaluate(oracle.Id, cutsMatrices ? inputs.With("W", CutMatrices(facts)) : inputs)
                : new FastResult.NotApplicable("not implemented by the fast path");
            return exact.Status == EvaluationStatus.OutsideDomain
                ? new OracleAssessment.NotApplicable(oracle, reading, exact.Reason ?? "outside the domain")
                : new OracleAssessment.Value(
                    oracle, reading, inputs, exact, value, FastComparison.RelativeDistance(exact.Result, value), exponents, [.. Applicability.Notes(oracle, facts, reading)]);
        }
        catch (InputException e)
        {
            return new OracleAssessment.NotApplicable(oracle, reading, e.Message);
        }
    }

    private ReferenceEvaluator Cut(NetworkFacts facts) =>
        new(catalogue, new TruncatedSpectra(spectra, [.. facts.Layers.SelectMany(layer => layer.Factors)]));

    private static InputValue.Sequence CutMatrices(NetworkFacts facts) =>
        new([.. facts.Layers.Select(layer => new InputValue.MatrixValue(Truncation.Diagonal(layer.Factors[0])))]);
}
