using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate;
using LowRank.Verify.Gate.Reporting;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>gate</c>: an implementation against the reference on generated inputs; without a harness command the built-in fast path.</summary>
internal static class GateCommand
{
    public const string Name = "gate";

    private const int MaximumCases = 1_000_000;

    public static Command Create(Invocation invocation)
    {
        Option<string?> seed = new("--seed") { Description = $"Seed of the generated cases (default {GateOptions.DefaultSeed}).", HelpName = "n" };
        Option<string?> cases = new("--cases") { Description = $"Generated value cases per oracle (default {new GateOptions().ValueCases}).", HelpName = "n" };
        Option<string?> propertyCases = new("--property-cases") { Description = $"Generated cases per declared property (default {new GateOptions().PropertyCases}).", HelpName = "n" };
        Option<string?> oracle = new("--oracle") { Description = "Only oracles whose id matches; * stands for any text, ? for one character.", HelpName = "pattern" };
        Option<string?> replay = new("--replay") { Description = "Runs one case again, by the token that a failure prints.", HelpName = "token" };
        Option<bool> strict = new("--strict") { Description = "Exit 1 for precision-limited, undecided and skipped cases too." };
        Option<bool> json = new("--json") { Description = "The record of every case, one JSON object per line." };
        Command command = new(Name, "Gates the built-in fast path against the reference on generated inputs: values and declared properties.")
        {
            seed, cases, propertyCases, oracle, replay, strict, json,
        };
        command.SetAction(parsed =>
        {
            if (invocation.Harness is not null)
            {
                throw new InputException("gate -- <command>: external harnesses are not yet supported; 'lowrank gate' alone gates the built-in fast path.");
            }

            GateOptions standard = new();
            GateOptions options = standard with
            {
                Seed = parsed.GetValue(seed) is { } s ? (ulong)OptionValues.ReadCount("--seed", s, 0, long.MaxValue) : standard.Seed,
                ValueCases = parsed.GetValue(cases) is { } c ? (int)OptionValues.ReadCount("--cases", c, 1, MaximumCases) : standard.ValueCases,
                PropertyCases = parsed.GetValue(propertyCases) is { } p ? (int)OptionValues.ReadCount("--property-cases", p, 0, MaximumCases) : standard.PropertyCases,
                Oracles = parsed.GetValue(oracle),
                Replay = parsed.GetValue(replay) is { } token ? ReplayToken.Parse(token) : null,
                Strict = parsed.GetValue(strict),
            };
            GateReport report = Run(invocation, options);
            if (parsed.GetValue(json))
            {
                foreach (GateRecord record in report.Records)
                {
                    invocation.Line(JsonText.OneLine(GateJson.Write(record)));
                }
            }
            else
            {
                Write(invocation, report);
            }

            return report.ExitStatus;
        });
        return command;
    }

    private static GateReport Run(Invocation invocation, GateOptions options)
    {
        Rooms rooms = invocation.Rooms;
        GateRun run = new(rooms.Catalogue, rooms.Reference, new FastPathImplementation(rooms.Fast, rooms.Catalogue), options);
        return run.Execute(invocation.Streams.IsTerminal ? new ProgressLine(invocation.Streams.Error) : null);
    }

    private static void Write(Invocation invocation, GateReport report)
    {
        Verdict[] verdicts = [.. Enum.GetValues<Verdict>().Reverse()];
        Verdict[] shown = [.. verdicts.Where(verdict => verdict == Verdict.Conforms || report.Count(verdict) > 0)];
        invocation.Line($"{report.Implementation.Name} {report.Implementation.Version}, {report.Implementation.Precision}, seed {report.Options.Seed.ToString(CultureInfo.InvariantCulture)}");
        TextTable table = new(["oracle", "kind", "cases", .. shown.Select(verdict => verdict.Name())]);
        foreach (GateRow row in report.Table)
        {
            table.Row([row.Oracle, OracleDescription.Word(row.Kind), Count(row.Cases), .. shown.Select(verdict => Count(row[verdict]))]);
        }

        table.Row(["all", string.Empty, Count(report.Records.Count), .. shown.Select(verdict => Count(report.Count(verdict)))]);
        table.WriteTo(invocation);
        foreach ((string id, string reason) in report.NotCovered)
        {
            invocation.Line($"not gated: {id}, {reason}");
        }

        string failures = GateText.Describe(report);
        if (failures.Length > 0)
        {
            invocation.Line();
            invocation.Page(failures.TrimEnd('\n'));
        }

        invocation.Line(report.ExitStatus == 0 ? "Nothing wrong." : $"{report.Failures.Count} kind(s) of failure; 'lowrank gate --replay <token>' repeats one.");
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
