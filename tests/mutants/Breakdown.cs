using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Throws on tall matrices.</summary>
public sealed class Breakdown(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/storage-rank";

    protected override Answer Slip(InputRecord inputs) => MatrixOf(inputs, "A") is { } a && a.Rows > a.Columns
        ? throw new ArithmeticException("row beyond the last")
        : Honest(Oracle, inputs);
}
