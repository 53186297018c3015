using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Reports;

/// <summary>What the generated values of a run reached of the features that are declared for its oracles.</summary>
/// <param name="Features">Features, those of one axis together.</param>
/// <param name="PairsMet">Pairs of features of two axes that met in a case, over all oracles.</param>
/// <param name="Pairs">All such pairs; some cannot be had, since an oracle refuses them.</param>
public sealed record RunCoverage(IReadOnlyList<FeatureCoverage> Features, int PairsMet, int Pairs)
{
    private const string OptionAxis = " given";

    /// <summary>The coverage that the units of a run recorded.</summary>
    public static RunCoverage Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (string Oracle, string Feature, int Cases)[] all =
        [
            .. report.Units.Where(unit => unit.Coverage is not null)
                .SelectMany(unit => unit.Coverage!.Features.Select(feature => (Oracle: unit.Id.Split(':')[0], Feature: feature.Key,
                    Cases: feature.Value)))
                .GroupBy(found => (found.Oracle, found.Feature))
                .Select(found => (found.Key.Oracle, found.Key.Feature, found.Sum(one => one.Cases))),
        ];
        return new RunCoverage(
            [
                .. all.GroupBy(found => Name(found.Feature), StringComparer.Ordinal).Select(feature => new FeatureCoverage(
                    feature.Key,
                    feature.Sum(found => found.Cases),
                    feature.Select(found => found.Oracle).Distinct().Count(),
                    [.. feature.Where(found => found.Cases == 0).Select(found => IsCommon(Axis(found.Feature)) ? found.Oracle
                        : $"{found.Oracle} ({Axis(found.Feature)})").Distinct()])),
            ],
            report.Units.Sum(unit => unit.Coverage?.PairsMet ?? 0),
            report.Units.Sum(unit => unit.Coverage?.Pairs ?? 0));
    }

    // Axes that are no member's have the same name everywhere; the axes of members are summed up by what their values are.
    private static bool IsCommon(string axis) => axis.Contains(' ', StringComparison.Ordinal) && !axis.EndsWith(OptionAxis,
        StringComparison.Ordinal);

    private static string Axis(string feature) => feature[..feature.IndexOf(':', StringComparison.Ordinal)];

    private static string Name(string feature)
    {
        string axis = Axis(feature), value = feature[(axis.Length + 2)..];
        return IsCommon(axis) ? $"{axis} {value}" : axis.EndsWith(OptionAxis, StringComparison.Ordinal) ? $"optional member {value}"
            : $"member: {value}";
    }
}

/// <summary>How far a feature was reached.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Cases">Generated cases that had it.</param>
/// <param name="Oracles">Oracles for which it is declared.</param>
/// <param name="Missing">Those of which no case had it, of a member's feature with the member.</param>
public sealed record FeatureCoverage(string Feature, int Cases, int Oracles, IReadOnlyList<string> Missing);
