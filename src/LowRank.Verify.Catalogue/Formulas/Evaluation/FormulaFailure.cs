using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>Ends the evaluation of a formula that has no value; the evaluator turns it into a typed result.</summary>
internal sealed class FormulaFailure(OutcomeStatus status, string reason) : Exception(reason)
{
    /// <summary>Undecided (more precision may help) or outside the domain.</summary>
    public OutcomeStatus Status { get; } = status;

    /// <summary>A failure that no precision can mend.</summary>
    public static FormulaFailure Outside(string reason) => new(OutcomeStatus.OutsideDomain, reason);

    /// <summary>A failure that more precision may mend.</summary>
    public static FormulaFailure Undecided(string reason) => new(OutcomeStatus.Undecided, reason);
}
