using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The size of a negative margin taken for a margin, as published code has it.</summary>
public sealed class AbsoluteMargin(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "classical/jiang2020/margin";

    protected override Answer Slip(InputRecord inputs) =>
        Honest(Oracle, inputs) is Answer.Value { Number: < 0 } value ? new Answer.Value(-value.Number) : Honest(Oracle, inputs);
}
