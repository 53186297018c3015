using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Values;

/// <summary>
/// Evaluates statements that apply to a network: inputs from their sources, the certified value, the fast path's beside it.
/// </summary>
internal sealed partial class StatementEvaluation(ReferenceEvaluator reference, FastEvaluator fast, ISpectrumSource spectra,
    NetworkView whole, BigFloat? outputChange)
{
    /// <summary>Entries of all layers up to which quantities of every matrix are evaluated here, and of a Jacobian.</summary>
    public const long MostEntries = 1L << 20;

    /// <summary>Entries of a matrix whose quantities are evaluated in a larger network as well.</summary>
    private const long MostOfOne = 1L << 17;

    private readonly SourceEvaluator sources = new(spectra, whole.Options.Digits);
    private readonly JacobianFacts jacobian = new(whole.File, whole.Stated.Stored, whole.Options, Engines.Default);
    private readonly Dictionary<(NetworkView, Reading), FactReader> readers = [];

    /// <summary>The values, or why there are none.</summary>
    public IEnumerable<OracleAssessment> Evaluate(Oracle oracle, NetworkView view, TakenLimits taken)
    {
        if (Decision.Needs(oracle, FactNeeds.EachLayer))
        {
            return EachMatrix(oracle, view);
        }

        if (Decision.Needs(oracle, FactNeeds.Jacobian)
            && whole.Maps.Sum(map => map.Entries) * JacobianFacts.MostRows > MostEntries)
        {
            return [Refused(oracle, Reading.Any, Obstacle.Domain,
                $"the Jacobian has more than {MostEntries} entries; '{ToolCommand.Line("jacobian")}' takes larger ones")];
        }

        return Readings(oracle, view, taken).Select(reading => Evaluate(oracle, view, reading, taken));
    }

    private static IReadOnlyList<Reading> Readings(Oracle oracle, NetworkView view, TakenLimits taken)
    {
        bool hasRanks = oracle.Free.Count > 0 || Decision.Needs(oracle, FactNeeds.Rank);
        bool isOfCut = view.Reference is null
            || !Decision.Needs(oracle, FactNeeds.Reference); // of a difference from the reference, cutting says nothing
        return oracle.Takes.Count > 0 ? taken.Readings(oracle) : !hasRanks ? [Reading.Any] : isOfCut
            ? [Reading.AsStored, Reading.Truncated] : [Reading.AsStored];
    }

    private IEnumerable<OracleAssessment> EachMatrix(Oracle oracle, NetworkView view)
    {
        long most = view.Maps.Sum(map => map.Entries) <= MostEntries ? MostEntries : MostOfOne;
        return view.Layers.SelectMany(layer => layer.Factors.Select(factor => (Name: layer.Factors.Count == 1 ? layer.Name
            : factor.Tensor, factor)))
            .Select(item => (item.factor.Spectrum.Matrix.Values.LongLength > most
                ? Refused(oracle, Reading.Any, Obstacle.Domain,
                    $"a quantity of one matrix, and this one is large: '{ToolCommand.Line("spectrum")}' gives it")
                : Guarded(oracle, Reading.Any, () => Value(oracle, view, Reading.Any, new FactReader(view, Reading.Any, jacobian)
                    {
                        Chosen = item.factor,
                    }, []))) with { Layer = item.Name });
    }

    private OracleAssessment Evaluate(Oracle oracle, NetworkView view, Reading reading, TakenLimits taken)
    {
        FactReader facts = Facts(view, reading);
        return Guarded(oracle, reading, () =>
        {
            List<TakenLimit> limits = [];
            foreach (TakenValue wanted in oracle.Takes)
            {
                if (taken.Least(wanted, reading, view) is not var (upper, by))
                {
                    return Refused(oracle, reading, Obstacle.Hypotheses,
                        $"none of the statements that limit its input '{wanted.Member}' applies");
                }

                limits.Add(Limit(wanted, upper, by, facts));
            }

            return Value(oracle, view, reading, facts, limits);
        });
    }

    private OracleAssessment Value(Oracle oracle, NetworkView view, Reading reading, FactReader facts, IReadOnlyList<TakenLimit> limits)
    {
        IReadOnlyList<Rational>? exponents = oracle.Free.Count > 0 ? ExponentChoice.Best(oracle.Free[0].Value, view, reading) : null;
        InputRecord inputs = Inputs(oracle, view, reading, facts, limits, exponents);
        bool cutsMatrices = reading == Reading.Truncated && oracle.Given.Any(member => member.Type == MemberType.Matrix);
        Evaluation exact = Exact(oracle, view, reading, inputs);
        if (exact.Status == EvaluationStatus.OutsideDomain)
        {
            return Refused(oracle, reading, Obstacle.Domain, exact.Reason ?? "outside the domain");
        }

        FastResult value = fast.Supports(oracle.Id)
            ? fast.Evaluate(oracle.Id, cutsMatrices ? Cut(inputs, view) : inputs)
            : new FastResult.NotApplicable("not implemented by the fast path");
        return new OracleAssessment.Value(
            oracle, reading, inputs, exact, value, FastComparison.RelativeDistance(exact.Result, value), exponents,
                [.. StatementNotes.Of(oracle, view, limits)]);
    }

    private InputRecord Inputs(Oracle oracle, NetworkView view, Reading reading, IFactSource facts, IReadOnlyList<TakenLimit> limits,
        IReadOnlyList<Rational>? exponents)
    {
        SourceEvaluator reader = reading == Reading.Truncated
            ? new SourceEvaluator(new TruncatedSpectra(spectra, Factors(view)), view.Options.Digits) : sources;
        Dictionary<string, InputValue> members = new(StringComparer.Ordinal);
        foreach (Member member in oracle.Given)
        {
            InputValue? input = limits.FirstOrDefault(limit => limit.Member == member.Name) is { } limit
                ? new InputValue.Number(limit.Value)
                : exponents is not null && oracle.Free.Any(free => free.Key == member.Name) ? Sequence(exponents)
                : member.From is null ? null
                : reader.Read(member, facts);
            if (input is not null)
            {
                members.Add(member.Name, input);
            }
        }

        return new InputRecord(members);
    }

    private Evaluation Exact(Oracle oracle, NetworkView view, Reading reading, InputRecord inputs) =>
        (reading == Reading.Truncated && oracle.Given.Any(member => member.Type == MemberType.Matrix)
            ? new ReferenceEvaluator(reference.Catalogue, new TruncatedSpectra(spectra, Factors(view)))
            : reference).Evaluate(oracle, inputs, view.Options.Digits);

    private FactReader Facts(NetworkView view, Reading reading)
    {
        if (!readers.TryGetValue((view, reading), out FactReader? facts))
        {
            readers[(view, reading)] = facts = new FactReader(view, reading, jacobian) { OutputChange = outputChange };
        }

        return facts;
    }

    private TakenLimit Limit(TakenValue wanted, BigFloat upper, Oracle by, IFactSource facts)
    {
        Interval limit = new(upper, upper);
        limit = wanted.Times is { } times ? new IntervalContext(256).Multiply(limit, sources.Enclose(times, facts)) : limit;
        return new TakenLimit(wanted.Member, SourceEvaluator.End(limit, isLower: false), by, wanted.Times is not null);
    }

    /// <summary>
    /// The inputs with every layer's matrix replaced by a diagonal one with the singular values that are kept, for the fast path.
    /// </summary>
    private static InputRecord Cut(InputRecord inputs, NetworkView view) => inputs.Members
        .Where(member => member.Value is InputValue.Sequence { Items: [InputValue.MatrixValue, ..] })
        .Aggregate(inputs, (record, member) => record.With(member.Key, new InputValue.Sequence([.. ((InputValue.Sequence)member.Value).Items
            .Select(item => Cut(item, view))])));

    private static InputValue Cut(InputValue item, NetworkView view) =>
        item is InputValue.MatrixValue matrix && Factors(view)
            .FirstOrDefault(factor => ReferenceEquals(factor.Spectrum.Matrix, matrix.Value)) is { } factor
            ? new InputValue.MatrixValue(Truncation.Diagonal(factor))
            : item;

    private static FactorAssessment[] Factors(NetworkView view) => [.. view.Layers.SelectMany(layer => layer.Factors)];

    private static InputValue.Sequence Sequence(IReadOnlyList<Rational> values) => new([.. values
        .Select(value => new InputValue.Number(value))]);

    private static OracleAssessment Guarded(Oracle oracle, Reading reading, Func<OracleAssessment> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (InputException e)
        {
            return Refused(oracle, reading, Obstacle.Domain, e.Message);
        }
    }

    private static OracleAssessment.NotApplicable Refused(Oracle oracle, Reading reading, Obstacle obstacle, string reason) =>
        new(oracle, reading, reason) { Obstacle = obstacle };
}
