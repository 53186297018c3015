using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants;

/// <summary>A deliberately wrong implementation: the honest one with one slip in one oracle.</summary>
/// <param name="honest">The honest implementation.</param>
public abstract class Mutant(IImplementation honest) : IImplementation
{
    /// <summary>The oracle that the slip is in.</summary>
    public abstract string Oracle { get; }

    public ImplementationDescription Start() => honest.Start() with { Name = GetType().Name };

    public Answer Run(string oracle, InputRecord inputs) => oracle == Oracle ? Slip(inputs) : honest.Run(oracle, inputs);

    /// <summary>The wrong answer.</summary>
    protected abstract Answer Slip(InputRecord inputs);

    protected Answer Honest(string oracle, InputRecord inputs) => honest.Run(oracle, inputs);

    protected static Matrix MatrixOf(InputRecord inputs, string name) => ((InputValue.MatrixValue)inputs.Members[name]).Value;

    protected static double Number(InputRecord inputs, string name) => ((InputValue.Number)inputs.Members[name]).Exact.ToDouble();

    protected static double[] Numbers(InputRecord inputs, string name) =>
        [.. ((InputValue.Sequence)inputs.Members[name]).Items.Select(item => ((InputValue.Number)item).Exact.ToDouble())];

    protected static Answer Log10Of(double logarithm) =>
        Math.Abs(logarithm) < 300 ? new Answer.Value(Math.Pow(10, logarithm)) : new Answer.Log10(logarithm);

    /// <summary>The answer times 10^shift, then to a power.</summary>
    protected static Answer Change(Answer answer, double shift = 0, double power = 1) => answer switch
    {
        Answer.Value value when shift == 0 && power == 1 => value,
        Answer.Value value => value.Number == 0 ? value : Log10Of((Math.Log10(value.Number) + shift) * power),
        Answer.Log10 logarithm => double.IsFinite(logarithm.Exponent) ? Log10Of((logarithm.Exponent + shift) * power) : logarithm,
        Answer.Values list => new Answer.Values([.. list.Items.Select(item => Change(item, shift, power))]),
        _ => answer,
    };
}
