using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>A run spread over parts, or broken off and continued, gives the records of the whole run.</summary>
public sealed class ShardTests : IDisposable
{
    private static readonly GateOptions Options = new() { Oracles = "pinto2025/theorem-7*", ValueCases = 9, PropertyCases = 3 };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Parts_hold_every_record_of_the_whole_run_once()
    {
        string[] whole = Lines(Options);
        string[][] parts = [.. Enumerable.Range(0, 4).Select(i => Lines(Options with { Shard = new Shard(i, 4) }))];
        Assert.Equal(whole.Order(StringComparer.Ordinal), parts.SelectMany(part => part).Order(StringComparer.Ordinal));
        Assert.All(parts, part => Assert.NotEmpty(part));
        Assert.True(whole.Length > 100);
    }

    [Fact]
    public void Failures_are_shrunk_alike_in_a_part_and_in_the_whole_run()
    {
        Mutants.MaximumRank mutant = new(Bench.Honest());
        GateOptions options = Options with { Oracles = mutant.Oracle, ValueCases = 40 };
        string[] whole = Lines(options, mutant);
        Assert.Equal(whole.Order(StringComparer.Ordinal),
            Enumerable.Range(0, 3).SelectMany(i => Lines(options with { Shard = new Shard(i, 3) }, mutant)).Order(StringComparer.Ordinal));
        Assert.Contains(whole, line => line.Contains("too-high", StringComparison.Ordinal));
    }

    [Fact]
    public void Interrupted_run_is_continued_to_the_same_file()
    {
        string full = Write("full.ndjson", resume: false);
        string[] lines = File.ReadAllLines(full);
        int closed = Array.FindIndex(lines, lines.Length / 2, line => line.Contains("\"record\":\"unit\"", StringComparison.Ordinal));

        // Killed in the midst of a unit, and of a line.
        string broken = Path.Combine(folder.FullName, "broken.ndjson");
        File.WriteAllText(broken, string.Join('\n', lines.Take(closed + 3)) + "\n" + lines[closed + 3][..20]);
        Assert.Equal(broken, Write("broken.ndjson", resume: true));
        Assert.Equal(lines[..^1], File.ReadAllLines(broken)[..^1]);
        Assert.Equal("end", Kind(File.ReadAllLines(broken)[^1]));
    }

    [Fact]
    public void Half_a_line_that_reads_as_json_does_not_count()
    {
        string[] lines = File.ReadAllLines(Write("full.ndjson", resume: false));
        string cut = Path.Combine(folder.FullName, "cut.ndjson");
        int closed = Array.FindIndex(lines, line => Kind(line) == "unit");
        File.WriteAllText(cut, string.Join('\n', lines.Take(closed + 1))); // no end of line
        using RecordsFile file = RecordsFile.Continue(cut);
        Assert.Empty(file.Finished);
    }

    [Fact]
    public void Records_of_another_run_are_not_continued()
    {
        string path = Write("full.ndjson", resume: false);
        InputException refusal = Assert.Throws<InputException>(() => Write("full.ndjson", resume: true, Options with { Seed = 5 }));
        Assert.Contains("'seed' differs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", Assert.Throws<InputException>(() => RecordsFile.Create(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "{\"record\":\"case\"}\n");
        Assert.Contains(":1: not the records", Assert.Throws<InputException>(() => RecordsFile.Continue(path)).Message,
            StringComparison.Ordinal);
    }

    // Every sort of unit is spread evenly, and neighbours in the order of the run go to different parts.
    [Fact]
    public void Parts_get_as_many_units_of_each_sort()
    {
        string path = Path.Combine(folder.FullName, "whole.ndjson");
        using (RecordsFile file = RecordsFile.Create(path))
        {
            _ = new GateRun(Bench.Catalogue, Bench.Reference, Bench.Honest(),
                Options with { Oracles = "pinto2025/*", ValueCases = 1, PropertyCases = 1 }).Execute(null, file);
        }

        RunHeader header = RunFile.Read(path).Header;
        string[][] parts = [.. Enumerable.Range(0, 3).Select(i => (header with { Shard = new Shard(i, 3) }).OwnUnits.ToArray())];
        Assert.Equal(header.Units.Order(StringComparer.Ordinal), parts.SelectMany(part => part).Order(StringComparer.Ordinal));
        foreach (string sort in new[] { ":value", ":property-", ":vectors" })
        {
            int[] counts = [.. parts.Select(part => part.Count(unit => unit.Contains(sort, StringComparison.Ordinal)))];
            Assert.True(counts.Max() - counts.Min() <= 1, $"{sort}: {string.Join(", ", counts)}");
        }

        string[] values = [.. header.Units.Where(unit => unit.EndsWith(":value", StringComparison.Ordinal))];
        Assert.All(values.Zip(values.Skip(1)), pair =>
            Assert.NotEqual(Array.FindIndex(parts, part => part.Contains(pair.First)),
                Array.FindIndex(parts, part => part.Contains(pair.Second))));
    }

    [Fact]
    public void Times_of_the_units_are_in_the_records_and_survive_a_merge()
    {
        string[] paths = [.. Enumerable.Range(0, 2).Select(i => Write($"{i}.ndjson", resume: false,
            Options with { Shard = new Shard(i, 2) }))];
        RunReport merged = RunMerge.Of(paths).Report;
        Assert.Equal(merged.Units.Select(unit => unit.Id).Order(StringComparer.Ordinal),
            merged.UnitTimes.Keys.Order(StringComparer.Ordinal));
        Assert.True(merged.UnitTimes.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time) > TimeSpan.Zero);
        Assert.Equal(paths.SelectMany(path => RunFile.Read(path).UnitTimes).Sum(unit => unit.Value.TotalSeconds),
            merged.UnitTimes.Sum(unit => unit.Value.TotalSeconds), 9);
    }

    [Theory]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("1")]
    [InlineData("0/0")]
    [InlineData("a/b")]
    public void Malformed_shard_is_refused(string text) =>
        Assert.StartsWith($"--shard {text}: ", Assert.Throws<InputException>(() => Shard.Parse(text, "--shard")).Message,
            StringComparison.Ordinal);

    private static string? Kind(string line) => JsonDocument.Parse(line).RootElement.GetProperty("record").GetString();

    private static string[] Lines(GateOptions options, IImplementation? implementation = null) =>
        [.. Bench.Run(implementation ?? Bench.Honest(), options).Cases.Select(record => RecordJson.Line(record))];

    private string Write(string name, bool resume, GateOptions? options = null)
    {
        string path = Path.Combine(folder.FullName, name);
        using RecordsFile file = resume ? RecordsFile.Continue(path) : RecordsFile.Create(path);
        _ = new GateRun(Bench.Catalogue, Bench.Reference, Bench.Honest(), options ?? Options) { Finished = file.Finished }.Execute(null,
            file);
        return path;
    }
}
