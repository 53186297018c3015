using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue;

/// <summary>A recorded slip with its evidence evaluated.</summary>
/// <param name="Oracle">The oracle that records it.</param>
/// <param name="Erratum">The slip.</param>
/// <param name="Printed">Encloses the printed value; null without evidence.</param>
/// <param name="Corrected">Encloses the corrected value; null without evidence.</param>
/// <param name="Message">Why a value is missing; null otherwise.</param>
public sealed record ErratumFinding(Oracle Oracle, Erratum Erratum, Interval? Printed, Interval? Corrected, string? Message)
{
    /// <summary>True when there is evidence and it does not tell the two statements apart.</summary>
    public bool IsUnproved => Erratum.Evidence is not null && (Printed is null || Corrected is null || Printed.Overlaps(Corrected));

    /// <summary>All recorded slips, their evidence evaluated on the spot.</summary>
    public static IEnumerable<ErratumFinding> All(ReferenceEvaluator reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        foreach (Oracle oracle in reference.Catalogue.Oracles)
        {
            foreach (Erratum erratum in oracle.Errata)
            {
                yield return Of(reference, oracle, erratum);
            }
        }
    }

    private static ErratumFinding Of(ReferenceEvaluator reference, Oracle oracle, Erratum erratum)
    {
        if (erratum.Evidence is not { } evidence)
        {
            return new ErratumFinding(oracle, erratum, null, null, null);
        }

        (Interval? printed, string? reason) = Value(reference, oracle, evidence.Printed, evidence);
        (Interval? corrected, string? other) = Value(reference, oracle, evidence.Corrected, evidence);
        return new ErratumFinding(oracle, erratum, printed, corrected, reason ?? other);
    }

    private static (Interval? Value, string? Reason) Value(ReferenceEvaluator reference, Oracle oracle, ErratumSide side, ErratumEvidence evidence)
    {
        if (side.Formula is { } formula)
        {
            Outcome<Interval> outcome = reference.Number(oracle, formula, evidence.Inputs);
            return outcome.IsEnclosed ? (outcome.Value, null) : (null, $"'{side.Text}' has no certified value on these inputs");
        }

        Oracle other = side.OracleId == oracle.Id ? oracle : reference.Catalogue.Get(side.OracleId!);
        Evaluation evaluation = reference.Evaluate(other, evidence.Inputs);
        return evaluation is { Status: EvaluationStatus.Enclosed, Result: ResultValue.Scalar scalar } ? (scalar.Enclosure, null) : (null, evaluation.Reason ?? $"{other.Id} gives no number");
    }
}
