namespace LowRank.Verify.Gate.Contract;

/// <summary>What came of one call: an answer, or a breakdown.</summary>
/// <param name="Answer">The answer; null when there is none.</param>
/// <param name="Failure">Error, crash, timeout or skipped when there is no answer.</param>
/// <param name="Message">What happened.</param>
internal sealed record CallOutcome(Answer? Answer, Verdict? Failure, string? Message)
{
    // Lists in lists that an answer may have; results have two, and records are read to twice as many.
    private const int MostLevels = 32;

    /// <summary>The end of what the implementation wrote to standard error since the call before; null when nothing.</summary>
    public string? Diagnostics { get; init; }

    /// <summary>A call that was answered; what nests without end is no answer.</summary>
    public static CallOutcome Answered(Answer answer) => new(IsDeep(answer)
        ? new Answer.Error(FormattableString.Invariant($"the answer nests deeper than {MostLevels} levels"))
        : answer, null, null);

    /// <summary>A call without an answer.</summary>
    public static CallOutcome Broken(Verdict verdict, string? message) => new(null, verdict, message);

    // The depth of the answer costs no stack.
    private static bool IsDeep(Answer answer)
    {
        Stack<(Answer Part, int Level)> open = new([(answer, 0)]);
        while (open.TryPop(out (Answer Part, int Level) at))
        {
            if (at.Level > MostLevels)
            {
                return true;
            }

            foreach (Answer part in at.Part switch
            {
                Answer.Values list => list.Items,
                Answer.Named record => record.Members.Values,
                _ => [],
            })
            {
                open.Push((part, at.Level + 1));
            }
        }

        return false;
    }
}
