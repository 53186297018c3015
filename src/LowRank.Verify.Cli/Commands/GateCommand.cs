using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Files;
using LowRank.Verify.Gate.Records;
using LowRank.Verify.Gate.Reports;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Cli.Commands;

/// <summary>
/// <c>gate</c>: an implementation against the reference on generated inputs; without a harness command the built-in fast path.
/// </summary>
internal static class GateCommand
{
    public const string Name = "gate";

    private const int MaximumCases = 1_000_000;
    private const int MaximumJobs = 8;

    public static Command Create(Invocation invocation)
    {
        Option<string?> seed = new("--seed")
        {
            Description = $"Seed of the generated cases (default {GateOptions.DefaultSeed}).",
            HelpName = "n",
        };
        Option<string?> cases = new("--cases")
        {
            Description = $"Generated value cases per oracle (default {new GateOptions().ValueCases}).",
            HelpName = "n",
        };
        Option<string?> propertyCases = new("--property-cases")
        {
            Description = $"Generated cases per declared property (default {new GateOptions().PropertyCases}).",
            HelpName = "n",
        };
        Option<string[]> oracle = OptionValues.Patterns();
        Option<string[]> files = new("--oracle-file")
        {
            Description = "A statement of your own (.yaml) to gate; may be repeated. Without --oracle only these are gated.",
            HelpName = "mine.yaml",
        };
        Option<bool> propertiesOnly = new("--properties-only")
        {
            Description = "Judge the declared properties alone, by the answers: for a statement of which no value is known.",
        };
        Option<string?> replay = new("--replay")
        {
            Description = "Runs one case again, by the token that a failure prints.",
            HelpName = "token",
        };
        Option<bool> strict = new("--strict") { Description = "Exit 1 for precision-limited, undecided and skipped cases too." };
        Option<bool> json = new("--json") { Description = "The record of every case, one JSON object per line." };
        Option<string?> shard = new("--shard")
        {
            Description =
                "Only part i of n, counted from 0; 'merge' puts the parts together. Default from TEST_SHARD_INDEX/TEST_TOTAL_SHARDS or a "
                + "Slurm array.",
            HelpName = "i/n",
        };
        Option<string?> jobs = new("--jobs")
        {
            Description = "Harness processes that work at the same time (default 1, at most 8); the result does not depend on it.",
            HelpName = "n",
        };
        Option<bool> failFast = new("--fail-fast") { Description = "End at the first failure, shrunk." };
        Option<string?> timeLimit = new("--time-limit") { Description = "Seconds that one case may take (default 10).", HelpName = "s" };
        Option<string?> startLimit = new("--start-limit")
        {
            Description = "Seconds that a harness may take to start (default 60).",
            HelpName = "s",
        };
        Option<bool> validate = new("--validate")
        {
            Description = "Check every message of the protocol, in both directions, against its schema.",
        };
        Option<string?> recordsFile = new("--records")
        {
            Description = "Writes the records to a file as the run goes on.",
            HelpName = "file",
        };
        ReportOptionSet reports = new();
        Option<bool> resume = new("--resume") { Description = "Continues the run that --records holds where it was broken off." };
        Command command = new(Name,
            "Gates an implementation against the reference: values, declared properties, hidden state. Without a harness command, the "
            + "built-in fast path.")
        {
            seed, cases, propertyCases, oracle, files, propertiesOnly, shard, jobs, failFast, timeLimit, startLimit, validate, recordsFile,
            resume, replay, strict, json,
        };
        reports.AddTo(command);
        command.SetAction(parsed =>
        {
            if (invocation.Harness is { Count: 0 })
            {
                throw new InputException("gate --: the harness command is missing; write it after --, such as gate -- python3 harness.py");
            }

            Oracle[] own = [.. (parsed.GetValue(files) ?? []).Select(invocation.Rooms.ReadOracle)];
            if (own.Length > 0 && invocation.Harness is null)
            {
                throw new InputException($"--oracle-file {own[0].SourceFile}: the built-in fast path has no formula of it; give the "
                    + "harness that claims it after --");
            }

            GateOptions standard = new();
            GateOptions options = standard with
            {
                Seed = parsed.GetValue(seed) is { } s ? (ulong)OptionValues.ReadCount("--seed", s, 0, long.MaxValue) : standard.Seed,
                ValueCases = parsed.GetValue(cases) is { } c ? (int)OptionValues.ReadCount("--cases", c, 1, MaximumCases)
                    : standard.ValueCases,
                PropertyCases = parsed.GetValue(propertyCases) is { } p
                    ? (int)OptionValues.ReadCount("--property-cases", p, 0, MaximumCases) : standard.PropertyCases,
                Oracles = OracleFilter.Join(parsed.GetValue(oracle)) ?? OracleFilter.Join([.. own.Select(statement => statement.Id)]),
                OracleFiles = parsed.GetValue(files) ?? [],
                PropertiesOnly = parsed.GetValue(propertiesOnly),
                Shard = ShardOf(parsed.GetValue(shard)),
                Jobs = parsed.GetValue(jobs) is { } j ? (int)OptionValues.ReadCount("--jobs", j, 1, MaximumJobs) : standard.Jobs,
                StopAtFirstFailure = parsed.GetValue(failFast),
                TimeLimit = parsed.GetValue(timeLimit) is { } t ? Seconds("--time-limit", t) : standard.TimeLimit,
                StartLimit = parsed.GetValue(startLimit) is { } l ? Seconds("--start-limit", l) : standard.StartLimit,
                ValidateMessages = parsed.GetValue(validate),
                Replay = parsed.GetValue(replay) is { } token ? ReplayToken.Parse(token) : null,
                Strict = parsed.GetValue(strict),
            };
            if (parsed.GetValue(resume) && parsed.GetValue(recordsFile) is null)
            {
                throw new InputException("--resume: name the file of the interrupted run with --records");
            }

            if (options.Replay is not null
                && (parsed.GetValue(oracle) is { Length: > 0 } ? "--oracle" : parsed.GetValue(shard) is not null ? "--shard"
                    : parsed.GetValue(resume) ? "--resume" : null) is { } idle)
            {
                throw new InputException($"--replay runs the one case of its token; leave out {idle}");
            }

            reports.Prepare(parsed);
            using RecordsFile? file = parsed.GetValue(recordsFile) is not { } path ? null : parsed.GetValue(resume)
                ? RecordsFile.Continue(path) : RecordsFile.Create(path);
            using Interruption interruption = new();
            RunReport report;
            try
            {
                report = Run(invocation, options, own, file, parsed.GetValue(json), interruption.Token);
            }
            catch (OperationCanceledException) when (interruption.Signal is not null)
            {
                invocation.Streams.Error.WriteLine($"lowrank: interrupted ({interruption.Signal}) before the first case");
                return interruption.ExitStatus;
            }

            RunFindings findings = reports.Finish(report, options.Strict, ReportCommand.HarnessOf(invocation) ?? string.Empty);
            if (!parsed.GetValue(json))
            {
                ReportCommand.Write(invocation, findings);
            }

            if (interruption.Signal is { } signal && report.End is null)
            {
                string rest = options.Replay is null ? "; " + Resumption(invocation, report, file?.Path) : string.Empty;
                invocation.Streams.Error.WriteLine($"lowrank: interrupted ({signal}){rest}");
                return interruption.ExitStatus;
            }

            return findings.ExitStatus;
        });
        return command;
    }

    // The command that goes on, as it is typed.
    private static string Resumption(Invocation invocation, RunReport report, string? records)
    {
        const string Resume = "--resume", Shard = "--shard", Records = "--records";
        List<string> words = [.. invocation.Arguments.Where(word => word != Resume)];
        if (report.Header.Shard is { } shard
            && !words.Exists(word => word == Shard || word.StartsWith(Shard + '=', StringComparison.Ordinal)))
        {
            words.AddRange([Shard, shard.ToString()]);
        }

        words.AddRange(records is null ? [Records, "run.ndjson"] : [Resume]);
        string harness = ReportCommand.HarnessOf(invocation) is { } typed ? " -- " + typed : string.Empty;
        string line = ToolCommand.Line(ShellWords.Join(words)) + harness;
        int done = report.Header.OwnUnits.Count() - report.MissingUnits.Count;
        return string.Create(CultureInfo.InvariantCulture, $"{done} of {report.Header.OwnUnits.Count()} units are done. ")
            + (records is null ? $"They were not kept; a run that can be continued: {line}" : $"To continue: {line}");
    }

    private static RunReport Run(Invocation invocation, GateOptions options, Oracle[] own, RecordsFile? file, bool json,
        CancellationToken interruption)
    {
        Rooms rooms = invocation.Rooms;
        string folder = FixtureFolders.OfTheTool(FixtureFolders.Vectors);
        IReadOnlyList<TestVector> vectors =
        [
            .. rooms.Catalogue.Oracles
                .Where(oracle => options.Replay is { } token ? token.Oracle == oracle.Id : OracleFilter.Matches(options.Oracles, oracle.Id))
                .Select(oracle => VectorFile.PathOf(folder, oracle.Id))
                .Where(File.Exists)
                .SelectMany(VectorFile.Read),
        ];
        OracleCatalogue catalogue = rooms.Catalogue.With(own);
        ReferenceEvaluator reference = own.Length == 0 ? rooms.Reference : new ReferenceEvaluator(catalogue, rooms.Spectra);
        IReadOnlySet<string> finished = file?.Finished ?? new HashSet<string>();
        GateRun run = invocation.Harness is { Count: > 0 } words
            ? new(catalogue, reference, new HarnessCommand(words[0], [.. words.Skip(1)]), options)
            {
                Vectors = vectors,
                Finished = finished,
            }
            : new(rooms.Catalogue, rooms.Reference, new FastPathImplementation(rooms.Fast, rooms.Catalogue), options)
            {
                Vectors = vectors,
                Finished = finished,
            };
        Action<string>? print = json ? line => _ = invocation.WriteLineNow(line) : null;
        if (file is not null)
        {
            file.Also = print;
        }

        IGateSink? sink = file ?? (print is null ? null : (IGateSink)new NdjsonSink(print));
        ProgressLine? progress = invocation.Streams.IsTerminal ? new ProgressLine(invocation.Streams.Error) : null;
        RunReport report = run.Execute(progress, sink, interruption);

        // What an interrupted run had finished stands in the file only.
        if (finished.Count == 0)
        {
            return report;
        }

        RunReport whole = RunFile.Read(file!.Path);
        HashSet<string> complete = [.. whole.Units.Select(unit => unit.Id)];
        return whole with
        {
            Notes = report.Notes,
            Cases = [.. whole.Cases, .. report.Cases.Where(found => !complete.Contains(found.Unit))],
            DroppedCases = 0,
        };
    }

    // From the option, or from what test runners and Slurm set for the tasks of an array.
    private static Shard? ShardOf(string? option)
    {
        if (option is not null)
        {
            return Shard.Parse(option, "--shard");
        }

        if (Variable("TEST_TOTAL_SHARDS") is { } total && Variable("TEST_SHARD_INDEX") is { } index)
        {
            return Shard.Parse($"{index}/{total}", "TEST_SHARD_INDEX/TEST_TOTAL_SHARDS");
        }

        if (Variable("SLURM_ARRAY_TASK_ID") is { } task && Variable("SLURM_ARRAY_TASK_COUNT") is { } count)
        {
            const string Where = "SLURM_ARRAY_TASK_ID";
            long first = OptionValues.ReadCount("SLURM_ARRAY_TASK_MIN", Variable("SLURM_ARRAY_TASK_MIN") ?? "0", 0, int.MaxValue);
            long step = OptionValues.ReadCount("SLURM_ARRAY_TASK_STEP", Variable("SLURM_ARRAY_TASK_STEP") ?? "1", 1, int.MaxValue);
            long place = (OptionValues.ReadCount(Where, task, first, int.MaxValue) - first) / step;
            return Shard.Parse(string.Create(CultureInfo.InvariantCulture, $"{place}/{count}"), Where);
        }

        return null;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static TimeSpan Seconds(string option, string text)
    {
        double seconds = OptionValues.ReadPositive(option, text).ToDouble();
        return seconds is >= 0.001 and <= 86_400 ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"{option} {text}: between 0.001 and 86400 seconds");
    }
}
