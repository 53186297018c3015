using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Mutants;

/// <summary>Every second call is answered by the matrix of the call before: hidden state.</summary>
public sealed class AlternatingState(IImplementation honest) : Mutant(honest)
{
    public override string Oracle => "spectra/column-norm-21";

    private InputRecord? before;

    protected override Answer Slip(InputRecord inputs)
    {
        Answer answer = Honest(Oracle, before ?? inputs);
        before = before is null ? inputs : null;
        return answer;
    }
}
