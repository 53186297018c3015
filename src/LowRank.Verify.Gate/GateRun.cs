using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Reporting;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate;

/// <summary>
/// One run of the gate: every claimed oracle that the options select is put to the implementation on generated inputs, for its
/// value, for its declared properties, and again after other cases to find hidden state. Cases and their truth are prepared in
/// parallel; the implementation is called one case at a time in an order that depends on nothing but the seed.
/// </summary>
/// <param name="catalogue">The oracles.</param>
/// <param name="reference">The reference path.</param>
/// <param name="implementation">What is gated.</param>
/// <param name="options">How.</param>
public sealed class GateRun(OracleCatalogue catalogue, ReferenceEvaluator reference, IImplementation implementation, GateOptions options)
{
    // Value cases that are put again after all others, in reverse order.
    private const int RepeatedCases = 6;

    private readonly List<GateRecord> records = [];

    /// <summary>Runs the gate.</summary>
    /// <param name="progress">Told after each oracle.</param>
    /// <exception cref="InputException">
    /// The implementation cannot say what it is, the filter selects no oracle, or the replay token names none.
    /// </exception>
    public GateReport Execute(IProgress<GateProgress>? progress = null)
    {
        Stopwatch clock = Stopwatch.StartNew();
        InProcessCallee callee = new(implementation, options.TimeLimit);
        ImplementationDescription description = callee.Describe();
        TruthSource truths = new(reference, description, options.ToleranceConstant);
        CasePreparer preparer = new(truths);
        using ICaller caller = callee.Open();
        records.Clear();
        Dictionary<string, string> notCovered = new(StringComparer.Ordinal);
        if (options.Replay is { } token)
        {
            Replay(token, preparer, caller);
        }
        else
        {
            IReadOnlyList<Oracle> selected = Select(description, notCovered);
            RunAll(selected, preparer, caller, description, notCovered, progress);
        }

        return new GateReport(description, options, [.. records], notCovered, clock.Elapsed, caller.Calls, caller.Busy);
    }

    private List<Oracle> Select(ImplementationDescription description, Dictionary<string, string> notCovered)
    {
        List<Oracle> matching = [.. catalogue.Oracles.Where(oracle => OracleFilter.Matches(options.Oracles, oracle.Id))];
        if (matching.Count == 0)
        {
            throw new InputException($"--oracle {options.Oracles}: no oracle of the catalogue matches; 'lowrank describe' lists them");
        }

        List<Oracle> selected = [];
        foreach (Oracle oracle in matching)
        {
            if (!description.Oracles.TryGetValue(oracle.Id, out int revision))
            {
                notCovered[oracle.Id] = "the implementation does not claim it";
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

        foreach (string unknown in description.Oracles.Keys.Where(id => !catalogue.TryGet(id, out _) && OracleFilter.Matches(options.Oracles, id)))
        {
            notCovered[unknown] = "the catalogue does not have it";
        }

        return selected;
    }

    private void RunAll(
        IReadOnlyList<Oracle> selected,
        CasePreparer preparer,
        ICaller caller,
        ImplementationDescription description,
        Dictionary<string, string> notCovered,
        IProgress<GateProgress>? progress)
    {
        string[] claimed = [.. description.Oracles.Keys];
        IEnumerable<(Oracle Oracle, IReadOnlyList<PreparedCase> Cases)> prepared = selected
            .AsParallel().AsOrdered()
            .WithDegreeOfParallelism(Math.Max(1, options.Parallelism))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(oracle => (oracle, preparer.All(oracle, options, claimed)));
        int finished = 0;
        try
        {
            foreach ((Oracle oracle, IReadOnlyList<PreparedCase> cases) in prepared)
            {
                if (cases.Count == 0)
                {
                    notCovered[oracle.Id] = "no admissible inputs could be generated";
                }

                bool stop = RunOracle(cases, preparer, caller);
                progress?.Report(new GateProgress(oracle.Id, ++finished, selected.Count));
                if (stop)
                {
                    break;
                }
            }
        }
        catch (AggregateException failure) when (failure.Flatten().InnerExceptions is [{ } cause, ..])
        {
            // What the preparation of several oracles threw in parallel: the first tells the user what to do.
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    // True when the run is over.
    private bool RunOracle(IReadOnlyList<PreparedCase> cases, CasePreparer preparer, ICaller caller)
    {
        HashSet<(string Property, Verdict Verdict)> shrunk = [];
        List<(PreparedCase Case, CaseResult Result)> values = [];
        int allowedTimeouts = caller.Timeouts + options.TimeoutBudget;
        foreach (PreparedCase prepared in cases)
        {
            if (caller.Timeouts >= allowedTimeouts)
            {
                return options.StopAtFirstFailure;
            }

            CaseResult result = CaseTest.Run(prepared, caller);
            if (prepared.Property is null && values.Count < RepeatedCases)
            {
                values.Add((prepared, result));
            }

            if (Record(prepared, result, shrunk, preparer, candidate => CaseTest.Run(candidate, caller)))
            {
                return true;
            }
        }

        foreach ((PreparedCase prepared, CaseResult before) in Enumerable.Reverse(values))
        {
            if (before.First.Answer is null || caller.Timeouts >= allowedTimeouts)
            {
                continue;
            }

            PreparedCase repeated = prepared with { Token = prepared.Token with { Property = ReplayToken.RepeatProperty } };
            PreparedCase other = values[^1].Case == prepared ? values[0].Case : values[^1].Case;
            CaseResult result = CaseTest.Again(repeated, before.First.Answer, caller);
            if (Record(repeated, result, shrunk, preparer, candidate => CaseTest.Repeat(candidate, other, caller)))
            {
                return true;
            }
        }

        return false;
    }

    // True when the run is over.
    private bool Record(
        PreparedCase prepared,
        CaseResult result,
        HashSet<(string Property, Verdict Verdict)> shrunk,
        CasePreparer preparer,
        Func<PreparedCase, CaseResult> test)
    {
        int steps = 0;
        Verdict verdict = result.Judgement.Verdict;
        if (verdict.IsFailure() && verdict != Verdict.Timeout && shrunk.Add((prepared.Token.Property, verdict)))
        {
            (prepared, result, steps) = Shrinker.Shrink(
                prepared,
                preparer,
                options.ShrinkBudget,
                candidate => test(candidate) is var still && still.Judgement.Verdict == verdict ? still : null,
                result);
        }

        records.Add(result.ToRecord(prepared, steps));
        return options.StopAtFirstFailure && verdict.IsFailure();
    }

    private void Replay(ReplayToken token, CasePreparer preparer, ICaller caller)
    {
        Oracle oracle = catalogue.Get(token.Oracle);
        PreparedCase prepared = preparer.Of(oracle, token)
            ?? throw new InputException($"replay token '{token}': it gives no admissible case of {oracle.Id}; was it printed by another version?");
        HashSet<(string Property, Verdict Verdict)> shrunk = [];
        if (token.Property == ReplayToken.RepeatProperty)
        {
            PreparedCase other = preparer.Of(oracle, token with { Seed = token.Seed + 1 }) ?? prepared;
            _ = Record(prepared, CaseTest.Repeat(prepared, other, caller), shrunk, preparer, candidate => CaseTest.Repeat(candidate, other, caller));
        }
        else
        {
            _ = Record(prepared, CaseTest.Run(prepared, caller), shrunk, preparer, candidate => CaseTest.Run(candidate, caller));
        }
    }
}
