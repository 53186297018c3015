namespace LowRank.Verify.Gate.Reporting;

/// <summary>A first question that an implementation could not answer at all; when that is true of every first question, the run ends.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Verdict">Error, crash or timeout.</param>
/// <param name="Message">What happened.</param>
/// <param name="Diagnostics">The end of standard error; null when nothing.</param>
public sealed record SmokeFailure(string Oracle, Verdict Verdict, string? Message, string? Diagnostics);
