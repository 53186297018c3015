using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Running;

/// <summary>Puts a prepared case to an implementation and judges what comes back.</summary>
internal static class CaseTest
{
    /// <summary>What the message on a wrong value begins with where the test of a property met it.</summary>
    public const string OfProperty = "one of the two answers of a property that holds: ";

    /// <summary>The value test, or the test of the case's property.</summary>
    public static CaseResult Run(PreparedCase prepared, ICaller caller)
    {
        CallOutcome first = Call(prepared, caller);
        if (prepared.Relation is not { } relation)
        {
            return new CaseResult(
                Broken(first) ?? Judge.Value(prepared.Truth, first.Answer!), first, null);
        }

        if (relation.OrderedParts is { } parts)
        {
            Judgement order = Broken(first) ?? RelationJudge.Ordered(parts, prepared.Truth, first.Answer!);
            return new CaseResult(Excused(order, RelationJudge.IsRefuted(parts, prepared.Truth)), first, null);
        }

        CallOutcome second = first.Answer is null ? first : caller.Call(relation.Oracle.Id, relation.Inputs);
        if (relation.Oracle != prepared.Oracle && first.Answer is { } own && !Judge.Value(prepared.Truth, own).Verdict.IsFailure()
            && Fault(prepared.SecondTruth!, second) is { } fault)
        {
            return new CaseResult(new Judgement(Verdict.Undecided, null, null, $"not compared: {relation.Oracle.Id} failed: {fault}"),
                first, second);
        }

        Judgement judgement = Broken(first) ?? Broken(second)
            ?? RelationJudge.Compare(relation.Claim, relation.Factor, prepared.Truth, first.Answer!, prepared.SecondTruth!, second.Answer!);
        bool isRefuted = judgement.Verdict == Verdict.PropertyViolated
            && RelationJudge.IsRefuted(relation.Claim, relation.Factor, prepared.Truth, prepared.SecondTruth!);
        judgement = Excused(judgement, isRefuted);
        if (!judgement.Verdict.IsFailure()
            && (Wrong(prepared.Truth, first.Answer)
                ?? (relation.Oracle == prepared.Oracle ? Wrong(prepared.SecondTruth!, second.Answer) : null)) is { } wrong)
        {
            return new CaseResult(wrong, first, second) { IsOfValue = true };
        }

        return new CaseResult(judgement, first, second);
    }

    // What is wrong with the answer of an oracle that this one is compared with: its own cases are there for that.
    private static string? Fault(CaseTruth truth, CallOutcome call) => call.Failure is not null ? call.Message
        : Judge.Value(truth, call.Answer!) is { } value && value.Verdict.IsFailure() ? value.Message ?? value.Verdict.Name() : null;

    // The truth of both calls is known, so two wrong answers that agree with each other do not pass. An answer of another oracle is
    // that oracle's affair.
    private static Judgement? Wrong(CaseTruth truth, Answer? answer) =>
        answer is not null && Judge.Value(truth, answer) is { } value && value.Verdict.IsFailure()
            ? value with { Message = OfProperty + value.Message }
            : null;

    /// <summary>Calls again and compares with an earlier answer.</summary>
    public static CaseResult Again(PreparedCase prepared, Answer earlier, ICaller caller)
    {
        CallOutcome again = Call(prepared, caller);
        CallOutcome twice = again.Answer is null ? again : Call(prepared, caller);
        CallOutcome before = CallOutcome.Answered(earlier);
        Judgement judgement = Broken(again) ?? Broken(twice)
            ?? Judgement.Graver(Same(prepared, earlier, again.Answer!), Same(prepared, again.Answer!, twice.Answer!));
        return new CaseResult(judgement, before, Same(prepared, earlier, again.Answer ?? earlier).Verdict.IsFailure() ? again : twice);
    }

    /// <summary>Calls, calls other cases, and calls twice again.</summary>
    public static CaseResult Repeat(PreparedCase prepared, IReadOnlyList<PreparedCase> others, ICaller caller)
    {
        CallOutcome first = Call(prepared, caller);
        if (first.Answer is not { } answer)
        {
            return new CaseResult(Broken(first)!, first, null);
        }

        History(others, caller);
        return Again(prepared, answer, caller);
    }

    /// <summary>
    /// Calls other cases and then this one twice, this one alone in another process, and compares the second answer with that.
    /// </summary>
    public static CaseResult Fresh(PreparedCase prepared, IReadOnlyList<PreparedCase> others, ICaller caller, ICaller fresh)
    {
        History(others, caller);
        _ = Call(prepared, caller);
        return Fresh(prepared, caller, () => Call(prepared, fresh));
    }

    private static void History(IReadOnlyList<PreparedCase> others, ICaller caller)
    {
        foreach (PreparedCase other in others)
        {
            _ = Call(other, caller);
        }
    }

    /// <summary>Calls in a process with a history, and compares with the outcome in a fresh one.</summary>
    public static CaseResult Fresh(PreparedCase prepared, ICaller caller, Func<CallOutcome> fresh)
    {
        CallOutcome first = Call(prepared, caller);
        CallOutcome second = first.Answer is null ? first : fresh();
        Judgement judgement = Broken(first) ?? Broken(second) ?? Same(prepared, first.Answer!, second.Answer!);
        return new CaseResult(judgement, first, second);
    }

    private static CallOutcome Call(PreparedCase prepared, ICaller caller) => caller.Call(prepared.Oracle.Id, prepared.FreshInputs());

    // The implementation is not to blame for a property that the formula itself does not have.
    private static Judgement Excused(Judgement judgement, bool isRefuted) => judgement.Verdict == Verdict.PropertyViolated && isRefuted
        ? judgement with { Verdict = Verdict.Undecided,
            Message = "the catalogue declares a property that its own certified values contradict here" }
        : judgement;

    private static Judgement? Broken(CallOutcome call) =>
        call.Failure is { } verdict ? new Judgement(verdict, null, null, call.Message) : null;

    // Two calls of an honest implementation may differ by rounding (threads, alignment), not by more. What is wrong with an answer that
    // came twice, such as NaN, is the affair of the cases for its value.
    private static Judgement Same(PreparedCase prepared, Answer a, Answer b)
    {
        if (a is Answer.Skipped or Answer.Error || b is Answer.Skipped or Answer.Error)
        {
            // Declined twice says nothing; an error was reported when it was the answer to the case itself.
            return a.GetType() == b.GetType()
                ? new Judgement(Verdict.Skipped, null, null, (a as Answer.Skipped)?.Reason ?? (a as Answer.Error)?.Reason)
                : new Judgement(Verdict.PropertyViolated, null, null, "the same inputs are answered once and declined once");
        }

        Judgement judgement = RelationJudge.Compare(Claim.Equal, Interval.One, prepared.Truth, a, prepared.Truth, b);
        return judgement.Verdict.IsFailure() && JsonNode.DeepEquals(RecordJson.Write(a), RecordJson.Write(b))
            ? new Judgement(Verdict.Conforms, null, null, null)
            : judgement.Verdict == Verdict.PropertyViolated
            ? judgement with { Message = "the same inputs got another answer later: hidden state" }
            : judgement;
    }
}
