using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// The interpreter of the oracle files in mpmath (tests/harnesses/mpmath) is right in 30 digits and more: whatever the gate says against
/// it is a fault of the gate, of the catalogue or of the interpreter.
/// </summary>
public sealed class InterpreterTests
{
    private const string Python = "/usr/bin/python3";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "harnesses", "mpmath");

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1";

    /// <summary>A few oracles of every family, and all of them where there is time; LOWRANK_INTERPRETER names another part.</summary>
    public static TheoryData<string, ulong> Parts
    {
        get
        {
            TheoryData<string, ulong> rows = [];
            string[] quick = ["spectra/storage-nuclear-norm", "classical/bartlett2017-theorem-1.1", "ledent2025/layer-entropy",
                "oymak2019/linearised-residual", "pinto2025/theorem-7"];
            string[] full = ["spectra/*", "classical/*", "ledent2025/*", "oymak2019/*", "pinto2025/*"];
            string[] parts = Environment.GetEnvironmentVariable("LOWRANK_INTERPRETER") is { } part ? [part] : IsFull ? full : quick;
            foreach (string oracles in parts)
            {
                foreach (ulong seed in IsFull ? [1ul, 2ul, 3ul] : new[] { 1ul })
                {
                    rows.Add(oracles, seed);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Interpreter_is_not_accused(string oracles, ulong seed)
    {
        GateOptions options = new() { Oracles = oracles, Seed = seed, TimeLimit = TimeSpan.FromMinutes(3), Parallelism = 1 };
        RunReport report = new GateRun(Bench.Catalogue, Bench.Reference, new HarnessCommand(Python,
            ["-B", Path.Combine(Folder, "harness.py")]), IsFull ? options : options with { ValueCases = 8, PropertyCases = 1 }).Execute();
        string failures = RunText.Failures(report.Findings());
        Assert.True(failures.Length == 0, failures);
        Assert.Empty(report.Notes);
        Assert.NotEmpty(report.Cases);
        Assert.True(report.Cases.Count(record => record.Verdict == Verdict.Conforms) > report.Cases.Count / 2);
    }

    // Functions that the interpreter does not have: convolutions, path and group norms, statistics of data, shares of spectra.
    [Fact]
    public void Every_oracle_is_interpreted()
    {
        using System.Diagnostics.Process harness = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Python,
            ["-B", Path.Combine(Folder, "harness.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        harness.StandardInput.WriteLine("{\"op\":\"start\",\"protocol\":1}");
        harness.StandardInput.Close();
        using System.Text.Json.JsonDocument description = System.Text.Json.JsonDocument.Parse(harness.StandardOutput.ReadLine()!);
        harness.WaitForExit();
        Assert.Equal(Bench.Catalogue.Oracles.Select(oracle => oracle.Id),
            description.RootElement.GetProperty("oracles").EnumerateObject().Select(oracle => oracle.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Interpreter_lies_in_the_certified_vectors_of_one_oracle()
    {
        using System.Diagnostics.Process script = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Python,
            ["-B", Path.Combine(Folder, "vectors.py"), "spectra/storage-rank"]) { RedirectStandardOutput = true })!;
        string output = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.Contains(" vectors, 0 outside, 0 skipped", output, StringComparison.Ordinal);
        Assert.Equal(0, script.ExitCode);
    }
}
