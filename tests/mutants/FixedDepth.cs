using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The depth of the first network is kept for all: L is state.</summary>
public sealed class FixedDepth(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "pinto2025/theorem-7-tight-relu";

    private int? depth;

    protected override Answer Slip(InputRecord inputs)
    {
        int items = Numbers(inputs, "B").Length;
        depth ??= items;
        return Change(Honest(Oracle, inputs), (depth.Value - items) * Math.Log10(Math.Max(Number(inputs, "C1"), 1)));
    }
}
