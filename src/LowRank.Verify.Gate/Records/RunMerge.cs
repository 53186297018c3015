using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>The parts of one run, put together to the run that was not divided, record for record.</summary>
public sealed class RunMerge
{
    private const int Named = 5;
    private const string Extension = ".ndjson";

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, (RunReport Part, RunUnit Unit)> units;

    private RunMerge(IReadOnlyList<RunReport> parts, Dictionary<string, (RunReport Part, RunUnit Unit)> units)
    {
        Parts = parts;
        this.units = units;
        RunHeader first = parts[0].Header;
        ILookup<string, RunCase> cases = parts.SelectMany(part => part.Cases).ToLookup(found => found.Unit, StringComparer.Ordinal);
        RunEnd? end = EndOf(parts);
        Report = new RunReport(
            parts.Count == 1 ? parts[0].Source : $"{parts.Count} files",
            first with { Shard = null },
            [.. first.Units.SelectMany(unit => cases[unit])],
            [.. first.Units.Select(unit => units[unit].Unit)],
            [],
            end,
            0)
        { UnitTimes = RunReport.Times(end) };
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<RunReport> Parts { get; }

    /// <summary>The whole run.</summary>
    public RunReport Report { get; }

    /// <summary>The files that are meant: files as they are, of a folder all *.ndjson in it and below, in order.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="output">A file that is to be written, and is no part.</param>
    /// <exception cref="InputException">A path is not there, or a folder has no such file.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths, string? output = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string? excluded = output is null ? null : Path.GetFullPath(output);
        List<string> files = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                string[] found =
                [
                    .. Directory.EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories)
                        .Where(file => Path.GetFullPath(file) != excluded).Order(StringComparer.Ordinal),
                ];
                files.AddRange(found.Length > 0 ? found
                    : throw new InputException($"{path}: there are no records of runs (*{Extension}) in this folder"));
            }
            else
            {
                files.Add(File.Exists(path) ? path : throw new InputException($"{path}: there is no such file or folder"));
            }
        }

        return [.. files.DistinctBy(Path.GetFullPath)];
    }

    /// <summary>Puts the parts together.</summary>
    /// <param name="files">The records of the parts.</param>
    /// <exception cref="InputException">
    /// A file is wrong; the parts are of different runs; a unit or case is missing or there twice. The message names the first few.
    /// </exception>
    public static RunMerge Of(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        RunReport[] parts = [.. files.Select(RunFile.Read)];
        if (parts.Length == 0)
        {
            throw new InputException("there is nothing to merge");
        }

        foreach (RunReport part in parts)
        {
            Agree(parts[0], part);
            if (part.Smoke.Count > 0)
            {
                SmokeFailure failure = part.Smoke[0];
                throw new InputException(
                    $"{part.Source}: the harness answered none of its first questions, so there is nothing to merge ({failure.Oracle}: "
                    + $"{failure.Verdict.Name()}, {failure.Message})");
            }
        }

        Dictionary<string, (RunReport Part, RunUnit Unit)> units = new(StringComparer.Ordinal);
        List<string> twice = [];
        foreach (RunReport part in parts)
        {
            foreach (RunUnit unit in part.Units)
            {
                if (!units.TryAdd(unit.Id, (part, unit)))
                {
                    twice.Add($"{unit.Id} ({units[unit.Id].Part.Source} and {part.Source})");
                }
            }
        }

        if (twice.Count > 0)
        {
            throw new InputException($"{twice.Count} units are there twice: {List(twice)}; merge the parts of one run, each once");
        }

        string[] missing = [.. parts[0].Header.Units.Where(unit => !units.ContainsKey(unit))];
        if (missing.Length > 0)
        {
            throw new InputException(
                $"{missing.Length} of {parts[0].Header.Units.Count} units are missing: "
                + $"{List([.. missing.Select(unit => unit + ShardOf(unit, parts))])}{Broken(parts)}");
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (RunReport part in parts)
        {
            if (part.Cases.FirstOrDefault(found => !ids.Add(found.Id)) is { } again)
            {
                throw new InputException($"{part.Source}: the case {again.Id} is in another file too");
            }
        }

        return new RunMerge(parts, units);
    }

    /// <summary>Writes the records of the whole run.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InputException">A part changed since it was read.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Line(stream, Report.Header);
        Dictionary<string, FileStream> open = new(StringComparer.Ordinal);
        try
        {
            foreach (string id in Report.Header.Units)
            {
                (RunReport part, RunUnit unit) = units[id];
                if (!open.TryGetValue(part.Source, out FileStream? source))
                {
                    open[part.Source] = source = new FileStream(part.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                }

                byte[] records = new byte[unit.End - unit.Start];
                source.Position = unit.Start;
                source.ReadExactly(records);
                stream.Write(records);
                if (records[^1] != '\n')
                {
                    stream.WriteByte((byte)'\n');
                }
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InputException("a file became shorter while it was merged", e);
        }
        finally
        {
            foreach (FileStream source in open.Values)
            {
                source.Dispose();
            }
        }

        if (Report.End is { } over)
        {
            Line(stream, over);
        }
    }

    private static RunEnd? EndOf(IReadOnlyList<RunReport> parts)
    {
        if (parts.Any(part => part.End is null))
        {
            return null;
        }

        SortedDictionary<string, double> times = new(StringComparer.Ordinal);
        foreach ((string unit, double seconds) in parts.SelectMany(part => part.End!.UnitSeconds ?? new Dictionary<string, double>()))
        {
            times[unit] = seconds;
        }

        return new RunEnd(parts.Sum(part => part.End!.Calls), Math.Round(parts.Sum(part => part.End!.Seconds), 3))
        {
            UnitSeconds = times.Count == 0 ? null : times,
        };
    }

    // All members of the first line but the shard are the same in all parts of a run.
    private static void Agree(RunReport first, RunReport part)
    {
        if (first.Header.DifferenceFrom(part.Header with { Shard = first.Header.Shard }) is { } difference)
        {
            throw new InputException(
                $"{part.Source}: of another run than {first.Source}: '{difference.Name}' "
                + $"differs{Values(difference.Mine, difference.Theirs)}");
        }
    }

    private static string Values(JsonNode? a, JsonNode? b) => (a, b) is (JsonArray or null, _) or (_, JsonArray or null)
        ? string.Empty
        : $" ({a!.ToJsonString(Format)} there, {b!.ToJsonString(Format)} here)";

    private static string ShardOf(string unit, RunReport[] parts)
    {
        int[] counts = [.. parts.Select(part => part.Header.Shard?.Count ?? 1).Distinct()];
        return counts.Length == 1 && counts[0] > 1
            ? $" (shard {Enumerable.Range(0, counts[0]).Select(i => new Shard(i, counts[0]))
                .First(shard => shard.Own(parts[0].Header.Units).Contains(unit))})"
            : string.Empty;
    }

    private static string Broken(RunReport[] parts) =>
        parts.Where(part => !part.IsComplete).Select(part => part.Source).ToArray() is { Length: > 0 } broken
        ? $"; broken off: {List(broken)}, which '{ToolCommand.Line("gate --resume")}' continues"
        : string.Empty;

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : string.Empty);

    private static void Line(Stream stream, RunRecord record) => stream.Write(Encoding.UTF8.GetBytes(RecordJson.Line(record) + "\n"));
}
