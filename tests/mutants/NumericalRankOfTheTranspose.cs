using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Counts rows that are not zero: not invariant under transposition.</summary>
public sealed class NumericalRankOfTheTranspose(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/rank";

    protected override Answer Slip(InputRecord inputs)
    {
        LinearAlgebra.Matrix a = MatrixOf(inputs, "A");
        return new Answer.Value(Enumerable.Range(0, a.Rows).Count(i => Enumerable.Range(0, a.Columns).Any(j => a[i, j] != 0)));
    }
}
