using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Wrong harnesses are caught, each by a small case; honest ones raise no alarm.</summary>
public sealed class HarnessMutantTests
{
    private const string Python = "/usr/bin/python3";
    private const int LargestSide = 4;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "mutants", "harnesses");

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1";

    /// <summary>Name, oracle and verdict of every row of the table.</summary>
    public static TheoryData<string, string, string> Mutants
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            foreach (string[] cells in Table())
            {
                rows.Add(cells[0], cells[1], cells[4]);
            }

            return rows;
        }
    }

    public static TheoryData<string, ulong> Precisions
    {
        get
        {
            TheoryData<string, ulong> rows = [];
            foreach (ulong seed in Enumerable.Range(1, IsFull ? 20 : 1).Select(seed => (ulong)seed))
            {
                rows.Add("float64", seed);
                rows.Add("float32", seed + 1);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_is_caught_by_a_small_case(string name, string oracle, string verdicts)
    {
        RunReport report = Run(new GateOptions { Oracles = oracle, StopAtFirstFailure = true }, Python, Path.Combine(Folder, "mutants.py"),
            name);
        Assert.Equal(1, report.Findings().ExitStatus);
        RunCase failure = Assert.Single(report.Cases, record => record.Verdict.IsFailure());
        // A wrong value is too low in one case and too high in another; which comes first is the generators' affair.
        string[] expected = verdicts.Split(", ");
        bool isWrongValue = failure.Verdict is Verdict.TooLow or Verdict.TooHigh
            && Array.Exists(expected, word => word is "too-low" or "too-high");
        Assert.True(isWrongValue || expected.Contains(failure.Verdict.Name()), $"{failure.Verdict.Name()}, not {verdicts}");
        Assert.All(Bench.Inputs(failure).Members.Values.SelectMany(Matrices), a => Assert.True(
            a.Value.Rows <= LargestSide && a.Value.Columns <= LargestSide, $"{a.Value.Rows}×{a.Value.Columns}"));
    }

    [Fact]
    public void Table_names_every_mutant_with_its_oracle()
    {
        using System.Diagnostics.Process list = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            Python, [Path.Combine(Folder, "mutants.py"), "--list"]) { RedirectStandardOutput = true })!;
        string[] registered = [.. list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split('\t')[..2]))];
        list.WaitForExit();
        Assert.Equal(registered, Table().Select(cells => $"{cells[0]} {cells[1]}"));
        Assert.True(registered.Length >= 25);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Honest_python_harness_raises_no_alarm(string precision, ulong seed)
    {
        NothingWrong(Run(Short(seed), Python, "-B", HonestPython, "--precision", precision));
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Honest_csharp_harness_raises_no_alarm(string precision, ulong seed)
    {
        NothingWrong(Run(Short(seed), "dotnet", HonestCSharp, "--precision", precision));
    }

    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    public void Honest_harness_lies_inside_every_vector_or_within_rounding(string language)
    {
        HarnessCommand harness = language == "python"
            ? new(Python, ["-B", HonestPython])
            : new("dotnet", [HonestCSharp]);
        GateRun run = new(Bench.Catalogue, Bench.Reference, harness,
            new GateOptions { ValueCases = 1, PropertyCases = 0, ValidateMessages = true })
        {
            Vectors = [.. Catalogue.Vectors.VectorFile.List(Repository.Vectors).SelectMany(Catalogue.Vectors.VectorFile.Read)],
        };
        RunReport report = run.Execute();
        NothingWrong(report);
        Assert.True(report.Cases.Count(record => record.Verdict == Verdict.Conforms) > 700);
    }

    [Theory]
    [InlineData("python", "spectra/frobenius-norm")]
    [InlineData("csharp", "pinto2025/lemma-6")]
    public void Short_sample_raises_no_alarm_and_is_judged(string language, string oracle)
    {
        RunReport report = language == "python"
            ? Run(Short(1), Python, "-B", Path.Combine(Repository.Root, "samples", "python", "harness.py"))
            : Run(Short(1), "dotnet", Sample("Harness"));
        NothingWrong(report);
        Assert.True(report.Cases.Count(record => record.Verdict == Verdict.Conforms && record.Oracle == oracle) >= 10);
    }

    [Fact]
    public void Test_project_that_gates_itself_passes()
    {
        using System.Diagnostics.Process tests = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "dotnet", [Sample("Gated"), "-noColor", "-method", "*.Conforms"]) { RedirectStandardOutput = true })!;
        string output = tests.StandardOutput.ReadToEnd();
        tests.WaitForExit();
        Assert.Equal(0, tests.ExitCode);
        System.Text.RegularExpressions.Match summary = System.Text.RegularExpressions.Regex.Match(output,
            "Total: (\\d+), Errors: 0, Failed: 0, Skipped: (\\d+)");
        Assert.True(summary.Success, output);
        int passed = int.Parse(summary.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            - int.Parse(summary.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, passed);
    }

    private static RunReport Run(GateOptions options, string program, params string[] arguments) =>
        new GateRun(Bench.Catalogue, Bench.Reference, new HarnessCommand(program, arguments), options).Execute();

    private static void NothingWrong(RunReport report)
    {
        Assert.Equal(string.Empty, RunText.Failures(report.Findings()));
        Assert.Empty(report.Smoke);
        Assert.Empty(report.Notes);
        Assert.NotEmpty(report.Cases);
    }

    private static GateOptions Short(ulong seed) => IsFull
        ? new GateOptions { Seed = seed }
        : new GateOptions { Seed = seed, ValueCases = 8, PropertyCases = 1 };

    private static string HonestPython => Path.Combine(Repository.Root, "tests", "harnesses", "python", "harness.py");

    private static string HonestCSharp => Built("HonestHarness", "tests", "harnesses", "csharp");

    private static string Sample(string name) => Built(name, "samples", "csharp");

    private static string Built(string name, params string[] folder) =>
        Path.Combine([Repository.Root, .. folder, name, "bin", "Release", "net10.0", name + ".dll"]);

    // The rows of the table of Python mutants: name, oracle, slip, where it occurs, verdict.
    private static IEnumerable<string[]> Table() => File.ReadLines(Path.Combine(Folder, "..", "README.md"))
        .SkipWhile(line => !line.StartsWith("| harness ", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    private static IEnumerable<InputValue.MatrixValue> Matrices(InputValue value) => value switch
    {
        InputValue.MatrixValue matrix => [matrix],
        InputValue.Sequence list => list.Items.SelectMany(Matrices),
        _ => [],
    };
}
