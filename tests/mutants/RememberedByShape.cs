using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>A cache of spectra with the shape as its key: the answer depends on what was asked before.</summary>
public sealed class RememberedByShape(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/nuclear-norm";

    private readonly Dictionary<(int Rows, int Columns), Answer> known = [];

    protected override Answer Slip(InputRecord inputs)
    {
        LinearAlgebra.Matrix a = MatrixOf(inputs, "A");
        Answer answer = known.TryGetValue((a.Rows, a.Columns), out Answer? remembered) ? remembered : Honest(Oracle, inputs);
        known[(a.Rows, a.Columns)] = answer;
        return answer;
    }
}
