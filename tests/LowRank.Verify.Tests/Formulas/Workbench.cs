using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Catalogue;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>A family "bench" with members of every type, and oracles on it written in a line.</summary>
internal static class Workbench
{
    public const string File = "bench.yaml";

    private const string Family = """
        family: bench
        title: Members of every type
        records:
          all:
            x: {type: real, meaning: a number}
            y: {type: real, meaning: a number}
            q: {type: real, domain: "(0, 2]", default: "1/2", meaning: a number with a default}
            n: {type: count, meaning: a count}
            u: {type: real, index: "0..L", meaning: numbers from 0}
            v: {type: real, index: "1..L", meaning: numbers from 1}
            t: {type: real, index: "1..L", default: "2*v[i]", meaning: numbers with a default}
            A: {type: matrix, meaning: a matrix}
            D: {type: matrix, default: "zero(A)", meaning: a matrix with a default}
            W: {type: matrix, index: "1..L", meaning: matrices}
        """;

    private static readonly OracleCatalogue Catalogue = LoadFamily();

    private static readonly string[] Members = ["x", "y", "q", "n", "u", "v", "t", "A", "D", "W"];

    /// <summary>An oracle with this value and these further lines; exactly the members that occur are given.</summary>
    public static Oracle Oracle(string value, params string[] lines) => Catalogue.Read(Text(value, lines), File);

    /// <summary>The file of such an oracle. The value stands on line 9 + number of given members.</summary>
    public static string Text(string value, params string[] lines)
    {
        string all = value + " " + string.Join(' ', lines);
        List<string> given =
            [.. Members.Where(m => System.Text.RegularExpressions.Regex.IsMatch(all, $@"(?<![A-Za-z0-9_]){m}(?![A-Za-z0-9_(])"))];
        foreach ((string member, string needed) in new[] { ("t", "v"), ("D", "A") })
        {
            if (given.Contains(member) && !given.Contains(needed))
            {
                given.Add(needed);
            }
        }

        return string.Join('\n',
        [
            "id: bench/one", "revision: 1", "title: one", "source: {paper: none, statement: none, provenance: derived}", "kind: quantity",
                "record: all",
            given.Count == 0 ? "given: {}" : "given:", .. given.Select(m => $"  {m}: {{}}"), "value: " + value, .. lines, string.Empty,
        ]);
    }

    /// <summary>The complaint about such an oracle.</summary>
    public static FormulaException Mistake(string value, params string[] lines) =>
        Xunit.Assert.Throws<FormulaException>(() => Oracle(value, lines));

    /// <summary>The evaluation of such an oracle.</summary>
    public static Evaluation Evaluate(string value, string inputs = "{}", int digits = 15, ISpectrumSource? spectra = null,
        params string[] lines) =>
        new ReferenceEvaluator(Catalogue, spectra ?? new DiagonalSpectra())
            .Evaluate(Oracle(value, lines), InputJson.Read(inputs, "in.json"), digits);

    /// <summary>The enclosure of a number.</summary>
    public static Interval Number(string value, string inputs = "{}", int digits = 15, params string[] lines)
    {
        Evaluation evaluation = Evaluate(value, inputs, digits, null, lines);
        Xunit.Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return evaluation.Result!.Single.Enclosure;
    }

    /// <summary>The evaluator on the family.</summary>
    public static ReferenceEvaluator Evaluator(ISpectrumSource? spectra = null) => new(Catalogue, spectra ?? new DiagonalSpectra());

    /// <summary>Reads a whole file.</summary>
    public static Oracle Read(string text) => Catalogue.Read(text, File);

    private static OracleCatalogue LoadFamily()
    {
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        try
        {
            _ = Directory.CreateDirectory(Path.Combine(folder, "bench"));
            System.IO.File.WriteAllText(Path.Combine(folder, "bench", "family.yaml"), Family);
            return OracleCatalogue.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
