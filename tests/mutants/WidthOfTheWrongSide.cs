using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>The input width of a layer where its output width belongs.</summary>
public sealed class WidthOfTheWrongSide(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "pinto2025/theorem-7-tight";

    protected override Answer Slip(InputRecord inputs)
    {
        InputValue.Sequence h = (InputValue.Sequence)inputs.Members["h"];
        return Honest(Oracle, inputs.With("h", new InputValue.Sequence([h.Items[0], .. h.Items.Take(h.Items.Count - 1)])));
    }
}
