using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants;

/// <summary>Norms of batches of two inputs, added up, for the norm of all inputs.</summary>
public sealed class NormPerBatch(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "classical/golowich2018-theorem-1/from-weights";

    protected override Answer Slip(InputRecord inputs)
    {
        Matrix x = MatrixOf(inputs, "X");
        double[] squares = [.. Enumerable.Range(0, x.Rows).Select(i => Enumerable.Range(0, x.Columns).Sum(j => x[i, j] * x[i, j]))];
        double batches = squares.Chunk(2).Sum(batch => Math.Sqrt(batch.Sum())), all = Math.Sqrt(squares.Sum());
        return all > 0 ? Change(Honest(Oracle, inputs), Math.Log10(batches / all)) : Honest(Oracle, inputs);
    }
}
