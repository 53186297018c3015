using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>A reference value.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Status">What became of the evaluation.</param>
/// <param name="Result">The certified result; null when there is none.</param>
/// <param name="Digits">Significant digits reached, at most those asked for; of an array relative to its largest item; the least of the
/// parts of a record.</param>
/// <param name="Unused">Given members that the oracle does not use.</param>
/// <param name="Reason">Why the result is undecided or missing; null otherwise.</param>
public sealed record Evaluation(
    Oracle Oracle, EvaluationStatus Status, Shaped<CertifiedNumber>? Result, int Digits, IReadOnlyList<string> Unused, string? Reason);
