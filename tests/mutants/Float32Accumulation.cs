using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Sums of squares accumulated in float32 by an implementation that declares float64.</summary>
public sealed class Float32Accumulation(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/frobenius-norm";

    protected override Answer Slip(InputRecord inputs)
    {
        float sum = 0;
        foreach (double entry in MatrixOf(inputs, "A").Values)
        {
            sum += (float)entry * (float)entry;
        }

        return float.IsNormal(sum) ? new Answer.Value(Math.Sqrt(sum)) : Honest(Oracle, inputs);
    }
}
