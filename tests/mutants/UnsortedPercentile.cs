using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The margin at a tenth of the sample in the order in which it came, not sorted.</summary>
public sealed class UnsortedPercentile(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "classical/jiang2020/margin";

    protected override Answer Slip(InputRecord inputs)
    {
        double[] margins = Numbers(inputs, "margins");
        return new Answer.Value(margins[Math.Max(1, margins.Length / 10) - 1]);
    }
}
