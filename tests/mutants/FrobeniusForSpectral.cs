using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The Frobenius norm where the spectral norm belongs.</summary>
public sealed class FrobeniusForSpectral(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/spectral-norm";

    protected override Answer Slip(InputRecord inputs) => Honest("spectra/frobenius-norm", inputs);
}
