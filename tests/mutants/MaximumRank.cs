using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The greatest rank so far where the least belongs.</summary>
public sealed class MaximumRank(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "pinto2025/theorem-7";

    protected override Answer Slip(InputRecord inputs)
    {
        double[] h = Numbers(inputs, "h"), r = Numbers(inputs, "r"), b = Numbers(inputs, "B");
        double c1 = Number(inputs, "C1"), c2 = Number(inputs, "C2"), sum = Math.Pow(c1, r.Length - 1) * Math.Sqrt(r[0] * h[1]);
        for (int i = 1; i < r.Length; i++)
        {
            sum += Math.Pow(c1, r.Length - 1 - i) * c2 * 2 * Math.Sqrt(2 * r[..(i + 1)].Max()) * Math.Sqrt(r[i] * h[i + 1]);
        }

        return double.IsInfinity(sum) ? Honest(Oracle, inputs)
            : Log10Of(Math.Log10(Number(inputs, "X_frobenius") / Number(inputs, "m")) + b.Sum(Math.Log10) + Math.Log10(sum));
    }
}
