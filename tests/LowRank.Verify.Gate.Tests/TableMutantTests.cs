using System.Globalization;
using LowRank.Verify.Mutants.Table;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>The table of mutants, tests/mutants/table/mutants.csv: feature by slip by oracle.</summary>
public sealed class TableMutantTests
{
    private const double LeastShare = 0.97;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "mutants", "table");

    private static readonly IReadOnlyList<MutantRow> Rows = MutantRow.Read(Path.Combine(Folder, "mutants.csv"));

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1";

    private static readonly TableRun Run = new(Bench.Reference, Bench.Honest, Repository.Vectors);

    /// <summary>The quick rows.</summary>
    public static TheoryData<string> Quick => [.. Rows.Where(row => row.IsQuick).Select(row => row.Id)];

    [Fact]
    public void Table_covers_many_oracles_and_every_mutation_is_understood()
    {
        Assert.True(Rows.Count >= 200);
        Assert.True(Rows.Select(row => row.Oracle).Distinct().Count() >= 40);
        Assert.Equal(Rows.Count, Rows.Select(row => row.Id).Distinct().Count());
        Assert.True(Rows.Count(row => row.IsQuick) >= 20);
        Assert.All(Rows, row => _ = new TableMutant(row, Bench.Honest(), Bench.Reference));
    }

    [Theory]
    [MemberData(nameof(Quick))]
    public void Quick_mutant_is_caught(string id)
    {
        Assert.NotNull(Run.Caught(Rows.Single(row => row.Id == id), GateOptions.DefaultSeed));
    }

    [Fact]
    public void Mutant_whose_slip_is_never_made_is_honest()
    {
        MutantRow row = Rows.First(r => r.Oracle == "spectra/frobenius-norm") with { When = "rows < 0" };
        Assert.Null(Run.Caught(row, GateOptions.DefaultSeed));
    }

    /// <summary>Three seeds; LOWRANK_MUTANTS names a file for the verdicts, LOWRANK_MUTANT_ROWS a part of the ids.</summary>
    [Fact]
    public void Almost_every_mutant_is_caught_at_every_seed()
    {
        Assert.SkipUnless(IsFull, "takes long; LOWRANK_FULL=1 runs it");
        string part = Environment.GetEnvironmentVariable("LOWRANK_MUTANT_ROWS") ?? string.Empty;
        MutantRow[] rows = [.. Rows.Where(row => row.Id.Contains(part, StringComparison.Ordinal))];
        using TextWriter file = Writer("LOWRANK_MUTANTS");
        int caught = 0, runs = 0;
        foreach (ulong seed in Seeds())
        {
            foreach (MutantRow row in rows)
            {
                long start = Environment.TickCount64;
                RunCase? failure = Run.Caught(row, seed);
                caught += failure is null ? 0 : 1;
                runs++;
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                    {row.Id}	{seed}	{(failure is null ? "survived" : $"{failure.Verdict.Name()} by {failure.Property}")}	{
                        Environment.TickCount64 - start} ms	{row.Feature}	{row.Slip}
                    """));
                file.Flush();
            }
        }

        Assert.True(caught >= LeastShare * runs, $"{caught} of {runs} were caught");
    }

    /// <summary>Without this a survivor might be no mutant at all.</summary>
    [Fact]
    public void Every_slip_gives_a_wrong_answer_somewhere()
    {
        Assert.SkipUnless(IsFull, "takes long; LOWRANK_FULL=1 runs it");
        string part = Environment.GetEnvironmentVariable("LOWRANK_MUTANT_ROWS") ?? string.Empty;
        using TextWriter file = Writer("LOWRANK_WITNESSES");
        List<string> equivalent = [];
        foreach (MutantRow row in Rows.Where(row => row.Id.Contains(part, StringComparison.Ordinal) && row.Mutation != "previous"))
        {
            if (Run.Witness(row) is null)
            {
                equivalent.Add(row.Id);
                file.WriteLine($"{row.Id}\t{row.Feature}\t{row.Slip}");
                file.Flush();
            }
        }

        Assert.Empty(equivalent);
    }

    private static TextWriter Writer(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } path ? new StreamWriter(path) : TextWriter.Null;

    private static IEnumerable<ulong> Seeds() => Environment.GetEnvironmentVariable("LOWRANK_MUTANT_SEEDS") is { } count
        ? Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture)).Select(i => GateOptions.DefaultSeed + (ulong)i)
        : [GateOptions.DefaultSeed, GateOptions.DefaultSeed + 1, GateOptions.DefaultSeed + 2];
}
