using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Running;

/// <summary>Puts the cases of units to an implementation, shrinks the first failure of each sort, and looks for hidden state.</summary>
/// <param name="preparer">Makes cases.</param>
/// <param name="options">Budgets.</param>
/// <param name="isIsolated">Whether another caller is another process.</param>
/// <param name="another">Opens a caller; of an isolated callee a process that was asked nothing.</param>
internal sealed class UnitTest(CasePreparer preparer, GateOptions options, bool isIsolated, Func<ICaller> another)
{
    // Value cases that are put again after all others, in reverse order.
    private const int RepeatedCases = 6;

    // Where each candidate costs a process or two.
    private const int ProcessBudget = 25;

    // Timeouts of each oracle so far, in whatever unit.
    private readonly Dictionary<string, int> timeouts = new(StringComparer.Ordinal);

    // Id of the unit at work.
    private string current = string.Empty;

    /// <summary>The records of the unit at work so far: what is left of it when the run is interrupted.</summary>
    public IReadOnlyList<RunCase> Judged { get; private set; } = [];

    /// <summary>Calls made of callers that were opened here.</summary>
    public int Calls { get; private set; }

    /// <summary>Time spent in them.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>The records of a unit, in order; fewer when the run ends at the first failure.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="caller">Where the implementation runs.</param>
    /// <param name="fresh">The outcome of a case in a process that was asked nothing of the lane but other cases of this sort.</param>
    /// <exception cref="OperationCanceledException">The run was interrupted; <see cref="Judged"/> has what was judged.</exception>
    public IReadOnlyList<RunCase> Run(GateUnit unit, IReadOnlyList<PreparedCase> cases, ICaller caller,
        Func<PreparedCase, CallOutcome> fresh)
    {
        current = unit.Id;
        List<RunCase> records = [];
        Judged = records;
        HashSet<(string Property, Verdict Verdict)> shrunk = [];
        List<(PreparedCase Case, CaseResult Result)> values = [];
        bool isFresh = unit.Part == ReplayToken.FreshProperty;
        foreach (PreparedCase prepared in cases)
        {
            CaseResult result = LeftOut(prepared) ?? (isFresh ? CaseTest.Fresh(prepared, caller, () => fresh(prepared))
                : CaseTest.Run(prepared, caller));
            if (unit.Part == ReplayToken.ValueProperty && values.Count < RepeatedCases)
            {
                values.Add((prepared, result));
            }

            if (isFresh ? RecordHidden(records, prepared, result, shrunk)
                : Record(records, prepared, result, shrunk, candidate => CaseTest.Run(candidate, caller)))
            {
                return records;
            }
        }

        foreach ((PreparedCase prepared, CaseResult before) in Enumerable.Reverse(values))
        {
            if (before.First.Answer is null)
            {
                continue;
            }

            PreparedCase repeated = prepared with { Token = prepared.Token with { Property = ReplayToken.RepeatProperty } };
            CaseResult result = LeftOut(repeated) ?? CaseTest.Again(repeated, before.First.Answer, caller);
            if (RecordHidden(records, repeated, result, shrunk))
            {
                return records;
            }
        }

        return records;
    }

    /// <summary>One case again, by what a failure printed.</summary>
    public IReadOnlyList<RunCase> Replay(PreparedCase prepared)
    {
        current = GateUnit.Of(prepared.Oracle, prepared.Token).Id;
        List<RunCase> records = [];
        if (prepared.Token.Property is ReplayToken.RepeatProperty or ReplayToken.FreshProperty)
        {
            IReadOnlyList<PreparedCase> others = preparer.Others(prepared.Oracle, prepared.Token);
            _ = Record(records, prepared, Hidden(prepared, others), [], candidate => Hidden(candidate, others));
        }
        else
        {
            using ICaller caller = another();
            _ = Record(records, prepared, CaseTest.Run(prepared, caller), [], candidate => CaseTest.Run(candidate, caller));
            Count(caller);
        }

        return records;
    }

    // The search for hidden state with nothing before it but what the token gives.
    private CaseResult Hidden(PreparedCase prepared, IReadOnlyList<PreparedCase> others)
    {
        using ICaller caller = another();
        using ICaller fresh = another();
        CaseResult result = prepared.Token.Property == ReplayToken.RepeatProperty
            ? CaseTest.Repeat(prepared, others, caller)
            : CaseTest.Fresh(prepared, others, caller, fresh);
        Count(caller);
        Count(fresh);
        return result;
    }

    private void Count(ICaller caller)
    {
        Calls += caller.Calls;
        Busy += caller.Busy;
    }

    // What was seen after all that the run had asked before is shown by a short history, where one shows it; then it is shrunk. Where
    // the first call gave no answer already there is nothing hidden to look for, and what runs out of time is not asked again.
    private bool RecordHidden(List<RunCase> records, PreparedCase prepared, CaseResult result,
        HashSet<(string Property, Verdict Verdict)> shrunk)
    {
        if (result.Judgement.Verdict.IsFailure() && (result.First.Answer is null || result.Judgement.Verdict == Verdict.Timeout))
        {
            return RecordAsItIs(records, prepared, result);
        }

        if (!result.Judgement.Verdict.IsFailure() || shrunk.Contains((prepared.Token.Property, result.Judgement.Verdict)))
        {
            return Record(records, prepared, result, shrunk, static _ => throw new InvalidOperationException("nothing to shrink"));
        }

        IReadOnlyList<PreparedCase> others = preparer.Others(prepared.Oracle, prepared.Token);
        CaseResult again;
        try
        {
            again = Hidden(prepared, others);
        }
        catch (OperationCanceledException)
        {
            records.Add(result.ToRecord(prepared, 0, current));
            throw;
        }

        if (again.Judgement.Verdict == result.Judgement.Verdict)
        {
            return Record(records, prepared, again, shrunk, candidate => Hidden(candidate, others));
        }

        _ = shrunk.Add((prepared.Token.Property, result.Judgement.Verdict));
        return RecordAsItIs(records, prepared, result with { Judgement = result.Judgement with { Message = result.Judgement.Message
            + "; seen only after what this run had asked before: repeat the run, its token alone does not show it" } });
    }

    private bool RecordAsItIs(List<RunCase> records, PreparedCase prepared, CaseResult result)
    {
        CountTimeout(prepared, result);
        records.Add(result.ToRecord(prepared, 0, current));
        return options.StopAtFirstFailure;
    }

    private void CountTimeout(PreparedCase prepared, CaseResult result)
    {
        if (result.Judgement.Verdict == Verdict.Timeout)
        {
            timeouts[prepared.Oracle.Id] = timeouts.GetValueOrDefault(prepared.Oracle.Id) + 1;
        }
    }

    // An oracle that times out again and again would hold up the run for hours.
    private CaseResult? LeftOut(PreparedCase prepared) =>
        timeouts.GetValueOrDefault(prepared.Oracle.Id) < options.TimeoutBudget ? null
        : new CaseResult(
            new Judging.Judgement(Verdict.Skipped, null, null, "not asked: earlier cases of this oracle ran out of time"),
            CallOutcome.Broken(Verdict.Skipped, null),
            null);

    // The cases of a sweep are one picture and stay together; the same slip shows in generated values, which are shrunk.
    private static bool IsShrunk(PreparedCase prepared) =>
        prepared.Recipe is not null && !prepared.Token.Property.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal);

    // True when the run is over.
    private bool Record(
        List<RunCase> records,
        PreparedCase prepared,
        CaseResult result,
        HashSet<(string Property, Verdict Verdict)> shrunk,
        Func<PreparedCase, CaseResult> test)
    {
        int steps = 0;
        Verdict verdict = result.Judgement.Verdict;
        CountTimeout(prepared, result);
        if (verdict.IsFailure() && verdict != Verdict.Timeout && IsShrunk(prepared) && shrunk.Add((prepared.Token.Property, verdict)))
        {
            // Each candidate that runs out of time costs the whole limit.
            int late = 0;
            try
            {
                (prepared, result, steps) = Shrinker.Shrink(
                    prepared,
                    preparer,
                    isIsolated && prepared.Token.Property is ReplayToken.RepeatProperty or ReplayToken.FreshProperty
                        ? Math.Min(ProcessBudget, options.ShrinkBudget) : options.ShrinkBudget,
                    candidate =>
                    {
                        CaseResult still = test(candidate);
                        late += still.Judgement.Verdict == Verdict.Timeout ? 1 : 0;
                        return still.Judgement.Verdict == verdict ? still : null;
                    },
                    result,
                    () => late >= options.TimeoutBudget);
            }
            catch (OperationCanceledException)
            {
                records.Add(result.ToRecord(prepared, 0, current));
                throw;
            }
        }

        records.Add(result.ToRecord(prepared, steps, current));
        return options.StopAtFirstFailure && verdict.IsFailure();
    }
}
