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
        ["spectrum", "--clusters", "2", "--per-cluster", "10", "--width", "80", "--dimension", "12", "--layer", "output", "--activation",
            "relu"],
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
        CheckLegend(drawing);
        Assert.True(drawing.Elements()
            .Count(e => ((string?)e.Attribute("class"))?.StartsWith("line ", StringComparison.Ordinal) == true) >= 2);
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
        Assert.Equal(["linear-model.csv", "linear-model.svg"],
            Directory.GetFiles(folder.Location).Select(Path.GetFileName).Order(StringComparer.Ordinal));
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
    [InlineData("--samples: --verify draws its own instances", "dynamics", "--verify", "--samples", "10")]
    [InlineData("--instances: it goes with --verify", "dynamics", "--instances", "3")]
    [InlineData("--instances 0", "dynamics", "--verify", "--instances", "0")]
    [InlineData("diverges", "linear-model", "--step-size", "2", "--steps", "2000", "--draws", "1")]
    public void Bad_input_is_one_line_and_nothing_is_written(string named, params string[] words)
    {
        string[] place = words.Length > 1 ? ["--out", folder.Location] : [];
        Assert.Contains(named, Tool.Fail(2, ["experiment", .. words, .. place]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Location));
    }

    [Fact]
    public void Missing_folder_is_made()
    {
        string place = Path.Combine(folder.Location, "new", "place");
        Assert.Equal(0, Tool.Run("experiment", "linear-model", "--draws", "2", "--steps", "5", "--out", place).ExitStatus);
        Assert.Equal(["linear-model.csv", "linear-model.svg"],
            Directory.GetFiles(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Every statement is compared on every instance that is wide enough, none is refuted, and the instances as drawn are too narrow.
    /// </summary>
    [Fact]
    public void Theorems_on_the_dynamics_are_verified()
    {
        string[] words = ["dynamics", "--verify", "--instances", "3"];
        JsonElement[] records = [.. Records(words)];
        Assert.Equal("dynamics-verify", records[0].GetProperty("name").GetString());
        JsonElement[] rows = records[1..^1];
        foreach (string statement in new[] { "Lemma 6.20", "Theorem 5.3" })
        {
            JsonElement[] scaled = [.. rows.Where(row => row.GetProperty("statement").GetString() == statement
                && row.GetProperty("variant").GetString() == "scaled")];
            Assert.Equal(3, scaled.Length);
            Assert.All(scaled, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("failed_hypothesis").ValueKind));
            Assert.All(scaled,
                row => Assert.True(row.GetProperty("compared").GetInt32() > 3
                && row.GetProperty("compared").GetInt32() == row.GetProperty("proved").GetInt32()));
            string limit = statement == "Lemma 6.20" ? "(6.51)" : "(5.11)";
            Assert.All(
                rows.Where(row => row.GetProperty("statement").GetString() == statement
                    && row.GetProperty("variant").GetString() == "as drawn"),
                row => Assert.StartsWith(limit, row.GetProperty("failed_hypothesis").GetString(), StringComparison.Ordinal));
        }

        Assert.All(rows, row => Assert.Equal(0, row.GetProperty("refuted").GetInt32()));
        Assert.All(rows.Where(row => row.GetProperty("digits").ValueKind == JsonValueKind.Number),
            row => Assert.True(row.GetProperty("digits").GetInt32() >= 28));
        ToolResult text = Tool.Run(["experiment", .. words, "--out", folder.Location]);
        Assert.Equal((0, string.Empty), (text.ExitStatus, text.Error));
        Assert.Contains("none refuted", text.Output, StringComparison.Ordinal);
        Assert.Equal(["dynamics-verify.csv"], Directory.GetFiles(folder.Location).Select(Path.GetFileName));
        Assert.Equal(records.Length - 1, File.ReadAllLines(Path.Combine(folder.Location, "dynamics-verify.csv")).Length);
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_refused_before_the_work()
    {
        string file = folder.Write("file", "text"), below = Path.Combine(file, "below");
        string[] words = ["experiment", "linear-model", "--draws", "100000", "--steps", "100000", "--out"]; // would take days
        Assert.Contains("this is a file", Tool.Fail(2, [.. words, file]), StringComparison.Ordinal);
        Assert.Contains("cannot be made", Tool.Fail(2, [.. words, below]), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Location, "taken", "linear-model.svg"));
        Assert.Contains("linear-model.svg", Tool.Fail(2, [.. words, Path.Combine(folder.Location, "taken")]), StringComparison.Ordinal);
        Assert.Equal(["linear-model.svg"], Directory.GetFileSystemEntries(Path.Combine(folder.Location, "taken")).Select(Path.GetFileName));
    }

    /// <summary>A limit on the size of a file stands for a full disk: the table fits, the plot does not, so neither is there.</summary>
    [Fact]
    public void No_half_of_a_result_is_left_where_the_disk_is_full()
    {
        string[] words = ["experiment", "linear-model", "--draws", "3", "--steps", "20", "--out", folder.Location];
        Assert.Equal(0, Tool.Run(words).ExitStatus);
        string table = Path.Combine(folder.Location, "linear-model.csv"), plot = Path.Combine(folder.Location, "linear-model.svg");
        const int Limit = 4096;
        Assert.True(new FileInfo(table).Length < Limit && new FileInfo(plot).Length > Limit);
        string limited = $"trap '' XFSZ; ulimit -f {Limit / 1024}; DOTNET_EnableWriteXorExecute=0 {Shell.Tool} "
            + $"{string.Join(' ', words.SkipLast(1))} '{folder.Location}' --seed 2";
        string before = File.ReadAllText(table);
        ToolResult over = Shell.Run(limited);
        Assert.Equal((2, string.Empty, before), (over.ExitStatus, over.Output, File.ReadAllText(table)));
        Assert.StartsWith($"lowrank: {plot}: cannot be written: ", over.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", over.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Location).Length);
        File.Delete(table);
        File.Delete(plot);
        Assert.Equal(2, Shell.Run(limited).ExitStatus);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Location));
    }

    private static string Page => File.ReadAllText(Path.Combine(Tool.Root, "docs", "experiments.md"));

    /// <summary>
    /// The plots of docs/experiments.md are what the commands of docs/plots/README.md draw: the places of one agree to the unit of the
    /// drawing.
    /// </summary>
    [Fact]
    public void Kept_plot_is_what_its_command_draws_and_the_page_shows_two()
    {
        (_, _, string plot) = Run(CultureInfo.InvariantCulture, ["linear-model"]);
        double[] drawn = Places(plot), kept = Places(File.ReadAllText(Path.Combine(Tool.Root, "docs", "plots", "linear-model.svg")));
        Assert.Equal(kept.Length, drawn.Length);
        Assert.True(kept.Length > 1000);
        for (int i = 0; i < kept.Length; i++)
        {
            Assert.Equal(kept[i], drawn[i], 0.11); // one digit of the drawing, which another machine's rounding may move
        }

        Assert.All(["dynamics", "spectrum"], name => Assert.Contains($"(plots/{name}.svg)", Page, StringComparison.Ordinal));
        Assert.All(["dynamics", "spectrum"],
            name => Assert.True(Places(File.ReadAllText(Path.Combine(Tool.Root, "docs", "plots", name + ".svg"))).Length > 100));
    }

    /// <summary>
    /// The kept plots are drawn by the tool as it is: their legends are told apart, and nothing is written in the notation of programs.
    /// </summary>
    [Theory]
    [InlineData("spectrum")]
    [InlineData("alignment")]
    [InlineData("dynamics")]
    [InlineData("linear-model")]
    public void Kept_plots_have_clear_legends(string name) =>
        CheckLegend(XDocument.Parse(File.ReadAllText(Path.Combine(Tool.Root, "docs", "plots", name + ".svg"))).Root!);

    /// <summary>The caption of the README against the drops that the plot's command prints.</summary>
    [Fact]
    public void Drops_are_those_that_the_page_names()
    {
        double[] drops = [.. Records(["spectrum"]).Last().GetProperty("findings").GetProperty("curves").EnumerateArray()
            .Select(curve => curve.GetProperty("drop").GetDouble())];
        Assert.Equal((6, 5, 12), (drops.Length, Math.Round(drops.Min()), Math.Round(drops.Max())));
        Assert.Contains("each curve drops five- to twelvefold after K²C values](plots/spectrum.svg)", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_are_percent_in_the_table_and_fractions_in_the_records()
    {
        string text = Tool.Run(["experiment", .. Small[2]]).Output;
        Assert.Contains("corrupted [%]", text, StringComparison.Ordinal);
        Assert.Contains("\n50 ", text, StringComparison.Ordinal);
        Assert.Contains("always that of another class", text, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0.5, 0.5], Records(Small[2]).Where(record => record.GetProperty("record").GetString() == "row")
            .Select(row => row.GetProperty("corruption").GetDouble()));
        Assert.All(["alignment", "dynamics"],
            name => Assert.Contains("another class", Tool.Run("experiment", name, "--help").Output, StringComparison.Ordinal));
        Assert.NotEmpty(Schemas.Validate("experiment", """{ "record": "row", "corruption": 50 }"""));
    }

    [Fact]
    public void One_draw_is_not_compared_with_the_published_values()
    {
        string[] one = ["linear-model", "--draws", "1", "--steps", "5"], two = ["linear-model", "--draws", "2", "--steps", "5"];
        string text = Tool.Run(["experiment", .. one]).Output;
        Assert.Contains("published values are not compared: one draw has no spread", text, StringComparison.Ordinal);
        Assert.DoesNotContain("in the range of the draws", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(0)", text, StringComparison.Ordinal);
        Assert.Contains("in the range of the draws", Tool.Run(["experiment", .. two]).Output, StringComparison.Ordinal);
        JsonElement alone = Records(one).Last().GetProperty("findings"), pair = Records(two).Last().GetProperty("findings");
        Assert.Equal((0, JsonValueKind.String),
            (alone.GetProperty("published").GetArrayLength(), alone.GetProperty("notCompared").ValueKind));
        Assert.Equal((true, JsonValueKind.Null),
            (pair.GetProperty("published").GetArrayLength() > 0, pair.GetProperty("notCompared").ValueKind));
        CheckLegend(XDocument.Parse(Run(CultureInfo.InvariantCulture, one).Plot).Root!);
    }

    // Every curve of a style is named once, and a subscript is set as one.
    private static void CheckLegend(XElement drawing)
    {
        XElement[] texts = [.. drawing.Elements().Where(e => e.Name.LocalName == "text")];
        string[] labels = [.. texts.Where(e => (string?)e.Attribute("class") == "label").Select(e => e.Value)];
        Assert.NotEmpty(labels);
        Assert.Equal(labels.Distinct(), labels);
        Assert.All(texts, e => Assert.DoesNotContain('_', e.Value));
        Assert.All(texts.Where(e => e.Value.Contains('Π', StringComparison.Ordinal)), e => Assert.Equal("N", e.Elements().First().Value));
        Assert.Equal(drawing.Elements().Any(e => ((string?)e.Attribute("class"))?.EndsWith(" thin", StringComparison.Ordinal) == true),
            labels.Any(label => label.StartsWith("thin: ", StringComparison.Ordinal)));
    }

    private static double[] Places(string plot) =>
    [
        .. XDocument.Parse(plot).Descendants().Where(e => e.Name.LocalName == "path")
            .SelectMany(e => ((string)e.Attribute("d")!).Split(['M', 'L', 'h', ' '], StringSplitOptions.RemoveEmptyEntries))
                .Select(t => double.Parse(t, CultureInfo.InvariantCulture)),
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
            ToolResult result = Tool.Run(["experiment", .. words, "--out", folder.Location]);
            Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
            string File(string kind) => System.IO.File.ReadAllText(Path.Combine(folder.Location, words[0] + kind));
            return (result.Output, File(".csv"), File(".svg"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
