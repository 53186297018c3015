using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The margin is read and not used.</summary>
public sealed class UnusedMargin(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "ledent2025/theorem-3.6/code";

    protected override Answer Slip(InputRecord inputs) => Honest(Oracle, inputs.Without("gamma"));
}
