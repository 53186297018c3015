using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Reports;
using LowRank.Verify.Gate.Running;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Xunit;

/// <summary>
/// Gates an implementation from a project's own tests: derive a public class, create the implementation, and every oracle of the
/// catalogue becomes one test. An oracle that the implementation does not claim is skipped; a failure shows the shrunk case with
/// the certified value, the answer, and the token that replays it.
/// </summary>
/// <example>
/// <code>
/// public sealed class MyGate : GatedImplementationTests
/// {
///     protected override IImplementation Create() => new MyImplementation();
/// }
/// </code>
/// </example>
public abstract class GatedImplementationTests
{
    /// <summary>One line per oracle of the catalogue that stands beside the test program.</summary>
    public static TheoryData<string> Oracles => [.. OracleCatalogue.LoadDefault().Oracles.Select(oracle => oracle.Id)];

    /// <summary>How each oracle is gated; seed, cases and tolerance may be changed here.</summary>
    protected virtual GateOptions Options => new();

    /// <summary>The catalogue.</summary>
    protected virtual OracleCatalogue Catalogue => OracleCatalogue.LoadDefault();

    /// <summary>Creates the implementation under test; called once per oracle.</summary>
    protected abstract IImplementation Create();

    /// <summary>The implementation conforms to the oracle: values, declared properties, no hidden state.</summary>
    /// <param name="oracle">Id of the oracle.</param>
    [Theory]
    [MemberData(nameof(Oracles))]
    public void Conforms(string oracle)
    {
        OracleCatalogue catalogue = Catalogue;
        ReferenceEvaluator reference = new(catalogue, new SpectrumCertifier(Engines.Default));
        RunReport report = new GateRun(catalogue, reference, Create(), Options with { Oracles = oracle }).Execute();
        if (report.NotCovered.TryGetValue(oracle, out string? reason))
        {
            Assert.Skip(reason);
        }

        RunFindings findings = new(report) { IsInProcess = true };
        if (findings.ExitStatus != 0)
        {
            string doubts = string.Join(", ",
                findings.Table.SelectMany(row => row.Counts).Where(c => c.Key.IsDoubt()).Select(c => $"{c.Value} {c.Key.Name()}"));
            string failures = RunText.Failures(findings);
            Assert.Fail(failures.Length > 0 ? failures : $"strict: {doubts}");
        }
    }
}
