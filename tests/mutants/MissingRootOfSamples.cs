using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>1/√m forgotten.</summary>
public sealed class MissingRootOfSamples(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "pinto2025/lemma-4";

    protected override Answer Slip(InputRecord inputs) => Change(Honest(Oracle, inputs), Math.Log10(Number(inputs, "m")) / 2);
}
