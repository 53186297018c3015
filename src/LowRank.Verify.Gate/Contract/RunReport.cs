namespace LowRank.Verify.Gate.Contract;

/// <summary>A run as its records tell it; what all reports are made from.</summary>
/// <param name="Source">Where the records come from.</param>
/// <param name="Header">What the run is.</param>
/// <param name="Cases">The cases of complete units, in the order of the units in the header.</param>
/// <param name="Units">The complete units, in the order of the header.</param>
/// <param name="Smoke">First questions that got no answer.</param>
/// <param name="End">What it took; null when the run did not end.</param>
/// <param name="DroppedCases">Cases of a unit that the run did not finish.</param>
public sealed record RunReport(
    string Source,
    RunHeader Header,
    IReadOnlyList<RunCase> Cases,
    IReadOnlyList<RunUnit> Units,
    IReadOnlyList<SmokeFailure> Smoke,
    RunEnd? End,
    int DroppedCases)
{
    /// <summary>Why an oracle is not gated that the implementation does not have.</summary>
    internal const string NotClaimed = "the implementation does not claim it";

    private const string NoCases = "no admissible inputs could be generated";

    /// <summary>What was noticed of the implementation that belongs to no case.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Time spent in calls; of a run that was read from a file nobody knows.</summary>
    public TimeSpan? CallTime { get; init; }

    /// <summary>
    /// Time spent on each unit by its id, as far as it is known: of an interrupted run that was read from a file it is not.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> UnitTimes { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>True for one case again instead of a run.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Oracles that were not gated, with the reason of each: those that the header names, and those without a case.</summary>
    public IReadOnlyDictionary<string, string> NotCovered => IsReplay ? Header.NotCovered
        : new OrderedDictionary<string, string>(Header.NotCovered.Concat(WithoutCases.Select(oracle => KeyValuePair.Create(oracle,
            NoCases))));

    /// <summary>Units of the run, or of its shard, that are not there, in order.</summary>
    public IReadOnlyList<string> MissingUnits { get; } = Missing(Header, Units);

    /// <summary>True when every unit is there, of a shard every unit of the shard.</summary>
    public bool IsComplete => MissingUnits.Count == 0;

    /// <summary>True when every unit of the whole run is there.</summary>
    public bool IsWhole => !IsReplay && Header.Shard is null && IsComplete;

    /// <summary>Oracles of which every unit is there and no unit has a case, in the order of the header.</summary>
    public IReadOnlyList<string> WithoutCases { get; } = Empty(Header, Units);

    /// <summary>A report whose cases and units come in whatever order they were worked on, which it does not depend on.</summary>
    internal static RunReport InOrder(
        string source, RunHeader header, IEnumerable<RunCase> cases, IEnumerable<RunUnit> units, IReadOnlyList<SmokeFailure> smoke,
            RunEnd? end, int dropped)
    {
        Dictionary<string, int> order = header.Units.Select((unit, place) => (unit, place))
            .ToDictionary(pair => pair.unit, pair => pair.place, StringComparer.Ordinal);
        return new RunReport(source, header, [.. cases.OrderBy(found => order[found.Unit])], [.. units.OrderBy(unit => order[unit.Id])],
            smoke, end, dropped)
        { UnitTimes = Times(end) };
    }

    /// <summary>The times that the end of a run tells.</summary>
    internal static IReadOnlyDictionary<string, TimeSpan> Times(RunEnd? end) =>
        (end?.UnitSeconds ?? new Dictionary<string, double>()).ToDictionary(unit => unit.Key, unit => TimeSpan.FromSeconds(unit.Value),
            StringComparer.Ordinal);

    private static string[] Empty(RunHeader header, IReadOnlyList<RunUnit> units)
    {
        Dictionary<string, int> cases = units.ToDictionary(unit => unit.Id, unit => unit.Cases, StringComparer.Ordinal);
        return
        [
            .. header.Units.GroupBy(unit => unit.Split(':')[0], StringComparer.Ordinal)
                .Where(oracle => oracle.All(unit => cases.GetValueOrDefault(unit, 1) == 0))
                .Select(oracle => oracle.Key),
        ];
    }

    private static string[] Missing(RunHeader header, IReadOnlyList<RunUnit> units)
    {
        HashSet<string> there = [.. units.Select(unit => unit.Id)];
        return [.. header.OwnUnits.Where(unit => !there.Contains(unit))];
    }
}
