using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Judging;

/// <summary>What is known of one case: the certified value and the range that the declared precision allows.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Exact">Encloses the exact value; null when the reference could not.</param>
/// <param name="Range">Contains every answer that rounding can explain; null when it could not be bounded.</param>
/// <param name="Model">The rounding that is allowed.</param>
/// <param name="Reason">Why something is missing.</param>
public sealed record CaseTruth(Oracle Oracle, InputRecord Inputs, Shaped<CertifiedNumber>? Exact, Shaped<CertifiedNumber>? Range,
    RoundingModel Model, string? Reason)
{
    /// <summary>True where the value is not asked for: properties are judged by the answers alone.</summary>
    public bool IsUnasked { get; init; }

    /// <summary>True when the reference did not decide the value: there is no enclosure, or it is the hull over an open tie.</summary>
    public bool IsOpen { get; init; }
}
