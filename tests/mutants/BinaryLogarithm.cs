using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>log₂ where ln belongs.</summary>
public sealed class BinaryLogarithm(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "classical/golowich2018-theorem-1";

    protected override Answer Slip(InputRecord inputs)
    {
        double d = Numbers(inputs, "M_F").Length;
        return Change(Honest(Oracle, inputs), Math.Log10((Math.Sqrt(2 * d) + 1) / (Math.Sqrt(2 * Math.Log(2) * d) + 1)));
    }
}
