using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Puts vectors to an implementation; the gate's judge decides.</summary>
/// <param name="reference">The reference path.</param>
/// <param name="implementation">What is tested.</param>
/// <param name="options">Time limit and tolerance.</param>
internal sealed class VectorRun(ReferenceEvaluator reference, IImplementation implementation, GateOptions options)
{
    /// <summary>Judges the answers to the vectors of claimed oracles; the others are left out.</summary>
    public IEnumerable<VectorVerdict> Execute(IEnumerable<TestVector> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ImplementationDescription description = implementation.Start();
        TruthSource truths = new(reference, description, options.ToleranceConstant);
        using InProcessCaller caller = new(implementation, options.TimeLimit);
        foreach (TestVector vector in vectors.Where(v => description.Oracles.TryGetValue(v.Oracle, out int revision)
            && revision == v.Revision))
        {
            Oracle oracle = reference.Catalogue.Get(vector.Oracle);
            CallOutcome outcome = caller.Call(vector.Oracle, vector.Inputs);
            Judgement judgement = outcome.Answer is null
                ? new Judgement(outcome.Failure!.Value, null, null, outcome.Message)
                : truths.Of(oracle, vector.Inputs) is { } truth
                    ? Judge.Value(truth, outcome.Answer)
                    : new Judgement(Verdict.Undecided, null, null, "the formula has no value for these inputs");
            yield return new VectorVerdict(vector, outcome.Answer, judgement);
        }
    }
}
