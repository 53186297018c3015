using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Tests of the fast path on one engine; each derived class runs on the managed and on the default one.</summary>
public abstract class EngineCase(IEngine engine)
{
    protected IEngine Engine => engine;

    protected FastEvaluator Evaluator { get; } = new(engine);

    protected FastNumber Scalar(string oracle, InputRecord inputs) => Evaluator.Evaluate(oracle, inputs).Numbers.Single;

    protected double Value(string oracle, InputRecord inputs) => Scalar(oracle, inputs).Value;

    protected string Reason(string oracle, InputRecord inputs) =>
        Assert.IsType<FastResult.NotApplicable>(Evaluator.Evaluate(oracle, inputs)).Reason;

    protected string Message(string oracle, InputRecord inputs) =>
        Assert.Throws<InputException>(() => Evaluator.Evaluate(oracle, inputs)).Message;
}
