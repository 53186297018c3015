using System.Text.Json.Nodes;

namespace LowRank.Verify.Cli.Output;

/// <summary>What an experiment found, ready to be printed, written as CSV and drawn.</summary>
/// <param name="Name">Name of the experiment, and of its files.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Parameters">Everything else that the numbers depend on.</param>
/// <param name="Columns">Columns of the table.</param>
/// <param name="Rows">Rows of the table: numbers, text, or null.</param>
/// <param name="Findings">What is read off the rows.</param>
/// <param name="Plot">The drawing, an SVG file; null where there is none.</param>
/// <param name="WriteText">Writes the summary for people.</param>
internal sealed record ExperimentReport(
    string Name,
    ulong Seed,
    JsonObject Parameters,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<JsonNode?>> Rows,
    JsonObject Findings,
    string? Plot,
    Action<Invocation> WriteText)
{
    /// <summary>The exit status.</summary>
    public int Status { get; init; } = ExitStatus.Success;

    /// <summary>The table as CSV: a header, a line per row, numbers as the shortest text that gives the same double.</summary>
    public string Csv() => string.Join(',', Columns) + "\n" + string.Concat(Rows.Select(row => string.Join(',', row.Select(Cell)) + "\n"));

    /// <summary>The table as records, a JSON object each: the experiment, its rows, its end.</summary>
    public IEnumerable<JsonObject> Records()
    {
        yield return new JsonObject { ["record"] = "experiment", ["name"] = Name, ["seed"] = Seed, ["parameters"] = Parameters.DeepClone() };
        foreach (IReadOnlyList<JsonNode?> row in Rows)
        {
            JsonObject record = new() { ["record"] = "row" };
            for (int i = 0; i < Columns.Count; i++)
            {
                record[Columns[i]] = row[i]?.DeepClone();
            }

            yield return record;
        }

        yield return new JsonObject { ["record"] = "end", ["rows"] = Rows.Count, ["findings"] = Findings.DeepClone() };
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Cell(JsonNode? value) => value is null ? string.Empty : value.GetValueKind() == System.Text.Json.JsonValueKind.String ? Quoted(value.GetValue<string>()) : JsonText.OneLine(value);
}
