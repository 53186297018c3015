using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>
/// From a network to the inputs of every statement that applies, and to its certified values with the fast path's beside them. Which
/// statements apply is decided first, from their files' hypotheses and without any decomposition; inputs come from where the files say.
/// Ranks have two readings (<see cref="Reading"/>); a statement that is not evaluated is listed with the reason.
/// </summary>
/// <param name="catalogue">The oracles.</param>
/// <param name="reference">Evaluates them with proof.</param>
/// <param name="fast">Evaluates them in double precision.</param>
/// <param name="spectra">Certifies singular values.</param>
public sealed class NetworkAssessment(OracleCatalogue catalogue, ReferenceEvaluator reference, FastEvaluator fast, ISpectrumSource spectra)
{
    private const double BitsPerDigit = 3.33;
    private const int GuardBits = 96;

    /// <summary>Every oracle of the catalogue, and the further ones, on the network of the file.</summary>
    /// <exception cref="InputException">The file holds no network, the number of samples is not known, or data or reference do not
    /// fit.</exception>
    public AssessmentReport Assess(StoredFile file, AssessmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        catalogue.RequireOwnIds(options.Further);
        NetworkView view = View(file, options);
        Network network = view.Network;
        Understanding? understanding = view.Understanding;
        DataAssessment? data = view.Data;
        Oracle[] oracles = [.. catalogue.Oracles, .. options.Further];
        Dictionary<Oracle, (Obstacle Obstacle, string Reason)?> decided = new(ReferenceEqualityComparer.Instance);
        foreach (Oracle oracle in oracles)
        {
            decided.Add(oracle, Decision.Against(oracle, view));
        }

        // What is not understood has no layers that belong together: their table is shown where it costs little.
        bool isKnown = network.NotUnderstood.Count == 0 || understanding is { Runs: true } || decided.Any(pair => pair.Value is null
            && !Decision.Needs(pair.Key, FactNeeds.TestSet));
        LayerAssessment[] layers = isKnown
            && (view.Obstacle is null || understanding is { Runs: true }
                || view.Maps.Sum(map => map.Entries) <= StatementEvaluation.MostEntries)
            ? [.. view.Layers] : [];
        BigFloat? change = view.Obstacle is null && view.Bias is null
            && network.Activations.All(activation => activation.LipschitzSquared is not null && activation.PreservesZero)
            ? Truncation.OutputChange(layers, network.Activations
                .Select(a => UpperLimit.RootOf(a.LipschitzSquared!.Value, Context(options))), view.Inputs.MaximumNorm, Context(options))
            : null;
        StatementEvaluation evaluation = new(reference, fast, spectra, view, change);
        List<OracleAssessment.Value> values = [];
        TakenLimits taken = new(values);
        Dictionary<Oracle, IReadOnlyList<OracleAssessment>> found = new(ReferenceEqualityComparer.Instance);
        foreach (Oracle oracle in InOrder(oracles))
        {
            OracleAssessment[] one = decided[oracle] is var (obstacle, reason)
                ? [new OracleAssessment.NotApplicable(oracle, Reading.Any, reason) { Obstacle = obstacle }]
                : [.. evaluation.Evaluate(oracle, Decision.View(oracle, view), taken)];
            values.AddRange(one.OfType<OracleAssessment.Value>());
            found.Add(oracle, one);
        }

        OracleAssessment[] all = [.. oracles.SelectMany(oracle => found[oracle])];
        string[] notes =
        [
            .. options.Data is not null && view.Data is null && view.NotRun is { } notRun ? new[] { $"no activation norms: {notRun}" } : [],
            .. network.Notes,
            .. TestMeasurement.Notes(options),
            .. Assumptions.Unused(options, all.OfType<OracleAssessment.Value>(), data),
        ];
        return new AssessmentReport(file.Path, view.Inputs.IsKnown ? view.Inputs : null, layers,
            Assumptions.Of(network, view.Inputs, options, view.Stated), notes,
            change, all, options.Digits)
        {
            Data = data,
            Test = view.Test,
            Runtime = view.Runtime,
            Own = options.Further,
            Understanding = understanding,
            Summary = new SummaryBuilder(evaluation, values, view).Build(),
        };
    }

    /// <summary>Statements that take others' values after these.</summary>
    private IEnumerable<Oracle> InOrder(IReadOnlyList<Oracle> oracles) => oracles.OrderBy(oracle => Height(oracle));

    private int Height(Oracle oracle) => oracle.Takes.SelectMany(taken => taken.LeastOf)
        .Select(id => 1 + Height(catalogue.Get(id))).DefaultIfEmpty(0).Max();

    /// <summary>The network as statements see it.</summary>
    /// <exception cref="InputException">The file holds no network, the number of samples is not known, or data or reference do not
    /// fit.</exception>
    internal NetworkView View(StoredFile file, AssessmentOptions options)
    {
        Network network = file.Network ?? throw file.NoNetwork();
        network = options.Activation is { } named ? StatedActivation.Apply(network, named, file.Path) : network;
        IntervalContext context = Context(options);
        Understanding? understanding = Understanding.Of(file, network);
        string? obstacle = understanding?.Reason ?? NetworkObstacles.Against(network);
        StatementNetwork stated = StatementNetwork.Of(
            understanding is not null && file.Graph is { } graph ? Understanding.AsLayers(network, graph, options.Data) : network,
            isKnown: obstacle is null);
        LinearMap[] maps = [.. stated.Network.Layers.Select(LinearMap.Of)];
        (DataAssessment? data, RuntimeComparison? runtime, string? notRun) = options.Data is { } samples
            ? DataMeasurement.Measure(file, network, samples, options, stated)
            : (null, null, null);
        LayerCertifier certifier = new(spectra, context, options.Digits);
        return new NetworkView(
            file,
            stated,
            maps,
            InputNormReader.Read(options,
                network.Layers.Count > 0 && network.NotUnderstood.Count == 0 ? network.Layers[0].InputDimension : 0, stated.OnesOfInput,
                context),
            options,
            () => [.. maps.Select(certifier.Certify)])
        {
            Certify = certifier.Certify,
            Data = data,
            Test = TestMeasurement.Measure(file, network, options, stated),
            NotRun = notRun,
            Runtime = runtime,
            Obstacle = obstacle,
            Understanding = understanding,
            Reference = options.Reference is { } start && obstacle is null ? ReferenceNetwork.Read(start, maps, stated) : null,
        };
    }

    private static IntervalContext Context(AssessmentOptions options) => new((int)(options.Digits * BitsPerDigit) + GuardBits);
}
