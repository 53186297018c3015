using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>The verdict on an answer, with its measure.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Distance">
/// Signed distance of the answer from the certified value in units of the tolerance on that side: within ±1 for an admissible
/// answer, infinite where no deviation at all is admissible; null when there is no number to measure.
/// </param>
/// <param name="RelativeError">Distance from the certified value relative to its size (of an array: to its largest item).</param>
/// <param name="Message">What is wrong, in words; null when nothing is.</param>
public sealed record Judgement(Verdict Verdict, double? Distance, double? RelativeError, string? Message)
{
    /// <summary>
    /// How ill-conditioned the case is: the widest admissible deviation in units of that of a single operation, c·u·(1 + |ln value|);
    /// about 1 for a single operation, infinite for an exact 0 that rounding may leave; null when there is no number to judge.
    /// </summary>
    public double? Condition { get; init; }

    /// <summary>
    /// Width of an interval that was answered, relative to the size of the exact value; infinite for one of an exact 0 or without end;
    /// null for an answer that is no interval.
    /// </summary>
    public double? Width { get; init; }

    /// <summary>The graver of two verdicts; of two equal ones the larger distance.</summary>
    public static Judgement Graver(Judgement a, Judgement b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Verdict != b.Verdict ? a.Verdict < b.Verdict ? a : b
            : Math.Abs(b.Distance ?? 0) > Math.Abs(a.Distance ?? 0) ? b : a;
    }
}
