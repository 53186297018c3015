using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Nothing judged is nothing passed.</summary>
public sealed class NothingJudgedTests
{
    private const string Id = "spectra/frobenius-norm";

    private static readonly GateOptions Quick = new() { ValueCases = 12, PropertyCases = 3, Oracles = Id };

    [Fact]
    public void A_run_of_skips_only_fails_and_says_why()
    {
        RunFindings findings = Findings((_, _) => new Answer.Skipped("not today"), Quick);
        Assert.Equal((1, true), (findings.ExitStatus, findings.IsEmpty));
        string[] text = Lines(findings);
        Assert.Equal($"No value was judged in {findings.Report.Cases.Count} cases, so nothing is passed.", text[^1]);
        Assert.Equal(
            $"not judged: {Id}, {findings.Report.Cases.Count} of {findings.Report.Cases.Count} cases skipped: not today", text[^2]);
        Assert.All(findings.Report.Cases, found => Assert.Equal(Verdict.Skipped, found.Verdict));
    }

    [Fact]
    public void An_oracle_that_is_asked_for_but_not_claimed_is_not_passed()
    {
        IImplementation honest = Bench.Honest();
        RunFindings none = Findings(honest.Run, Quick with { Oracles = "spectra/nuclear-norm" });
        Assert.Equal((1, 0), (none.ExitStatus, none.Report.Cases.Count));
        Assert.Contains("claims none of the oracles", Lines(none)[^1], StringComparison.Ordinal);
        RunFindings one = Findings(honest.Run, Quick with { Oracles = "spectra/nuclear-norm,spectra/frobenius-norm" });
        Assert.Equal(1, one.ExitStatus);
        Assert.Equal("No failure, but not gated, though asked for: spectra/nuclear-norm.", Lines(one)[^1]);

        // A pattern asks for whatever is claimed.
        Assert.Equal(0, Findings(honest.Run, Quick with { Oracles = "spectra/*-norm" }).ExitStatus);
    }

    [Fact]
    public void One_oracle_of_two_without_a_judged_value_fails_the_run()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation half = new((oracle, inputs) => oracle == Id ? honest.Run(oracle, inputs) : new Answer.Skipped("later"),
            "float64", Id, "spectra/nuclear-norm");
        RunFindings findings = Bench.Run(half, Quick with { Oracles = "spectra/*" }).Findings();
        Assert.Equal((1, false), (findings.ExitStatus, findings.IsEmpty));
        Assert.Equal("No failure, but of 1 claimed oracle no value was judged, so it is not passed: spectra/nuclear-norm.",
            Lines(findings)[^1]);
        Assert.Contains("<testcase name=\"a value is judged: spectra/nuclear-norm\"", JUnitReport.Write(findings, default),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_oracle_of_which_most_cases_were_skipped_is_named_and_passes()
    {
        IImplementation honest = Bench.Honest();
        RunFindings findings = Findings((oracle, inputs) => ((InputValue.MatrixValue)inputs.Members["A"]).Value.Rows > 1
            ? new Answer.Skipped("one row only") : honest.Run(oracle, inputs), Quick with { ValueCases = 40 });
        Assert.Equal(0, findings.ExitStatus);
        Assert.StartsWith($"mostly skipped: {Id}, ", Lines(findings)[^2], StringComparison.Ordinal);
        Assert.EndsWith(": one row only", Lines(findings)[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_intervals_say_nothing_and_narrow_ones_do()
    {
        RunFindings wide = Findings((_, _) => new Answer.Bounds(0, double.PositiveInfinity), Quick);
        Assert.Equal(1, wide.ExitStatus);
        Assert.All(wide.Report.Cases.Where(found => found.Part == "value"),
            found => Assert.Equal((Verdict.Uninformative, double.PositiveInfinity), (found.Verdict, found.Width)));
        IImplementation honest = Bench.Honest();
        RunFindings narrow = Findings((oracle, inputs) => honest.Run(oracle, inputs) is Answer.Value { Number: var number }
            ? new Answer.Bounds(number * (1 - 1e-13), number * (1 + 1e-13)) : honest.Run(oracle, inputs), Quick);
        Assert.True(narrow.ExitStatus == 0, RunText.Failures(narrow));
        RunCase nonzero = narrow.Report.Cases.First(found => found is { Part: "value", Width: > 0 });
        Assert.Equal(2e-13, nonzero.Width!.Value, 1e-15);
        Assert.Contains($"\"width\":{nonzero.Width.Value:R}", RecordJson.Line(nonzero), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, Verdict.TooLow)]
    [InlineData(double.NaN, Verdict.Error)]
    public void A_constant_is_no_answer(double constant, Verdict expected)
    {
        RunFindings findings = Findings((_, _) => new Answer.Value(constant), Quick);
        Assert.Equal(1, findings.ExitStatus);
        Assert.Contains(findings.Report.Cases, found => found.Verdict == expected);
    }

    [Fact]
    public void A_statement_of_ones_own_is_gated_by_its_file()
    {
        Oracle own = Own("gated");
        OracleCatalogue catalogue = Bench.Catalogue.With([own]);
        RunFindings Gate(double exponent, bool propertiesOnly) => new(new GateRun(catalogue,
            new ReferenceEvaluator(catalogue, Bench.Reference.Spectra),
            new FakeImplementation((_, inputs) => new Answer.Log10(
                (exponent * Math.Log10(Number(inputs, "X_norm"))) - Math.Log10(Number(inputs, "n"))),
                "float64", own.Id),
            new GateOptions { Oracles = own.Id, PropertiesOnly = propertiesOnly, OracleFiles = ["mine.yaml"] }).Execute());
        Assert.Equal(0, Gate(2, false).ExitStatus);
        Assert.Equal(1, Gate(1, false).ExitStatus);

        // By the properties alone, without the value: degree 2 in the norm.
        RunFindings right = Gate(2, true), wrong = Gate(1, true);
        Assert.True(right.ExitStatus == 0, RunText.Write(right));
        Assert.All(right.Report.Cases, found => Assert.NotEqual("value", found.Part));
        Assert.NotEmpty(wrong.Failures);
        Assert.All(wrong.Failures, group => Assert.Equal(Verdict.PropertyViolated, group.First.Verdict));
        Assert.Contains("gate --oracle-file mine.yaml --properties-only --replay ", wrong.Replay(wrong.Failures[0].First),
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => catalogue.With([Own("gated")]));
    }

    private static Oracle Own(string name) => Bench.Catalogue.Read($$"""
        id: oymak2019/{{name}}
        revision: 1
        title: the norm squared by n
        source: {paper: mine, statement: mine, provenance: derived}
        kind: quantity
        record: jacobian
        given:
          X_norm: {}
          n: {}
        value: X_norm^2 / n
        properties:
          - {homogeneous: X_norm, degree: "2"}
          - {nonincreasing: n}
        """, "mine.yaml");

    private static double Number(InputRecord inputs, string name) => ((InputValue.Number)inputs.Members[name]).Exact.ToDouble();

    private static RunFindings Findings(Func<string, InputRecord, Answer> answer, GateOptions options) =>
        Bench.Run(new FakeImplementation(answer, "float64", Id), options).Findings();

    private static string[] Lines(RunFindings findings) => RunText.Write(findings).TrimEnd('\n').Split('\n');
}
