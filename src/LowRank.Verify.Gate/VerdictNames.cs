namespace LowRank.Verify.Gate;

/// <summary>The spelling of verdicts in reports, and what they mean for the exit status.</summary>
public static class VerdictNames
{
    /// <summary>The name in reports: too-low, property-violated, …</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.TooLow => "too-low",
        Verdict.TooHigh => "too-high",
        Verdict.PropertyViolated => "property-violated",
        Verdict.Error => "error",
        Verdict.Crash => "crash",
        Verdict.Timeout => "timeout",
        Verdict.PrecisionLimited => "precision-limited",
        Verdict.Undecided => "undecided",
        Verdict.Skipped => "skipped",
        _ => "conforms",
    };

    /// <summary>The verdict of a name; null when there is none.</summary>
    public static Verdict? Parse(string name) => Enum.GetValues<Verdict>().Cast<Verdict?>().FirstOrDefault(verdict => verdict!.Value.Name() == name);

    /// <summary>True for the verdicts that make the run fail.</summary>
    public static bool IsFailure(this Verdict verdict) => verdict <= Verdict.Timeout;

    /// <summary>True for the verdicts that make only a strict run fail.</summary>
    public static bool IsDoubt(this Verdict verdict) => verdict is Verdict.PrecisionLimited or Verdict.Undecided or Verdict.Skipped;
}
