using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>A recorded slip, reading or remark with its evidence evaluated.</summary>
/// <param name="Oracle">The oracle that records it.</param>
/// <param name="Note">The slip, the reading or the remark.</param>
/// <param name="Printed">Encloses the printed value; null without evidence.</param>
/// <param name="Corrected">Encloses the corrected value; null without evidence.</param>
/// <param name="Message">Why a value is missing; null otherwise.</param>
public sealed record ErratumFinding(Oracle Oracle, Note Note, Interval? Printed, Interval? Corrected, string? Message)
{
    /// <summary>True when there is evidence and it does not tell the two statements apart.</summary>
    public bool IsUnproved => Note.Evidence is not null && (Printed is null || Corrected is null || Printed.Overlaps(Corrected));

    /// <summary>All recorded slips, readings and remarks, their evidence evaluated on the spot.</summary>
    public static IEnumerable<ErratumFinding> All(ReferenceEvaluator reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Catalogue.Oracles.SelectMany(oracle => oracle.Notes.Select(note => Of(reference, oracle, note)));
    }

    private static ErratumFinding Of(ReferenceEvaluator reference, Oracle oracle, Note note)
    {
        if (note.Evidence is not { } evidence)
        {
            return new ErratumFinding(oracle, note, null, null, null);
        }

        (Interval? printed, string? reason) = Value(reference, oracle, evidence.Printed, evidence);
        (Interval? corrected, string? other) = Value(reference, oracle, evidence.Corrected, evidence);
        return new ErratumFinding(oracle, note, printed, corrected, reason ?? other);
    }

    private static (Interval? Value, string? Reason) Value(ReferenceEvaluator reference, Oracle oracle, ErratumSide side,
        ErratumEvidence evidence)
    {
        if (side.Formula is { } formula)
        {
            Outcome<Interval> outcome = reference.Number(oracle, formula, evidence.Inputs);
            return outcome.IsEnclosed ? (outcome.Value, null) : (null, $"'{side.Text}' has no certified value on these inputs");
        }

        Oracle other = side.Variant ?? (side.OracleId == oracle.Id ? oracle : reference.Catalogue.Get(side.OracleId!));
        Evaluation evaluation = reference.Evaluate(other, evidence.Inputs);
        return evaluation is { Status: EvaluationStatus.Enclosed, Result: Shaped<CertifiedNumber>.Scalar scalar }
            ? (scalar.Value.Enclosure, null) : (null, evaluation.Reason ?? $"{other.Id} gives no number");
    }
}
