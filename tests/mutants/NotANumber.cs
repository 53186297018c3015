using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>NaN where the spectrum has a zero.</summary>
public sealed class NotANumber(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/schatten-sum-at-storage-rank";

    protected override Answer Slip(InputRecord inputs) => MatrixOf(inputs, "A").Values.Contains(0)
        ? new Answer.Value(double.NaN)
        : Honest(Oracle, inputs);
}
