using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The stable rank without the squares: ‖A‖_F/σ₁ for ‖A‖_F²/σ₁².</summary>
public sealed class LostSquare(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/stable-rank";

    protected override Answer Slip(InputRecord inputs) => Change(Honest(Oracle, inputs), power: 0.5);
}
