using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>The verdict on one case, from the gravest to the mildest.</summary>
[JsonConverter(typeof(VerdictConverter))]
public enum Verdict
{
    /// <summary>Below every value that the declared precision allows; of a bound: below the published one.</summary>
    TooLow,

    /// <summary>Above every value that the declared precision allows.</summary>
    TooHigh,

    /// <summary>An interval that contains the value, but is far wider than the declared precision explains.</summary>
    Uninformative,

    /// <summary>Two or more answers contradict a declared property beyond their tolerances.</summary>
    PropertyViolated,

    /// <summary>The implementation reported an error, or answered something that is not a finite number or has the wrong shape.</summary>
    Error,

    /// <summary>The implementation broke down.</summary>
    Crash,

    /// <summary>No answer within the time limit.</summary>
    Timeout,

    /// <summary>Inside the range that the declared precision allows on an ill-conditioned case, but far from the exact value.</summary>
    PrecisionLimited,

    /// <summary>The reference could not enclose the value, or the range of admissible answers.</summary>
    Undecided,

    /// <summary>The implementation declined the case.</summary>
    Skipped,

    /// <summary>As it should be.</summary>
    Conforms,
}

/// <summary>The spelling of verdicts in reports, and what they mean for the exit status.</summary>
public static class VerdictNames
{
    /// <summary>The name in reports: too-low, property-violated, …</summary>
    public static string Name(this Verdict verdict) => JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.ToString());

    /// <summary>True for the verdicts that make the run fail.</summary>
    public static bool IsFailure(this Verdict verdict) => verdict <= Verdict.Timeout;

    /// <summary>True where a value was judged; the others say nothing for the implementation.</summary>
    public static bool IsJudged(this Verdict verdict) =>
        verdict is Verdict.Conforms or Verdict.PrecisionLimited or Verdict.TooLow or Verdict.TooHigh or Verdict.Uninformative
            or Verdict.PropertyViolated;

    /// <summary>True for the verdicts that make only a strict run fail.</summary>
    public static bool IsDoubt(this Verdict verdict) => verdict is Verdict.PrecisionLimited or Verdict.Undecided or Verdict.Skipped;
}
