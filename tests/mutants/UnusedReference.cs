using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The reference matrices are read and not subtracted.</summary>
public sealed class UnusedReference(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "ledent2025/theorem-3.6/l2";

    protected override Answer Slip(InputRecord inputs) => Honest(Oracle, inputs.Without("M"));
}
