using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.Cli.Output;

/// <summary>An enclosure that <c>jacobian</c> prints.</summary>
/// <param name="Member">Its place in the JSON.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Value">The enclosure; null where it is printed as undefined.</param>
internal sealed record JacobianEnclosure(string Member, string Name, Interval? Value)
{
    /// <summary>Names in the line for people.</summary>
    private const int Named = 3;

    /// <summary>Every enclosure of the report, in the order in which it is printed.</summary>
    public static IReadOnlyList<JacobianEnclosure> All(JacobianReport report) =>
    [
        new("frobenius", "Frobenius norm", report.FrobeniusNorm),
        .. report.SingularValues.Select((value, i) => new JacobianEnclosure(FormattableString.Invariant($"singularValues[{i}]"),
            FormattableString.Invariant($"sigma[{i + 1}]"), value)),
        .. Of("labels", "y", report.Labels, report),
        .. Of("residual", "r", report.Residual, report),
    ];

    /// <summary>Those with fewer significant digits than asked for, with the digits that they have.</summary>
    public static IReadOnlyList<(JacobianEnclosure Of, int Digits)> NotReached(JacobianReport report) =>
        [.. All(report).Select(e => (Of: e, Digits: e.Value?.Digits(report.Digits) ?? report.Digits)).Where(e => e.Digits < report.Digits)];

    /// <summary>
    /// What was reached in one line, such as "9 of 15 asked for; fewer for sigma[4] (9), sigma[5] (10)"; those with the fewest digits come
    /// first.
    /// </summary>
    public static string Reached(JacobianReport report)
    {
        IReadOnlyList<(JacobianEnclosure Of, int Digits)> missing = NotReached(report);
        if (missing.Count == 0)
        {
            return FormattableString.Invariant($"{report.Digits} of {report.Digits} asked for");
        }

        string names = string.Join(", ",
            missing.OrderBy(e => e.Digits).Take(Named).Select(e => FormattableString.Invariant($"{e.Of.Name} ({e.Digits})")));
        string more = missing.Count > Named ? FormattableString.Invariant($" and {missing.Count - Named} more") : string.Empty;
        return FormattableString.Invariant(
            $"{missing.Min(e => e.Digits)} of {report.Digits} asked for; fewer than asked for: {names}{more}");
    }

    private static IEnumerable<JacobianEnclosure> Of(string member, string symbol, SpaceSplit<Interval>? alignment,
        JacobianReport report) => alignment is null || report.Cutoff is not { } cutoff ? [] :
    [
        new($"{member}.norm", $"||{symbol}||", alignment.Norm),
        new($"{member}.information", $"||Pi_I {symbol}||", alignment.Information),
        new($"{member}.nuisance", $"||Pi_N {symbol}||", alignment.Nuisance),
        new($"{member}.inverse", $"||J_I^+ {symbol}||", alignment.PseudoInverse),
        new($"{member}.scaledInformation", $"||Pi_I {symbol}||/||{symbol}||", alignment.ScaledInformation()),
        new($"{member}.scaledNuisance", $"||Pi_N {symbol}||/||{symbol}||", alignment.ScaledNuisance()),
        new($"{member}.scaledInverse", $"||J_I^+ {symbol}||/||{symbol}||", alignment.ScaledInverse()),
        new($"{member}.effectiveSingularValue", $"effective singular value of {symbol}", alignment.EffectiveSingularValue()),
        new($"{member}.earlyStoppingValue", $"B of {symbol}", alignment.EarlyStoppingValue(cutoff, report.Gamma)),
        new($"{member}.earlyStoppingDistance", $"D of {symbol}", alignment.EarlyStoppingDistance(cutoff, report.Gamma)),
    ];
}
