using System.ComponentModel;
using LowRank.Verify.Catalogue.Vectors;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>vectors lint --json</c> prints.</summary>
[Description("What checking the test vectors found.")]
internal sealed record VectorLintDocument(
    int Files,
    int Vectors,
    [property: Description("Vectors whose enclosure was proved again.")] int Proved,
    [property: Description("file:line: problem")] IReadOnlyList<string> Problems)
{
    public static VectorLintDocument Of(VectorLintReport report) => new(report.Files, report.Vectors, report.Proved, report.Problems);
}

/// <summary>What <c>vectors generate --json</c> prints.</summary>
[Description("The vectors that a folder now holds.")]
internal sealed record VectorsDocument(string Folder, IReadOnlyList<VectorsOfOracle> Oracles);

/// <summary>The vectors of an oracle, and how many of them are new.</summary>
internal sealed record VectorsOfOracle(string Oracle, int Vectors, int New);
