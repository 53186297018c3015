using LowRank.Verify.Gate.Reporting;

namespace LowRank.Verify.Gate.Running;

/// <summary>Puts the cases of units to an implementation, shrinks the first failure of each sort, and looks for hidden state.</summary>
/// <param name="preparer">Makes cases.</param>
/// <param name="options">Budgets.</param>
internal sealed class UnitTest(CasePreparer preparer, GateOptions options)
{
    // Value cases that are put again after all others, in reverse order.
    private const int RepeatedCases = 6;

    // Each candidate costs a process.
    private const int FreshShrinkBudget = 20;

    // Timeouts of each oracle so far, in whatever unit.
    private readonly Dictionary<string, int> timeouts = new(StringComparer.Ordinal);

    /// <summary>The records of a unit, in order; fewer when the run ends at the first failure.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="caller">Where the implementation runs.</param>
    /// <param name="fresh">A process that has only been asked the same oracle's cases of earlier units like this one.</param>
    /// <param name="another">Starts a process that was asked nothing.</param>
    public IReadOnlyList<GateRecord> Run(GateUnit unit, IReadOnlyList<PreparedCase> cases, ICaller caller, ICaller fresh, Func<ICaller> another)
    {
        List<GateRecord> records = [];
        HashSet<(string Property, Verdict Verdict)> shrunk = [];
        List<(PreparedCase Case, CaseResult Result)> values = [];
        bool isFresh = unit.Part == ReplayToken.FreshProperty;
        foreach (PreparedCase prepared in cases)
        {
            CaseResult result = LeftOut(prepared) ?? (isFresh ? CaseTest.Fresh(prepared, caller, fresh) : CaseTest.Run(prepared, caller));
            if (unit.Part == ReplayToken.ValueProperty && values.Count < RepeatedCases)
            {
                values.Add((prepared, result));
            }

            if (Record(records, prepared, result, shrunk, candidate => isFresh ? Fresh(candidate, caller, another) : CaseTest.Run(candidate, caller)))
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
            PreparedCase other = values[^1].Case == prepared ? values[0].Case : values[^1].Case;
            CaseResult result = LeftOut(repeated) ?? CaseTest.Again(repeated, before.First.Answer, caller);
            if (Record(records, repeated, result, shrunk, candidate => CaseTest.Repeat(candidate, other, caller)))
            {
                return records;
            }
        }

        return records;
    }

    /// <summary>One case again, by what a failure printed.</summary>
    public IReadOnlyList<GateRecord> Replay(PreparedCase prepared, PreparedCase other, ICaller caller, Func<ICaller> another)
    {
        List<GateRecord> records = [];
        Func<PreparedCase, CaseResult> test = prepared.Token.Property switch
        {
            ReplayToken.RepeatProperty => candidate => CaseTest.Repeat(candidate, other, caller),
            ReplayToken.FreshProperty => candidate => Fresh(candidate, caller, another, other),
            _ => candidate => CaseTest.Run(candidate, caller),
        };
        _ = Record(records, prepared, test(prepared), [], test);
        return records;
    }

    private static CaseResult Fresh(PreparedCase prepared, ICaller caller, Func<ICaller> another, PreparedCase? before = null)
    {
        using ICaller fresh = another();
        if (before is not null)
        {
            _ = CaseTest.Run(before, caller);
        }

        return CaseTest.Fresh(prepared, caller, fresh);
    }

    // An oracle that times out again and again would hold up the run for hours.
    private CaseResult? LeftOut(PreparedCase prepared) =>
        timeouts.GetValueOrDefault(prepared.Oracle.Id) < options.TimeoutBudget ? null
        : new CaseResult(
            new Judging.Judgement(Verdict.Skipped, null, null, "not asked: earlier cases of this oracle ran out of time"),
            new CallOutcome(null, Verdict.Skipped, null),
            null);

    // True when the run is over.
    private bool Record(
        List<GateRecord> records,
        PreparedCase prepared,
        CaseResult result,
        HashSet<(string Property, Verdict Verdict)> shrunk,
        Func<PreparedCase, CaseResult> test)
    {
        int steps = 0;
        Verdict verdict = result.Judgement.Verdict;
        if (verdict == Verdict.Timeout)
        {
            timeouts[prepared.Oracle.Id] = timeouts.GetValueOrDefault(prepared.Oracle.Id) + 1;
        }

        if (verdict.IsFailure() && verdict != Verdict.Timeout && prepared.Recipe is not null && shrunk.Add((prepared.Token.Property, verdict)))
        {
            (prepared, result, steps) = Shrinker.Shrink(
                prepared,
                preparer,
                prepared.Token.Property == ReplayToken.FreshProperty ? Math.Min(FreshShrinkBudget, options.ShrinkBudget) : options.ShrinkBudget,
                candidate => test(candidate) is var still && still.Judgement.Verdict == verdict ? still : null,
                result);
        }

        records.Add(result.ToRecord(prepared, steps));
        return options.StopAtFirstFailure && verdict.IsFailure();
    }
}
