using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class ExperimentCommandTests : IDisposable
{
    private static readonly string[][] Small =
    [
        ["spectrum", "--clusters", "2,3", "--per-cluster", "10,20", "--width", "80", "--dimension", "12"],
        ["spectrum", "--clusters", "2", "--per-cluster", "10", "--width", "80", "--dimension", "12", "--layer", "output", "--activation", "relu"],
        ["alignment", "--samples", "40", "--width", "30", "--steps", "30", "--test-samples", "50", "--corruption", "0,50"],
        ["dynamics", "--samples", "40", "--width", "30", "--steps", "30", "--test-samples", "50"],
        ["linear-model", "--draws", "3", "--steps", "20"],
    ];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<int> Commands => [.. Enumerable.Range(0, Small.Length)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Table_records_and_plot_agree_and_repeat_by_seed_under_any_culture(int which)
    {
        string[] words = Small[which];
        string name = words[0];
        (string first, string table, string plot) = Run(CultureInfo.InvariantCulture, words);
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "−";
        Assert.Equal((first, table, plot), Run(comma, words));
        Assert.NotEqual(table, Run(CultureInfo.InvariantCulture, [.. words, "--seed", "2"]).Table);

        string[] lines = table.Split('\n');
        Assert.Equal(string.Empty, lines[^1]);
        string[] columns = lines[0].Split(',');
        JsonElement[] records = [.. Records(words)];
        Assert.Equal(("experiment", "end"), (records[0].GetProperty("record").GetString(), records[^1].GetProperty("record").GetString()));
        Assert.Equal((name, 1), (records[0].GetProperty("name").GetString(), records[0].GetProperty("seed").GetInt32()));
        Assert.Equal(lines.Length - 2, records.Length - 2);
        Assert.Equal(lines.Length - 2, records[^1].GetProperty("rows").GetInt32());
        for (int i = 1; i < lines.Length - 1; i++)
        {
            string[] cells = lines[i].Split(',');
            Assert.Equal(columns.Length, cells.Length);
            for (int j = 0; j < cells.Length; j++)
            {
                JsonElement member = records[i].GetProperty(columns[j]);
                Assert.Equal(cells[j], member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText());
            }
        }

        XElement drawing = XDocument.Parse(plot).Root!;
        Assert.Equal("{http://www.w3.org/2000/svg}svg", drawing.Name.ToString());
        Assert.DoesNotContain("NaN", plot, StringComparison.Ordinal);
        Assert.True(drawing.Elements().Count(e => ((string?)e.Attribute("class"))?.StartsWith("line ", StringComparison.Ordinal) == true) >= 2);
    }

    [Fact]
    public void Files_are_written_only_where_a_folder_is_named()
    {
        string[] words = ["experiment", "linear-model", "--draws", "2", "--steps", "5"];
        ToolResult quiet = Tool.Run(words);
        Assert.Equal((0, string.Empty), (quiet.ExitStatus, quiet.Error));
        Assert.DoesNotContain("written", quiet.Output, StringComparison.Ordinal);
        ToolResult loud = Tool.Run([.. words, "--out", folder.Location]);
        Assert.Equal((0, string.Empty), (loud.ExitStatus, loud.Error));
        Assert.Equal(["linear-model.csv", "linear-model.svg"], Directory.GetFiles(folder.Location).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith(quiet.Output, loud.Output, StringComparison.Ordinal);
    }

    /// <summary>Progress goes to the terminal's error stream, counts up and leaves a clean line.</summary>
    [Fact]
    public void Progress_is_shown_on_a_terminal_only()
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(0, LowRankTool.Run(["experiment", .. Small[3]], new Streams(TextReader.Null, output, error, IsTerminal: true)));
        string shown = error.ToString();
        Assert.Contains("0/31 Jacobian at the start", shown, StringComparison.Ordinal);
        Assert.Contains("/31 step", shown, StringComparison.Ordinal);
        Assert.Equal(string.Empty, shown.Split('\r', StringSplitOptions.RemoveEmptyEntries)[^1].Trim());
    }

    [Theory]
    [InlineData("no-such", "no-such-experiment")]
    [InlineData("lowrank experiment")]
    [InlineData("lowrank experiment spectrum", "spectrum", "--no-such-option")]
    [InlineData("--clusters 0", "spectrum", "--clusters", "0")]
    [InlineData("--clusters x", "spectrum", "--clusters", "10,x")]
    [InlineData("at most 8000", "spectrum", "--clusters", "200")]
    [InlineData("--layer both", "spectrum", "--layer", "both")]
    [InlineData("tanh", "spectrum", "--activation", "tanh")]
    [InlineData("no place", "spectrum", "--dimension", "1")]
    [InlineData("--sigma -1", "dynamics", "--sigma", "-1")]
    [InlineData("--sigma nan", "dynamics", "--sigma", "nan")]
    [InlineData("--samples 0", "dynamics", "--samples", "0")]
    [InlineData("--rank 901", "dynamics", "--rank", "901")]
    [InlineData("--corruption 101", "alignment", "--corruption", "0,101")]
    [InlineData("one percentage", "dynamics", "--corruption", "0,50")]
    [InlineData("--width", "alignment", "--width", "100000", "--samples", "2000")]
    [InlineData("--steps -1", "linear-model", "--steps", "-1")]
    [InlineData("--dimension 100", "linear-model", "--dimension", "100")]
    [InlineData("--rank 201", "linear-model", "--rank", "201")]
    [InlineData("--seed 1.5", "linear-model", "--seed", "1.5")]
    [InlineData("diverges", "linear-model", "--step-size", "2", "--steps", "2000", "--draws", "1")]
    public void Bad_input_is_one_line_and_nothing_is_written(string named, params string[] words)
    {
        string[] place = words.Length > 1 ? ["--out", folder.Location] : [];
        Assert.Contains(named, Tool.Fail(2, ["experiment", .. words, .. place]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Location));
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_refused_before_the_work()
    {
        string file = folder.Write("file", "text"), missing = Path.Combine(folder.Location, "missing");
        string[] words = ["experiment", "linear-model", "--draws", "100000", "--steps", "100000", "--out"]; // would take days
        Assert.Contains("this is a file", Tool.Fail(2, [.. words, file]), StringComparison.Ordinal);
        Assert.Contains("no such folder", Tool.Fail(2, [.. words, missing]), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Location, "taken", "linear-model.svg"));
        Assert.Contains("linear-model.svg", Tool.Fail(2, [.. words, Path.Combine(folder.Location, "taken")]), StringComparison.Ordinal);
        Assert.Equal(["linear-model.svg"], Directory.GetFileSystemEntries(Path.Combine(folder.Location, "taken")).Select(Path.GetFileName));
    }

    /// <summary>The plots of the README are what the commands of docs/plots/README.md draw: the places of one agree to the unit of the drawing.</summary>
    [Fact]
    public void Plot_of_the_readme_is_what_its_command_draws()
    {
        (_, _, string plot) = Run(CultureInfo.InvariantCulture, ["linear-model"]);
        double[] drawn = Places(plot), kept = Places(File.ReadAllText(Path.Combine(Tool.Root, "docs", "plots", "linear-model.svg")));
        Assert.Equal(kept.Length, drawn.Length);
        Assert.True(kept.Length > 1000);
        for (int i = 0; i < kept.Length; i++)
        {
            Assert.Equal(kept[i], drawn[i], 0.11); // one digit of the drawing, which another machine's rounding may move
        }

        string readme = File.ReadAllText(Path.Combine(Tool.Root, "README.md"));
        Assert.All(["dynamics", "spectrum"], name => Assert.Contains($"docs/plots/{name}.svg", readme, StringComparison.Ordinal));
        Assert.All(["dynamics", "spectrum"], name => Assert.True(Places(File.ReadAllText(Path.Combine(Tool.Root, "docs", "plots", name + ".svg"))).Length > 100));
    }

    private static double[] Places(string plot) =>
    [
        .. XDocument.Parse(plot).Descendants().Where(e => e.Name.LocalName == "path")
            .SelectMany(e => ((string)e.Attribute("d")!).Split(['M', 'L', 'h', ' '], StringSplitOptions.RemoveEmptyEntries)).Select(t => double.Parse(t, CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<JsonElement> Records(string[] words)
    {
        ToolResult result = Tool.Run(["experiment", .. words, "--json"]);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        return result.Output.TrimEnd('\n').Split('\n').Select(line => Schemas.Check("experiment", line));
    }

    private (string Text, string Table, string Plot) Run(CultureInfo culture, string[] words)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            using StringWriter output = new() { NewLine = "\n" }, error = new();
            Assert.Equal(0, LowRankTool.Run(["experiment", .. words, "--out", folder.Location], new Streams(TextReader.Null, output, error, IsTerminal: false)));
            Assert.Empty(error.ToString());
            string File(string kind) => System.IO.File.ReadAllText(Path.Combine(folder.Location, words[0] + kind));
            return (output.ToString(), File(".csv"), File(".svg"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
