using System.Text.Json;
using LowRank.Verify.Cli.Documents;

namespace LowRank.Verify.Cli.Output;

/// <summary>What an experiment found, ready to be printed, written as CSV and drawn.</summary>
/// <param name="Name">Name of the experiment, and of its files.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Parameters">Everything else that the numbers depend on.</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Findings">What is read off the rows.</param>
/// <param name="Plot">The drawing, an SVG file; null where there is none.</param>
/// <param name="WriteText">Writes the summary for people.</param>
internal sealed record ExperimentReport(
    string Name,
    ulong Seed,
    ExperimentParameters Parameters,
    IReadOnlyList<ExperimentRow> Rows,
    ExperimentFindings Findings,
    string? Plot,
    Action<Invocation> WriteText)
{
    /// <summary>The exit status.</summary>
    public int Status { get; init; } = ExitStatus.Success;

    /// <summary>The table as CSV: a header, a line per row, numbers as the shortest text that gives the same double.</summary>
    public string Csv()
    {
        JsonProperty[][] rows =
            [.. Rows.Select(row => JsonSerializer.SerializeToElement(row, DocumentContext.Lines.ExperimentRecord).EnumerateObject().Skip(1)
            .ToArray())];
        return string.Join(',', rows[0].Select(column => column.Name)) + "\n"
            + string.Concat(rows.Select(row => string.Join(',', row.Select(column => Cell(column.Value))) + "\n"));
    }

    /// <summary>The table as records: the experiment, its rows, its end.</summary>
    public IEnumerable<ExperimentRecord> Records() =>
        [new ExperimentBegin(Name, Seed, Parameters), .. Rows, new ExperimentEnd(Rows.Count, Findings)];

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => string.Empty,
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };
}
