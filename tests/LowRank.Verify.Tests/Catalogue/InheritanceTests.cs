using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>What an oracle takes over from its family, and evidence as a change of one definition.</summary>
public sealed class InheritanceTests
{
    private const string Family = """
        family: f
        title: t
        papers: {short: "A long title, 2020"}
        where:
          twice: 2*x
          r:
            thrice(k): 3*x*k + offset
            offset: y
        records:
          r:
            x: {type: real, meaning: first}
            y: {type: real, domain: "[0, inf)", meaning: second}
            twiceAgain: {type: real, default: "1", meaning: third}
          other:
            x: {type: real, meaning: another}
        """;

    private const string Head =
        "id: f/o\nrevision: 1\ntitle: t\nsource: {paper: short, statement: s, provenance: derived}\nkind: rate\nrecord: r\n";

    private static readonly string[] Families = ["f"];

    [Fact]
    public void Members_definitions_and_the_paper_come_from_the_family()
    {
        Oracle oracle = Read("given: [x, y: {domain: \"[1, 2]\"}]\nvalue: twice + thrice(2)\n");
        Assert.Equal(["x: first", "y: second"], oracle.Given.Select(m => $"{m.Name}: {m.Meaning}"));
        Assert.Equal("[1, 2]", oracle.Given[1].Domain.ToString());
        Assert.Equal("A long title, 2020", oracle.Paper);
        Assert.Equal(["thrice(k)", "offset", "twice"], oracle.Where.Select(d => d.Head));
    }

    [Fact]
    public void A_definition_that_no_formula_needs_is_not_taken_over_and_an_own_one_replaces_it()
    {
        Oracle oracle = Read("given: [x]\nwhere:\n  twice: 5*x\nvalue: twice\n");
        Assert.Equal(["twice = 5*x"], oracle.Where.Select(d => $"{d.Head} = {d.Body.Text}"));
    }

    [Fact]
    public void Evidence_replaces_a_definition_on_the_printed_or_on_the_corrected_side()
    {
        const string Notes = """
            errata:
              - {printed: p, read: r, why: w, evidence: {with: {offset: "y + 1"}, inputs: {x: 1, y: 2}}}
            readings:
              - {printed: p, read: r, why: w, evidence: {printed: f/o, with: {twice: "7*x"}, inputs: {x: 1, y: 2}}}
            remarks:
              - a sentence
              - {remark: another, evidence: {printed: "y", inputs: {x: 1, y: 2}}}
            """;
        Oracle oracle = Read("given: [x, y]\nvalue: twice + thrice(2)\n" + Notes);
        Assert.Equal([NoteKind.Erratum, NoteKind.Reading, NoteKind.Remark, NoteKind.Remark], oracle.Notes.Select(n => n.Kind));
        Assert.Equal(("11", "10"), (Value(oracle.Notes[0].Evidence!.Printed.Variant!), Value(oracle)));
        Assert.Equal("15", Value(oracle.Notes[1].Evidence!.Corrected.Variant!));
        Assert.Equal("a sentence", oracle.Remarks.First().Text);
    }

    [Theory]
    [InlineData("given: [x, z]\nvalue: x\n", ":7:12: 'z' is not a member of the record 'r'")]
    [InlineData("given: [x, x]\nvalue: x\n", ":7:12: 'x' is given twice")]
    [InlineData("given: []\nvalue: x\n", "must name the members")]
    [InlineData("given: [x]\nvalue: thrice(1)\n", "'y'")]
    [InlineData("given: [x]\nvalue: twice\nerrata:\n  - {printed: p, read: r, why: w, evidence: {with: {twise: \"x\"}, inputs: {x: 1}}}\n",
        "'twise' is not a definition of this oracle; did you mean 'twice'?")]
    [InlineData("given: [x]\nvalue: twice\nerrata:\n  - {printed: p, read: r, why: w, evidence: {printed: \"x\", corrected: \"x\", with: "
        + "{twice: \"x\"}, inputs: {x: 1}}}\n", "both are given already")]
    [InlineData("given: [x]\nvalue: x\nholds: always\n", "'holds' must be one of")]
    [InlineData("given: [x]\nvalue: x\nremarks:\n  - {note: n}\n", "unknown field 'note'")]
    public void Mistake_is_named(string text, string message)
    {
        FormulaException error = Assert.Throws<FormulaException>(() => Read(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static Oracle Read(string text)
    {
        IReadOnlyList<FamilyRecord> records = OracleFileReader.ReadFamily(Family, "family.yaml", "f");
        return OracleFileReader.ReadOracle(Head + text, "o.yaml", null, name => name == "f" ? records : null, Families);
    }

    private static string Value(Oracle oracle)
    {
        ReferenceEvaluator reference = new(OracleCatalogue.LoadDefault(), new SpectrumCertifier(Engines.Default));
        Evaluation evaluation = reference.Evaluate(oracle, InputJson.Read("""{"x":1,"y":2}""", "test"));
        return evaluation.Result!.Single.Enclosure.Lower.ToRational().ToString();
    }
}
