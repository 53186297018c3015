using Spectre.Console;

namespace LowRank.Verify.Cli.Output;

/// <summary>A table of text without rules: as wide as its content in a pipe, fitted to the window on a terminal.</summary>
internal sealed class TextTable(params IReadOnlyList<string> headers)
{
    private const int PipeWidth = 4000;
    private readonly List<IReadOnlyList<string>> rows = [];

    public void Row(params IReadOnlyList<string> cells) => rows.Add([.. cells.Select(PlainText.Of)]);

    public void WriteTo(Invocation invocation)
    {
        using StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = invocation.Streams.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = invocation.Streams.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = invocation.Streams.IsTerminal ? Math.Max(80, Console.WindowWidth) : PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        Table table = new Table().Border(TableBorder.None);
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header)).NoWrap());
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        console.Write(table);
        foreach (string line in text.ToString().Split('\n'))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                invocation.Page(line.TrimEnd());
            }
        }
    }
}
