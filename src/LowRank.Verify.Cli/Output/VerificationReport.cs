using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Experiments;

namespace LowRank.Verify.Cli.Output;

/// <summary>The report of <c>experiment dynamics --verify</c>.</summary>
internal static class VerificationReport
{
    /// <summary>Name of the records and of the table's file.</summary>
    public const string Name = "dynamics-verify";

    public static ExperimentReport Of(ulong seed, int instances, IReadOnlyList<DynamicsFinding> findings)
    {
        int refuted = findings.Sum(f => f.Refuted);
        return new ExperimentReport(
            Name,
            seed,
            new VerificationParameters(instances),
            [
                .. findings.Select(f => new VerificationLine(
                    f.Seed, f.Activation, f.Samples, f.Classes, f.Width, f.Variant, f.Statement, f.FailedHypothesis, f.Steps, f.Compared,
                        f.Proved, f.Refuted, f.Digits)),
            ],
            new VerificationFindings(findings.Count(f => f.FailedHypothesis is null), findings.Sum(f => f.Compared),
                findings.Sum(f => f.Proved), refuted),
            null,
            invocation => Write(invocation, findings)) { Status = refuted == 0 ? ExitStatus.Success : ExitStatus.Violation };
    }

    private static void Write(Invocation invocation, IReadOnlyList<DynamicsFinding> findings)
    {
        TextTable theorems = new("seed", "network", "statement", "as drawn", "scaled");
        foreach (IGrouping<(int Seed, string Statement), DynamicsFinding> pair in findings.Where(IsTheorem)
            .GroupBy(f => (f.Seed, f.Statement)))
        {
            DynamicsFinding first = pair.First();
            theorems.Row(
                ShortNumber.Text(first.Seed),
                FormattableString.Invariant($"{first.Activation} n={first.Samples} K={first.Classes} k={first.Width}"),
                first.Statement,
                Outcome(pair.Single(f => f.Variant == DynamicsVerification.AsDrawn)),
                Outcome(pair.Single(f => f.Variant == DynamicsVerification.Scaled)));
        }

        theorems.WriteTo(invocation);
        invocation.Line("n inputs, K outputs, k hidden units; scaled: output weights times an integer that makes the width suffice");
        TextTable identities = new("statement", "networks", "compared", "proved", "agree to", "refuted");
        foreach (IGrouping<string, DynamicsFinding> group in findings.Where(f => !IsTheorem(f)).GroupBy(f => f.Statement)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            identities.Row(
                group.Key,
                ShortNumber.Text(group.Count()),
                ShortNumber.Text(group.Sum(f => f.Compared)),
                ShortNumber.Text(group.Sum(f => f.Proved)),
                group.Min(f => f.Digits) is { } digits ? FormattableString.Invariant($"{digits} digits") : "-",
                ShortNumber.Text(group.Sum(f => f.Refuted)));
        }

        identities.WriteTo(invocation);
        int refuted = findings.Sum(f => f.Refuted);
        string ofThese = refuted == 0 ? "none" : refuted.ToString(CultureInfo.InvariantCulture);
        invocation.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{findings.Sum(f => f.Compared)} conclusions compared, {findings.Sum(f => f.Proved)} proved, {ofThese} refuted; "
            + $"an identity is never proved, its sides agree to so many digits"));
        foreach (DynamicsFinding wrong in findings.Where(f => f.Refuted > 0))
        {
            invocation.Line(FormattableString.Invariant(
                $"refuted: {wrong.Statement}, seed {wrong.Seed}, {wrong.Variant}, {wrong.Refuted} of {wrong.Compared}"));
        }
    }

    private static bool IsTheorem(DynamicsFinding finding) => !finding.Statement.StartsWith("C.", StringComparison.Ordinal);

    private static string Outcome(DynamicsFinding f) => f.FailedHypothesis is { } hypothesis ? $"not: {Short(hypothesis)}"
        : f.Refuted > 0 ? FormattableString.Invariant($"REFUTED {f.Refuted} of {f.Compared}")
        : FormattableString.Invariant($"holds, {f.Proved} of {f.Compared}");

    // The number of the hypothesis where it has one; its numbers are in the records.
    private static string Short(string hypothesis) => hypothesis.Split(':')[0];
}
