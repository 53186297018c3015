using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Tests;

/// <summary>An implementation that is one function, for testing the runner itself.</summary>
internal sealed class FakeImplementation(Func<string, InputRecord, Answer> answer, string precision = "float64", params string[] oracles)
    : IImplementation
{
    public ImplementationDescription Start() => new(
        "fake", "1", "csharp", precision, oracles.ToDictionary(id => id, _ => 1, StringComparer.Ordinal), new Dictionary<string, string>());

    public Answer Run(string oracle, InputRecord inputs) => answer(oracle, inputs);
}
