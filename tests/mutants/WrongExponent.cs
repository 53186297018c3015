using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Exponent 2p where p belongs.</summary>
public sealed class WrongExponent(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/schatten-sum";

    protected override Answer Slip(InputRecord inputs) =>
        Honest(Oracle, inputs.With("p", InputValue.Number.Of(2 * Number(inputs, "p"))));
}
