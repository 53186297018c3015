using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue;

/// <summary>One certified number of a result.</summary>
/// <param name="Enclosure">Contains the exact value.</param>
/// <param name="Log10">Contains its decimal logarithm; null unless the value is certainly positive.</param>
public sealed record CertifiedNumber(Interval Enclosure, Interval? Log10);
