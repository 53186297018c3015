using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Eigenvalues of AᵀA where singular values belong: σ² for σ.</summary>
public sealed class EigenvaluesForSingularValues(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/singular-values";

    protected override Answer Slip(InputRecord inputs) => Change(Honest(Oracle, inputs), power: 2);
}
