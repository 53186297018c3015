using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Ten steps of power iteration from the vector of ones: always too low.</summary>
public sealed class PowerIteration(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/ky-fan-norm";

    protected override Answer Slip(InputRecord inputs)
    {
        LinearAlgebra.Matrix a = MatrixOf(inputs, "A");
        if (Number(inputs, "k") != 1 || a.Values.Max(Math.Abs) is < 1e-100 or > 1e100)
        {
            return Honest(Oracle, inputs);
        }

        double[] right = [.. Enumerable.Repeat(1.0, a.Columns)];
        double norm = 0;
        for (int step = 0; step < 10; step++)
        {
            double length = Math.Sqrt(right.Sum(x => x * x));
            double[] left = [.. Enumerable.Range(0, a.Rows)
                .Select(i => Enumerable.Range(0, a.Columns).Sum(j => a[i, j] * right[j]) / Math.Max(length, double.Epsilon))];
            norm = Math.Sqrt(left.Sum(x => x * x));
            right = [.. Enumerable.Range(0, a.Columns).Select(j => Enumerable.Range(0, a.Rows).Sum(i => a[i, j] * left[i]))];
        }

        return new Answer.Value(norm);
    }
}
