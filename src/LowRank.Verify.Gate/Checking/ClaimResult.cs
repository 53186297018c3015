namespace LowRank.Verify.Gate.Checking;

/// <summary>A claim and what became of it.</summary>
/// <param name="Claim">The claim on one line.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Cases">Points that were tried.</param>
/// <param name="Point">The shrunk counterexample of a refuted claim, an example of an evaluation, otherwise null.</param>
/// <param name="Message">What else there is to say; null when nothing.</param>
public sealed record ClaimResult(string Claim, ClaimVerdict Verdict, int Cases, ClaimPoint? Point, string? Message);
