using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>The second call of a property test.</summary>
/// <param name="Description">What was changed.</param>
/// <param name="Oracle">Id of its oracle.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Enclosure">Encloses its exact value.</param>
/// <param name="Answer">What was answered.</param>
public sealed record RelatedCall(string Description, string Oracle, InputRecord Inputs, Shaped<CertifiedNumber>? Enclosure, Answer? Answer);
