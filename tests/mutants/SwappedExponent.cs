using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>p and 1/p swapped: S_p^p for the norm S_p^(1/p).</summary>
public sealed class SwappedExponent(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/schatten-norm";

    protected override Answer Slip(InputRecord inputs) =>
        Change(Honest("spectra/schatten-sum", inputs), power: Number(inputs, "p"));
}
