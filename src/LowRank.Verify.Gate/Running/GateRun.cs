using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Harness;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// One run of the gate: every claimed oracle that the options select is put to the implementation: first a few questions to see
/// that it answers at all, then fixed cases, then generated ones for its value, for each declared property, over a grid of p, again
/// after other cases, and in a fresh process. A run consists of units that stand alone, so that it can be spread over processes
/// and machines, broken off and continued; neither changes a record.
/// </summary>
public sealed class GateRun
{
    private const int SmokeCases = 3;

    private readonly OracleCatalogue catalogue;
    private readonly ReferenceEvaluator reference;
    private readonly ICallee callee;
    private readonly GateOptions options;

    /// <summary>A run against an implementation in this process.</summary>
    /// <param name="catalogue">The oracles.</param>
    /// <param name="reference">The reference path.</param>
    /// <param name="implementation">What is gated.</param>
    /// <param name="options">How.</param>
    public GateRun(OracleCatalogue catalogue, ReferenceEvaluator reference, IImplementation implementation, GateOptions options)
        : this(catalogue, reference, new InProcessCallee(implementation, Checked(options).TimeLimit), options)
    {
    }

    /// <summary>A run against a harness, in processes of its own.</summary>
    /// <param name="catalogue">The oracles.</param>
    /// <param name="reference">The reference path.</param>
    /// <param name="harness">The command that starts the harness.</param>
    /// <param name="options">How.</param>
    public GateRun(OracleCatalogue catalogue, ReferenceEvaluator reference, HarnessCommand harness, GateOptions options)
        : this(catalogue, reference, new HarnessCallee(harness, Checked(options)) { Reals = id => RealsOf(catalogue, id) }, options)
    {
    }

    private GateRun(OracleCatalogue catalogue, ReferenceEvaluator reference, ICallee callee, GateOptions options)
    {
        this.catalogue = catalogue;
        this.reference = reference;
        this.callee = callee;
        this.options = options;
    }

    /// <summary>Fixed cases to put beside the generated ones.</summary>
    public IEnumerable<TestVector> Vectors { get; init; } = [];

    /// <summary>Ids of units that an earlier, interrupted run has finished: they are left out.</summary>
    public IReadOnlySet<string> Finished { get; init; } = new HashSet<string>();

    /// <summary>Runs the gate.</summary>
    /// <param name="progress">Told after each unit.</param>
    /// <param name="sink">Told of the run as it goes on.</param>
    /// <param name="interruption">
    /// Interrupts the run: the report then has what was judged so far, and no end. The cases of an unfinished unit are in it.
    /// </param>
    /// <exception cref="OperationCanceledException">The run was interrupted before the implementation had said what it is.</exception>
    /// <exception cref="InputException">
    /// The implementation cannot say what it is, the filter selects no oracle, or the replay token names none.
    /// </exception>
    public RunReport Execute(IProgress<GateProgress>? progress = null, IGateSink? sink = null, CancellationToken interruption = default)
    {
        using ICallee gated = callee;
        callee.Interruption = interruption;
        Stopwatch clock = Stopwatch.StartNew();
        ImplementationDescription description = callee.Describe();
        CasePreparer preparer = new(
            new TruthSource(reference, description, options.ToleranceConstant, options.PropertiesOnly), description);
        ILookup<string, TestVector> vectors = Vectors.Where(vector => !catalogue.TryGet(vector.Oracle, out Oracle? oracle)
            || preparer.LimitsOf(oracle).Admits(oracle, vector.Inputs)).ToLookup(vector => vector.Oracle, StringComparer.Ordinal);
        SortedDictionary<string, string> notCovered = new(StringComparer.Ordinal);
        List<Oracle> selected = options.Replay is { } token ? [catalogue.Get(token.Oracle)] : Select(description, notCovered);
        GatePlan plan = options.Replay is null
            ? GatePlan.Of(selected, [.. description.Oracles.Keys], options, vectors, callee.IsIsolated)
            : new GatePlan([GateUnit.Of(selected[0], options.Replay)]);
        RunHeader header = Header(description, plan, notCovered);
        sink?.Begin(header);

        List<SmokeFailure> smoke = [];
        List<RunCase> cases = [];
        List<RunUnit> units = [];
        HashSet<string> owned = [.. header.OwnUnits];
        GateUnit[] own = [.. plan.Units.Where(unit => owned.Contains(unit.Id) && !Finished.Contains(unit.Id))];
        void Finish(GateUnit unit, RunUnit done, IReadOnlyList<RunCase> found)
        {
            cases.AddRange(found);
            units.Add(done);
            sink?.Unit(done, found);
            progress?.Report(new GateProgress(unit.Oracle.Id, units.Count, own.Length));
        }

        int calls = 0;
        TimeSpan busy = TimeSpan.Zero;
        Dictionary<string, TimeSpan> times = [];
        try
        {
            if (options.Replay is not null)
            {
                UnitTest test = new(preparer, options, callee.IsIsolated, callee.Open);
                IReadOnlyList<RunCase> again = test.Replay(Replayed(options.Replay, selected[0], description.Oracles.Keys, preparer,
                    vectors));
                Finish(plan.Units[0], new RunUnit(plan.Units[0].Id, again.Count), again);
                (calls, busy) = (test.Calls, test.Busy);
            }
            else if (callee.IsIsolated && (smoke = Smoke(selected, preparer, vectors)).Count > 0)
            {
                calls = smoke.Count;
                smoke.ForEach(failure => sink?.Smoke(failure));
            }
            else
            {
                RunSchedule schedule = new(callee, options, preparer, (unit, isOver) => preparer.Cases(unit, options, vectors, isOver));
                schedule.Work(own, Finish);
                (calls, busy) = (schedule.Calls, schedule.Busy);
                times = new Dictionary<string, TimeSpan>(schedule.Times, StringComparer.Ordinal);
                if (schedule.Unfinished is { Count: > 0 } unfinished)
                {
                    cases.AddRange(unfinished);
                    sink?.Unfinished(unfinished);
                }
            }
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            // What was judged before is the result.
        }

        bool isOver = smoke.Count > 0 || units.Count == own.Length || !interruption.IsCancellationRequested;
        RunEnd? end = isOver ? new(calls, Math.Round(clock.Elapsed.TotalSeconds, 3))
        {
            UnitSeconds = times.Count == 0 ? null
                : new SortedDictionary<string, double>(times.ToDictionary(unit => unit.Key,
                    unit => Math.Round(unit.Value.TotalSeconds, 3)), StringComparer.Ordinal),
        }
        : null;
        if (end is not null)
        {
            sink?.End(end);
        }

        return RunReport.InOrder("run", header, cases, units, smoke, end, 0) with { Notes = callee.Notes, CallTime = busy,
            UnitTimes = times, IsReplay = options.Replay is not null };
    }

    private static HashSet<string>? RealsOf(OracleCatalogue catalogue, string id) => catalogue.TryGet(id, out Oracle? oracle)
        ? [.. oracle.Given.Where(member => member.Type == MemberType.Real).Select(member => member.Name)] : null;

    private static GateOptions Checked(GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    private RunHeader Header(ImplementationDescription description, GatePlan plan, IReadOnlyDictionary<string, string> notCovered) => new()
    {
        Format = RunHeader.CurrentFormat,
        Tool = typeof(GateRun).Assembly.GetName().Version?.ToString(3) ?? "0",
        Catalogue = Fingerprint(),
        Seed = options.Seed,
        Options = new RunOptions(options.ValueCases, options.PropertyCases, options.Oracles, options.ToleranceConstant, options.Strict)
        {
            PropertiesOnly = options.PropertiesOnly,
            OracleFiles = options.OracleFiles is { Count: > 0 } files ? files : null,
        },
        Shard = options.Shard,
        Implementation = new GatedImplementation(description.Name, description.Version, description.Language, description.Precision),
        Units = [.. plan.Units.Select(unit => unit.Id)],
        NotCovered = notCovered,
    };

    private string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(catalogue.Oracles.OrderBy(o => o.Id, StringComparer.Ordinal)
            .Select(o => FormattableString.Invariant($"{o.Id} {o.Revision}\n"))))));

    private List<Oracle> Select(ImplementationDescription description, SortedDictionary<string, string> notCovered)
    {
        List<Oracle> matching = [.. catalogue.Oracles.Where(oracle => OracleFilter.Matches(options.Oracles, oracle.Id))];
        if (OracleFilter.Idle(options.Oracles, [.. matching.Select(oracle => oracle.Id)]) is { } idle)
        {
            throw new InputException($"--oracle {idle}: no oracle of the catalogue matches; '{ToolCommand.Line("describe")}' lists them");
        }

        List<Oracle> selected = [];
        foreach (Oracle oracle in matching)
        {
            if (!description.Oracles.TryGetValue(oracle.Id, out int revision))
            {
                notCovered[oracle.Id] = RunReport.NotClaimed;
            }
            else if (revision != oracle.Revision)
            {
                notCovered[oracle.Id] = $"the implementation follows revision {revision}, the catalogue has {oracle.Revision}";
            }
            else
            {
                selected.Add(oracle);
            }
        }

        foreach (string unknown in description.Oracles.Keys.Where(id => !catalogue.TryGet(id, out _)
            && OracleFilter.Matches(options.Oracles, id)))
        {
            notCovered[unknown] = "the catalogue does not have it";
        }

        return selected;
    }

    // A few questions of each family. Empty when any of them got an answer, right or wrong: then the harness is wired up.
    private List<SmokeFailure> Smoke(List<Oracle> selected, CasePreparer preparer, ILookup<string, TestVector> vectors)
    {
        List<SmokeFailure> failures = [];
        using ICaller caller = callee.Open(); // of its own: what it is asked is asked again by the units
        foreach (IGrouping<string, Oracle> family in selected.GroupBy(oracle => oracle.Family))
        {
            Oracle oracle = family.First();
            GateUnit unit = vectors.Contains(oracle.Id)
                ? new GateUnit(oracle, GateUnit.VectorsPart, 0, 0, Math.Min(SmokeCases, vectors[oracle.Id].Count()))
                : new GateUnit(oracle, ReplayToken.ValueProperty, 0, 0, Math.Min(SmokeCases, options.ValueCases));
            foreach (PreparedCase prepared in preparer.Cases(unit, options, vectors, () => false))
            {
                CallOutcome outcome = caller.Call(oracle.Id, prepared.FreshInputs());
                Verdict? failed = outcome.Answer is Answer.Error ? Verdict.Error : outcome.Failure;
                if (failed is not { } verdict || !verdict.IsFailure())
                {
                    return [];
                }

                failures.Add(new SmokeFailure(oracle.Id, verdict, (outcome.Answer as Answer.Error)?.Reason ?? outcome.Message,
                    outcome.Diagnostics));
                if (verdict == Verdict.Timeout)
                {
                    break; // another family may be faster; more of the same would take the same time again
                }
            }
        }

        return failures;
    }

    private static PreparedCase Replayed(
        ReplayToken token, Oracle oracle, IEnumerable<string> claimed, CasePreparer preparer, ILookup<string, TestVector> vectors)
    {
        PreparedCase? prepared;
        if (token.Property.StartsWith(ReplayToken.VectorPrefix, StringComparison.Ordinal))
        {
            string id = token.Property[ReplayToken.VectorPrefix.Length..];
            prepared = preparer.Of(oracle, vectors[oracle.Id].FirstOrDefault(vector => vector.Id == id)
                ?? throw new InputException($"replay token '{token}': there is no vector '{id}' of {oracle.Id}"));
        }
        else
        {
            prepared = preparer.Of(oracle, token);
        }

        return !claimed.Contains(oracle.Id)
            ? throw new InputException($"replay token '{token}': the implementation does not claim {oracle.Id}")
            : prepared ?? throw new InputException(
                $"replay token '{token}': it gives no admissible case of {oracle.Id}; was it printed by another version?");
    }
}
