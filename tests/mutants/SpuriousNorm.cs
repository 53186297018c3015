using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The norm of the hidden layer once more in front, as published code has it.</summary>
public sealed class SpuriousNorm(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "classical/neyshabur2018/two-layers";

    protected override Answer Slip(InputRecord inputs)
    {
        Arithmetic.Rational norm = ((InputValue.Number)inputs.Members["U_spectral"]).Exact;
        Arithmetic.Rational size = ((InputValue.Number)inputs.Members["B"]).Exact;
        return Honest(Oracle, norm.Sign == 0 ? inputs : inputs.With("B", new InputValue.Number(size * norm)));
    }
}
