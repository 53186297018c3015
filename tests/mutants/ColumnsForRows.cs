using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The (2,1) norm over the wrong axis.</summary>
public sealed class ColumnsForRows(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/row-norm-21";

    protected override Answer Slip(InputRecord inputs) => Honest("spectra/column-norm-21", inputs);
}
