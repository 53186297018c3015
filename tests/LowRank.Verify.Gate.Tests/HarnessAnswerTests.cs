using System.Text;
using System.Text.Json;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Harness;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Lines of a harness as answers, and what becomes of those that are no numbers.</summary>
public sealed class HarnessAnswerTests
{
    private const int Million = 1_000_000;

    // 5 is the Frobenius norm of [3 4].
    private static readonly CaseTruth Five = Truth(3, 4);

    [Theory]
    [InlineData("4.93", 4.93)]
    [InlineData("-0.0", -0.0)]
    [InlineData("3", 3.0)]
    [InlineData("0e999999999999", 0.0)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("0.1000000000000000055511151231257827021181583404541015625", 0.1)]
    [InlineData("NaN", double.NaN)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("\"nan\"", double.NaN)]
    [InlineData("\"inf\"", double.PositiveInfinity)]
    public void Number_of_JSON_is_one_double(string text, double expected) =>
        Assert.Equal(new Answer.Value(expected), Read($"\"value\":{text}"));

    [Theory]
    [InlineData("1e400", "1e400")]
    [InlineData("-1E+400", "-1E+400")]
    [InlineData("1e-400", "1e-400")]
    [InlineData("\"4.387022532\"", "4.387022532")]
    [InlineData("\"1e-400\"", "1e-400")]
    [InlineData("\"twelve\"", "twelve")]
    public void Text_and_what_no_double_holds_stay_as_written(string text, string expected) =>
        Assert.Equal(new Answer.Decimal(expected), Read($"\"value\":{text}"));

    [Fact]
    public void Logarithms_stand_for_the_whole_or_for_parts()
    {
        Assert.Equal(new Answer.Log10(412.7), Read("\"log10\":412.7"));
        Assert.Equal(new Answer.Log10(double.NegativeInfinity), Read("\"log10\":\"-inf\""));
        Assert.Equal(new Answer.Log10(double.NegativeInfinity), Read("\"log10\":-Infinity"));
        Assert.Equal(new Answer.Log10(-400.5), Read("\"log10\":\"-400.5\""));
        Assert.Equal(
            [new Answer.Value(1), new Answer.Log10(500), new Answer.Decimal("2")],
            Assert.IsType<Answer.Values>(Read("\"value\":[1,{\"log10\":500},\"2\"]")).Items);
        Assert.Equal([new Answer.Log10(1), new Answer.Log10(2)], Assert.IsType<Answer.Values>(Read("\"log10\":[1,2]")).Items);
    }

    [Fact]
    public void Named_parts_may_be_called_as_they_like()
    {
        Answer.Named sides = Assert.IsType<Answer.Named>(Read("\"value\":{\"lower\":1,\"upper\":[2]}"));
        Assert.Equal(new Answer.Value(1), sides.Members["lower"]);
        Assert.Equal([new Answer.Value(2)], Assert.IsType<Answer.Values>(sides.Members["upper"]).Items);
    }

    [Fact]
    public void Intervals_go_element_by_element()
    {
        Assert.Equal(new Answer.Bounds(1, 2), Read("\"lower\":1,\"upper\":2"));
        Assert.Equal(new Answer.Bounds(1, double.PositiveInfinity), Read("\"lower\":1,\"upper\":Infinity"));
        Assert.Equal(new Answer.DecimalBounds("1", "1e400"), Read("\"upper\":1e400,\"lower\":1"));
        Assert.Equal(new Answer.DecimalBounds("0.1", "2"), Read("\"lower\":\"0.1\",\"upper\":2"));
        Assert.Equal([new Answer.Bounds(1, 3), new Answer.Bounds(2, 4)],
            Assert.IsType<Answer.Values>(Read("\"lower\":[1,2],\"upper\":[3,4]")).Items);
        Assert.Equal(new Answer.Bounds(1, 3), Assert.IsType<Answer.Named>(Read("\"lower\":{\"a\":1},\"upper\":{\"a\":3}")).Members["a"]);
    }

    [Theory]
    [InlineData("\"skipped\":\"p below 1\"")]
    [InlineData("\"skipped\":\"\"")]
    public void Declined_case_keeps_its_reason(string text) => Assert.IsType<Answer.Skipped>(Read(text));

    [Theory]
    [InlineData("", "none of value, log10, lower and upper, skipped, error")]
    [InlineData("\"vaule\":1", "none of value")]
    [InlineData("\"value\":1,\"log10\":0", "both value and log10")]
    [InlineData("\"value\":1,\"value\":1", "'value' twice")]
    [InlineData("\"value\":{\"a\":1,\"a\":2}", "'a' twice")]
    [InlineData("\"value\":null", "value is null, which is no number")]
    [InlineData("\"value\":[1,[2,true]]", "value[2][2] is true, which is no number")]
    [InlineData("\"value\":{\"norm\":null}", "value.norm is null")]
    [InlineData("\"log10\":\"much\"", "log10 is \"much\", which is no decimal number")]
    [InlineData("\"lower\":1", "lower, but no upper")]
    [InlineData("\"upper\":1", "upper, but no lower")]
    [InlineData("\"lower\":1,\"upper\":[1]", "lower and upper have different shapes")]
    [InlineData("\"lower\":[[1],[2]],\"upper\":[[1],[2,3]]", "lower[2] and upper[2] have different shapes")]
    [InlineData("\"lower\":{\"a\":1},\"upper\":{\"b\":1}", "different shapes")]
    [InlineData("\"lower\":null,\"upper\":1", "lower is null")]
    [InlineData("\"skipped\":true", "skipped must be a string")]
    [InlineData("\"error\":7", "error must be a string")]
    [InlineData("\"error\":\"no convergence\"", "no convergence")]
    [InlineData("\"error\":\"\\ud800\"", "ud800")]
    [InlineData("\"value\":null,\"note\":\"NaN \\\" Infinity\"", "value is null")]
    public void What_is_no_answer_says_where_and_why(string text, string reason) =>
        Assert.Contains(reason, Assert.IsType<Answer.Error>(Read(text)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"value\":NaN", "NaN")]
    [InlineData("\"value\":Infinity", "infinite")]
    [InlineData("\"value\":[5]", "shape")]
    [InlineData("\"value\":{\"a\":5}", "shape")]
    [InlineData("\"value\":\"five\"", "not a decimal number")]
    [InlineData("\"value\":\"1e99999999999999999999x\"", "not a decimal number")]
    [InlineData("\"value\":\"1e\"", "not a decimal number")]
    [InlineData("\"value\":\"1/3e10000000\"", "not a decimal number")]
    [InlineData("\"lower\":4,\"upper\":NaN", "lower end")]
    public void What_is_no_number_is_judged_an_error(string text, string message)
    {
        Judgement judgement = Judge.Value(Five, Read(text));
        Assert.Equal(Verdict.Error, judgement.Verdict);
        Assert.Contains(message, judgement.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"5\"", Verdict.Conforms)]
    [InlineData("\"5.1\"", Verdict.TooHigh)]
    [InlineData("1e400", Verdict.TooHigh)]
    [InlineData("1e-400", Verdict.TooLow)]
    [InlineData("-1e1000000", Verdict.TooLow)]
    [InlineData("1e999999999", Verdict.TooHigh)]
    [InlineData("-1e999999999", Verdict.TooLow)]
    [InlineData("\"1e-1000000000\"", Verdict.TooLow)]
    [InlineData("\"1e99999999999999999999999999\"", Verdict.TooHigh)]
    [InlineData("\"1e-99999999999999999999999999\"", Verdict.TooLow)]
    [InlineData("\"5e00000000000000000000000000\"", Verdict.Conforms)]
    [InlineData("\"50000e-00000000000000000004\"", Verdict.Conforms)]
    public void Text_is_judged_as_the_number_it_is(string text, Verdict verdict) =>
        Assert.Equal(verdict, Judge.Value(Five, Read($"\"value\":{text}")).Verdict);

    [Fact]
    public void Million_digits_are_a_number()
    {
        string zeros = new('0', Million), nines = new('9', Million);
        foreach (string five in new[] { $"5.{zeros}1", $"4.{nines}", $"{zeros}5.{zeros}", $"0.{zeros[..^1]}5{zeros}e1000000",
            $"5{zeros}e-1000000" })
        {
            Assert.Equal(Verdict.Conforms, Judge.Value(Five, Read($"\"value\":\"{five}\"")).Verdict);
        }

        Assert.Equal(Verdict.TooHigh, Judge.Value(Five, Read($"\"value\":5{zeros}1")).Verdict);
        Assert.Equal(Verdict.TooHigh, Judge.Value(Five, Read($"\"value\":\"5.1{zeros}\"")).Verdict);
        Assert.Equal(Verdict.TooLow, Judge.Value(Five, Read($"\"value\":\"-5.{nines}\"")).Verdict);
        Assert.Equal(Verdict.Conforms, Judge.Value(Five, Read($"\"lower\":\"4.{nines}\",\"upper\":\"5.{zeros}1\"")).Verdict);
        Assert.Equal(Verdict.Error, Judge.Value(Five, Read($"\"value\":\"5.{zeros}x\"")).Verdict);
        Assert.Equal(Verdict.Error, Judge.Value(Five, Read($"\"value\":\"5.{zeros}.1\"")).Verdict);
        Assert.Equal(Verdict.TooHigh, Judge.Value(Five, Read($"\"value\":\"5.{zeros}e1000001\"")).Verdict);
        Assert.Equal(Verdict.TooLow, Judge.Value(Five, Read($"\"value\":\"5e-{nines}\"")).Verdict);
        Assert.Equal(Verdict.Uninformative, Judge.Value(Five, Read("\"lower\":\"4\",\"upper\":\"1e1000000000\"")).Verdict);
        Assert.InRange(RecordJson.Write(new Answer.Decimal($"5.{zeros}"))!.ToJsonString().Length, 60, 120);
    }

    [Theory]
    [InlineData("{\"seq\":1,\"value\":[1,\"2.5\",{\"log10\":\"-inf\"}]}", null)]
    [InlineData("{\"seq\":1,\"value\":{\"lower\":1,\"upper\":2}}", null)]
    [InlineData("{\"seq\":1,\"lower\":1,\"upper\":2}", null)]
    [InlineData("{\"seq\":1,\"log10\":[1,\"-inf\"]}", null)]
    [InlineData("{\"seq\":1,\"skipped\":\"why\"}", null)]
    [InlineData("{\"seq\":1,\"value\":1,\"note\":\"fast\"}", "#/note")]
    [InlineData("{\"seq\":1.5,\"value\":1}", "#/seq")]
    [InlineData("{\"seq\":1,\"value\":\"5 or so\"}", "#/value")]
    [InlineData("{\"seq\":1,\"lower\":1}", "#/")]
    [InlineData("{\"seq\":1,\"value\":1,\"error\":\"why\"}", "#/")]
    [InlineData("{\"seq\":1,\"error\":1}", "#/error")]
    public void Schema_of_the_answer_names_the_place_of_a_violation(string line, string? place)
    {
        string? violation = ProtocolSchemas.Violation("answer", Encoding.UTF8.GetBytes(line));
        if (place is null)
        {
            Assert.Null(violation);
        }
        else
        {
            Assert.StartsWith(place + ":", violation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Questions_satisfy_their_schema_and_are_read_back_as_sent()
    {
        Matrix half = new(2, 1, [0.5, -0.25], StorageType.Float16);
        InputRecord inputs = InputRecord.Of(
            ("A", new InputValue.MatrixValue(half)),
            ("n", InputValue.Number.Of(16)),
            ("p", InputValue.Number.Of(0.1)),
            ("x", new InputValue.Number(Arithmetic.Rational.Parse("1e-400"), "1e-400")),
            ("y", new InputValue.Number(Arithmetic.Rational.Parse("1/3"), "1/3")),
            ("l", InputValue.Sequence.Of(1, 1e300)));
        ReadOnlyMemory<byte> line = RunRequest.Of(7, "spectra/rank", inputs).Line();
        ProtocolSchemas.CheckOurs("run", line);
        ProtocolSchemas.CheckOurs("start", new StartRequest().Line());
        ProtocolSchemas.CheckOurs("stop", new StopRequest().Line());
        Assert.Equal(
            """{"op":"run","seq":7,"oracle":"spectra/rank","inputs":{"A":{"shape":[2,1],"dtype":"float16","data":"ADgAtA=="}"""
                + ""","n":16,"p":0.1,"x":"1e-400","y":"1/3","l":[1,1E+300]}}""" + "\n",
            Encoding.UTF8.GetString(line.Span));
        Assert.EndsWith(",\"n\":16,\"p\":0.1,\"x\":\"1e-400\",\"y\":\"1/3\",\"l\":[1.0,1E+300]}}\n",
            Encoding.UTF8.GetString(RunRequest.Of(7, "spectra/rank", inputs, new HashSet<string> { "p", "x", "l", "absent" }).Line().Span),
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ProtocolSchemas.CheckOurs(
            "run", Encoding.UTF8.GetBytes("""{"op":"run","seq":0,"oracle":"spectra/rank","inputs":{}}""")));
    }

    [Fact]
    public void Violation_is_the_verdict_of_its_case_and_needs_no_new_process()
    {
        using HarnessBench bench = new("says", HarnessBench.Ample with { ValidateMessages = true, RestartBudget = 0 },
            "{\"seq\":SEQ,\"value\":26.0,\"note\":\"fast\"}");
        _ = bench.Callee.Describe();
        using ICaller caller = bench.Callee.Open();
        CallOutcome outcome = HarnessBench.Call(caller, 13);
        Assert.Equal(Verdict.Error, outcome.Failure);
        Assert.Contains("#/note", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("protocol-answer.schema.json", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(new Answer.Value(8), HarnessBench.Call(caller, 4).Answer);
    }

    private static Answer Read(string members)
    {
        byte[] line = Encoding.UTF8.GetBytes(members.Length == 0 ? "{\"seq\":1}" : $"{{\"seq\":1,{members}}}");
        using JsonDocument? document = ProtocolLine.Read(line, out string? problem);
        Assert.Null(problem);
        return AnswerReader.Read(document!.RootElement);
    }

    private static CaseTruth Truth(params double[] row)
    {
        double[,] matrix = new double[1, row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            matrix[0, i] = row[i];
        }

        ImplementationDescription description = new("test", "1", "csharp", "float64", new Dictionary<string, int>(),
            new Dictionary<string, string>());
        return new TruthSource(Bench.Reference, description, new GateOptions().ToleranceConstant)
            .Of(Bench.Catalogue.Get("spectra/frobenius-norm"), Bench.MatrixInput(matrix))!;
    }
}
