using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>A derivation in mpmath that knows nothing of the oracle files must land inside every enclosure.</summary>
public sealed class CrosscheckTests
{
    private const int Digits = 30;

    // The script prints 40 digits; the last may be rounded.
    private static readonly Rational Printing = Rational.Parse("1e-39");

    // Storage quantities carry the enclosure of δ, which is of double level.
    private const int StorageDigits = 12;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "crosscheck");

    [Fact]
    public void Every_value_of_the_independent_derivation_lies_in_its_enclosure()
    {
        ReferenceEvaluator evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));
        HashSet<string> seen = [];
        List<string> wrong = [];
        foreach (JsonElement one in Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).SelectMany(Cases))
        {
            Oracle oracle = Catalogue.Get(one.GetProperty("oracle").GetString()!);
            _ = seen.Add(oracle.Id);
            Evaluation evaluation = evaluator.Evaluate(oracle, InputJson.Read(one.GetProperty("inputs"), "crosscheck"), Digits);
            int needed = oracle.Id.Contains("storage", StringComparison.Ordinal) ? StorageDigits : Digits;
            if (evaluation.Status != EvaluationStatus.Enclosed || evaluation.Digits < needed
                || !Agrees(evaluation.Result!, one.GetProperty("expect")))
            {
                wrong.Add($"{one}: {evaluation.Status}, {evaluation.Digits} digits, {Show(evaluation.Result)} {evaluation.Reason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Catalogue.Oracles.Select(o => o.Id), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_scripts_still_give_the_recorded_values()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python) || Run(Python, "-c", "import mpmath").Status != 0)
        {
            Assert.Skip("python3-mpmath is not installed");
        }

        foreach (string recorded in Directory.GetFiles(Folder, "*.json"))
        {
            (int status, string output) = Run(Python, Path.ChangeExtension(recorded, ".py"));
            Assert.Equal(0, status);
            Assert.Equal(File.ReadAllText(recorded).ReplaceLineEndings("\n"), output.ReplaceLineEndings("\n"));
        }
    }

    private static IEnumerable<JsonElement> Cases(string file)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(file));
        return [.. cases.RootElement.EnumerateArray().Select(one => one.Clone())];
    }

    private static bool Agrees(Shaped<CertifiedNumber> result, JsonElement expect) => result switch
    {
        Shaped<CertifiedNumber>.Scalar scalar => Contains(scalar.Value.Enclosure, Rational.Parse(expect.GetString()!)),
        Shaped<CertifiedNumber>.Sequence sequence => sequence.Items.Count == expect.GetArrayLength()
            && sequence.Items.Zip(expect.EnumerateArray(), Agrees).All(ok => ok),
        Shaped<CertifiedNumber>.Named named => named.Parts.Count == expect.EnumerateObject().Count()
            && named.Parts.All(part => Agrees(part.Value, expect.GetProperty(part.Key))),
        _ => false,
    };

    private static bool Contains(Interval enclosure, Rational printed)
    {
        Rational slack = Rational.Abs(printed) * Printing;
        return enclosure.Lower.ToRational() <= printed + slack && printed - slack <= enclosure.Upper.ToRational();
    }

    private static string Show(Shaped<CertifiedNumber>? value) => value switch
    {
        Shaped<CertifiedNumber>.Scalar scalar =>
            $"[{scalar.Value.Enclosure.LowerDecimal(Digits)}, {scalar.Value.Enclosure.UpperDecimal(Digits)}]",
        Shaped<CertifiedNumber>.Sequence sequence => string.Join(", ", sequence.Items.Select(Show)),
        Shaped<CertifiedNumber>.Named named => string.Join(", ", named.Parts.Select(p => $"{p.Key}: {Show(p.Value)}")),
        _ => "no value",
    };

    private static (int Status, string Output) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = errors.Result;
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return (-1, string.Empty);
        }
    }
}
