using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The rank of the first layer in the denominator: a larger class gets a smaller value.</summary>
public sealed class FallsWithRank(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "pinto2025/lemma-10";

    protected override Answer Slip(InputRecord inputs) => Change(Honest(Oracle, inputs), -Math.Log10(Numbers(inputs, "r")[0]));
}
