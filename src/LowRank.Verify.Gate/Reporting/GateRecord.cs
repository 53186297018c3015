using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>The result of one case.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Property">"value", "same case twice", or the declared property.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Inputs">The inputs; of a failure after shrinking.</param>
/// <param name="Enclosure">Encloses the exact value.</param>
/// <param name="Answer">What was answered; null when nothing was.</param>
/// <param name="Related">The second call of a property.</param>
/// <param name="Distance">Signed distance from the exact value in tolerances.</param>
/// <param name="RelativeError">Distance from the exact value relative to its size.</param>
/// <param name="Message">What is wrong, in words.</param>
/// <param name="Shrinks">Simplifications that led to the inputs.</param>
/// <param name="Replay">Regenerates the case before shrinking; unique in a run.</param>
public sealed record GateRecord(
    string Oracle,
    int Revision,
    OracleKind Kind,
    string Property,
    Verdict Verdict,
    InputRecord Inputs,
    Shaped<CertifiedNumber>? Enclosure,
    Answer? Answer,
    RelatedCall? Related,
    double? Distance,
    double? RelativeError,
    string? Message,
    int Shrinks,
    ReplayToken Replay)
{
    /// <summary>How ill-conditioned the case is; see <see cref="Judging.Judgement.Condition"/>.</summary>
    public double? Condition { get; init; }

    /// <summary>The end of what the implementation wrote to standard error during a failing case; null when nothing.</summary>
    public string? Diagnostics { get; init; }
}
