using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Gate.Reports;

/// <summary>What a run amounts to, given the gaps that are known of the implementation.</summary>
public sealed class RunFindings
{
    private readonly Dictionary<RunCase, KnownGap> covered = new(ReferenceEqualityComparer.Instance);

    /// <summary>Judges a run.</summary>
    /// <param name="report">The run.</param>
    /// <param name="gaps">Known gaps.</param>
    /// <param name="isStrict">Whether doubts and unexpected passes count as failures; a run that was strict itself is anyway.</param>
    /// <exception cref="InputException">A known gap matches nothing in a whole run.</exception>
    public RunFindings(RunReport report, KnownGaps? gaps = null, bool isStrict = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        Gaps = gaps ?? KnownGaps.None;
        IsStrict = isStrict || report.Header.Options.Strict;
        Gaps.Check(report);
        foreach (RunCase found in Gaps.Entries.Count == 0 ? [] : report.Cases.Where(Counts))
        {
            if (Gaps.Of(found) is { } gap)
            {
                covered.Add(found, gap);
            }
        }

        // In the order of the run's units, whichever was done first.
        Dictionary<string, int> order = report.Header.Units.Select((unit, i) => (Oracle: unit.Split(':')[0], i))
            .GroupBy(u => u.Oracle, u => u.i, StringComparer.Ordinal).ToDictionary(u => u.Key, u => u.First(), StringComparer.Ordinal);
        Table =
        [
            .. report.Cases.GroupBy(c => (c.Oracle, c.Kind)).OrderBy(g => order.GetValueOrDefault(g.Key.Oracle)).Select(g => new RunRow(
                g.Key.Oracle,
                g.Key.Kind,
                g.Where(c => !covered.ContainsKey(c)).GroupBy(c => c.Verdict).ToDictionary(v => v.Key, v => v.Count()),
                g.Count(covered.ContainsKey))),
        ];
        Failures = RunGroup.Of(report.Cases.Where(c => c.Verdict.IsFailure() && !covered.ContainsKey(c)));
        Known = [.. covered.GroupBy(c => c.Value).SelectMany(g => RunGroup.Of(g.Select(c => c.Key), g.Key))];
        PrecisionLimited =
        [
            .. report.Cases.Where(c => c.Verdict == Verdict.PrecisionLimited && !covered.ContainsKey(c)).GroupBy(c => c.Oracle).Select(g =>
                new PrecisionLimit(g.Key, g.Count(), g.Max(c => c.Condition))),
        ];
        Silent = SilentOracle.Of(report, found => Gaps.Of(found) is not null);
        UnexpectedPasses = report.IsWhole && report.Smoke.Count == 0
            ? [.. Gaps.Entries.Where(gap => report.Cases.Where(gap.Covers).ToArray() is { Length: > 0 } cases
                && cases.All(c => c.Verdict == Verdict.Conforms))]
            : [];
    }

    /// <summary>The run.</summary>
    public RunReport Report { get; }

    /// <summary>The known gaps.</summary>
    public KnownGaps Gaps { get; }

    /// <summary>Whether doubts and unexpected passes count as failures.</summary>
    public bool IsStrict { get; }

    /// <summary>The command line of the harness as it is typed; empty for the built-in fast path, null when unknown.</summary>
    public string? Harness { get; init; }

    /// <summary>True when no command line reproduces a case, but a run in the same program with its id as the replay token.</summary>
    public bool IsInProcess { get; init; }

    /// <summary>One row per gated oracle, in the order of the run.</summary>
    public IReadOnlyList<RunRow> Table { get; }

    /// <summary>Failures that count, the gravest first.</summary>
    public IReadOnlyList<RunGroup> Failures { get; }

    /// <summary>Failures that known gaps cover.</summary>
    public IReadOnlyList<RunGroup> Known { get; }

    /// <summary>Precision-limited cases by oracle, in the order of the run.</summary>
    public IReadOnlyList<PrecisionLimit> PrecisionLimited { get; }

    /// <summary>Oracles of which most cases were declined, and those without one judged value, in the order of the run.</summary>
    public IReadOnlyList<SilentOracle> Silent { get; }

    /// <summary>
    /// Oracles that were claimed and put to the implementation, but of which no value was judged: nothing judged is nothing passed. Only a
    /// whole run can tell, and one case again.
    /// </summary>
    public IReadOnlyList<SilentOracle> Unjudged =>
        Report.IsWhole || Report.IsReplay ? [.. Silent.Where(oracle => oracle.Judged == 0)] : [];

    /// <summary>Oracles that were asked for by their full ids, but not gated.</summary>
    public IReadOnlyList<string> AskedInVain => Report.Header.Options.Oracles is not { } patterns || Report.IsReplay ? []
        : [.. OracleFilter.Split(patterns).Where(Report.NotCovered.ContainsKey)];

    /// <summary>True when not one value was judged: such a run says nothing.</summary>
    public bool IsEmpty => Report.Smoke.Count == 0 && FailureCount == 0 && KnownCount == 0
        && Report.IsComplete && (Report.Cases.Count > 0 || Report.IsWhole) && !Report.Cases.Any(found => found.Verdict.IsJudged());

    /// <summary>What the generated values reached of the declared features, by feature.</summary>
    public RunCoverage Coverage => RunCoverage.Of(Report);

    /// <summary>Known gaps of which every case conforms; only a whole run can tell.</summary>
    public IReadOnlyList<KnownGap> UnexpectedPasses { get; }

    /// <summary>Cases with a verdict, without those that a known gap covers.</summary>
    public int Count(Verdict verdict) => Table.Sum(row => row[verdict]);

    /// <summary>Failures that count.</summary>
    public int FailureCount => Table.Sum(row => row.Failures);

    /// <summary>Failures that known gaps cover.</summary>
    public int KnownCount => covered.Count;

    /// <summary>True when a case counts against the implementation and a known gap covers it.</summary>
    public bool IsKnown(RunCase found) => covered.ContainsKey(found);

    /// <summary>The verdicts that occur, and conforms, from the mildest to the gravest.</summary>
    public IReadOnlyList<Verdict> Verdicts =>
        [.. Enum.GetValues<Verdict>().Reverse().Where(verdict => verdict == Verdict.Conforms || Count(verdict) > 0)];

    /// <summary>
    /// 0: nothing wrong. 1: a failure that no known gap covers, no value judged of an oracle that was claimed or asked for, or under strict
    /// a doubt or an unexpected pass. 2: no failure, but the run was broken off.
    /// </summary>
    public int ExitStatus =>
        Report.Smoke.Count > 0 || Failures.Count > 0 || IsEmpty || Unjudged.Count > 0 || AskedInVain.Count > 0
            || (IsStrict && (UnexpectedPasses.Count > 0 || Table.Any(row => row.Counts.Keys.Any(VerdictNames.IsDoubt)))) ? 1
        : Report.IsComplete ? 0 : 2;

    /// <summary>The command line that reproduces a case.</summary>
    public string Replay(RunCase found)
    {
        ArgumentNullException.ThrowIfNull(found);
        RunOptions options = Report.Header.Options;
        string files = string.Concat((options.OracleFiles ?? []).Select(file => $" --oracle-file {ShellWords.Quote(file)}"));
        return IsInProcess ? found.Id : $"{ToolCommand.Start} gate{files}{(options.PropertiesOnly ? " --properties-only" : string.Empty)}"
            + $" --replay {ShellWords.Quote(found.Id)}" + Harness switch
        {
            null => " -- <harness command>",
            "" => string.Empty,
            _ => " -- " + Harness,
        };
    }

    private bool Counts(RunCase found) => found.Verdict.IsFailure() || (IsStrict && found.Verdict.IsDoubt());
}

/// <summary>The precision-limited cases of an oracle.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Cases">How many.</param>
/// <param name="WorstCondition">The worst condition among them; null when none is known.</param>
public sealed record PrecisionLimit(string Oracle, int Cases, double? WorstCondition);

/// <summary>An oracle and how many cases got which verdict.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Counts">Cases by verdict, without those that a known gap covers; a verdict that did not occur is absent.</param>
/// <param name="KnownGaps">Failures that known gaps cover.</param>
public sealed record RunRow(string Oracle, OracleKind Kind, IReadOnlyDictionary<Verdict, int> Counts, int KnownGaps)
{
    /// <summary>Cases in all.</summary>
    public int Cases => Counts.Values.Sum() + KnownGaps;

    /// <summary>Failures that count.</summary>
    public int Failures => Counts.Where(count => count.Key.IsFailure()).Sum(count => count.Value);

    /// <summary>How many cases got a verdict.</summary>
    public int this[Verdict verdict] => Counts.GetValueOrDefault(verdict);
}
