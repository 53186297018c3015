namespace LowRank.Verify.Gate.Reporting;

/// <summary>A unit that is complete in the records of a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cases">How many cases it has.</param>
/// <param name="Start">Where its first line begins in the file.</param>
/// <param name="End">Where its last line ends in the file.</param>
public sealed record RunUnit(string Id, int Cases, long Start, long End);
