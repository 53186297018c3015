using System.CommandLine;
using System.Globalization;
using System.Text;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Cli.Commands;

/// <summary>
/// What every experiment takes, --seed, --out and --json, and how it runs: all options are read first, then files are written as a whole.
/// </summary>
internal sealed class ExperimentOptionSet
{
    private readonly Option<string?> seed = new("--seed") { Description = "Seed of all draws (default 1).", HelpName = "s" };
    private readonly Option<string?> folder = new("--out")
    {
        Description = "A folder for the table (.csv) and the plot (.svg), made where it is missing; both are written or none.",
        HelpName = "folder",
    };
    private readonly Option<bool> json = new("--json") { Description = "Records on standard output, one JSON object per line." };
    private readonly List<Option> own = [];

    public static int Count(ParseResult parsed, Option<string?> option, int lower, int upper, int standard)
    {
        string? text = parsed.GetValue(option);
        return text is null && standard >= lower && standard <= upper ? standard
            : (int)OptionValues.ReadCount(option.Name, text ?? standard.ToString(CultureInfo.InvariantCulture), lower, upper);
    }

    public static IReadOnlyList<int> Counts(ParseResult parsed, Option<string?> option, int lower, int upper,
        IReadOnlyList<int> standard) => parsed.GetValue(option) is not { } text
        ? standard
        : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(item => (int)OptionValues.ReadCount(option.Name, item, lower, upper))
            .Distinct()];

    public static double Real(ParseResult parsed, Option<string?> option, double lower, double upper, double standard) =>
        parsed.GetValue(option) is { } text ? Real(option.Name, text, lower, upper) : standard;

    public static double Real(string option, string text, double lower, double upper)
    {
        double value = OptionValues.ReadNumber(option, text).ToDouble();
        return value >= lower && value <= upper
            ? value
            : throw new InputException(
                FormattableString.Invariant($"{OptionValues.Typed(option, text)}: write a number from {lower} to {upper}."));
    }

    public Option<string?> Add(string name, string description, string help)
    {
        Option<string?> option = new(name) { Description = description, HelpName = help };
        own.Add(option);
        return option;
    }

    public Option<bool> AddSwitch(string name, string description)
    {
        Option<bool> option = new(name) { Description = description };
        own.Add(option);
        return option;
    }

    public ulong ReadSeed(ParseResult parsed) =>
        parsed.GetValue(seed) is { } text ? (ulong)OptionValues.ReadCount("--seed", text, 0, long.MaxValue) : 1;

    /// <summary>
    /// The command; read checks the options and gives what is to be run; tableOnly names the table of a run without a plot.
    /// </summary>
    public Command Create(string name, string description, Invocation invocation, Func<ParseResult, Func<ExperimentReport>> read,
        Func<ParseResult, string?>? tableOnly = null)
    {
        Command command = new(name, description);
        foreach (Option option in own.Concat([seed, folder, json]))
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            Func<ExperimentReport> run = read(parsed);
            string[] names = tableOnly?.Invoke(parsed) is { } table ? [table + ".csv"] : [name + ".csv", name + ".svg"];
            string[] files = parsed.GetValue(folder) is { } place
                && Folder(place) is var made ? [.. names.Select(file => Path.Combine(made, file))] : [];
            foreach (string file in files)
            {
                AtomicFile.Check(file, "--out");
            }

            ExperimentReport report = run();
            if (files.Length > 0)
            {
                AtomicFile.Write([.. files.Zip(new[] { report.Csv(), report.Plot }, (file, text) => (file, Utf8(text!)))]);
            }

            if (parsed.GetValue(json))
            {
                foreach (ExperimentRecord record in report.Records())
                {
                    invocation.Page(DocumentContext.Line(record, types => types.ExperimentRecord));
                }
            }
            else
            {
                report.WriteText(invocation);
                foreach (string file in files)
                {
                    invocation.Line($"written: {file}");
                }
            }

            return report.Status;
        });
        return command;
    }

    private static Action<Stream> Utf8(string text) => stream =>
        stream.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));

    /// <summary>The named options that were typed, of those that this command adds itself.</summary>
    public IEnumerable<string> Typed(ParseResult parsed) =>
        own.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    private static string Folder(string path)
    {
        if (path.Length == 0 || File.Exists(path))
        {
            throw new InputException(
                $"{OptionValues.Typed("--out", path)}: {(path.Length == 0 ? "no name" : "this is a file")}; name a folder.");
        }

        try
        {
            _ = Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"--out {path}: the folder cannot be made: {e.Message}", e);
        }
    }
}
