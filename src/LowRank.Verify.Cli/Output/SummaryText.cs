using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>
/// The first screen of <c>bounds</c>: at most 24 lines of 80 columns, in a pipe too.
/// </summary>
internal static class SummaryText
{
    private const int Columns = 80;

    private const int Digits = 6;

    /// <summary>Elasticities that are shown.</summary>
    private const int MostDriving = 2;

    private const int LabelWidth = 13;

    // Of an elasticity: a value at its cap has 0 to within rounding.
    private const double Negligible = 1e-9;

    public static void Write(Invocation invocation, AssessmentReport report)
    {
        AssessmentSummary summary = report.Summary;
        void Say(string label, string text)
        {
            foreach (string line in TextLayout.Wrap(PlainText.Of(text),
                Math.Min(Columns, invocation.Streams.Width ?? Columns) - LabelWidth))
            {
                invocation.Page(label.PadRight(LabelWidth) + line);
                label = string.Empty;
            }
        }

        Say("network", $"{report.File}: {Understood(report)}");
        Say("data", Data(report));
        if (Error(report) is { } error)
        {
            Say("error", error);
        }

        Certified(summary, Say);
        if (summary.IfFixedBefore is { } other)
        {
            Say("others", $"{Number(other.Enclosure)}, {Verdict(other)}, {other.Value.Oracle.Id}, if these limits had been fixed before "
                + $"the data{Alone(summary)}");
            Say(string.Empty, Samples(other));
        }

        SummaryLimit[] complexities = [.. summary.Complexities.Where(limit => limit.Quantity is BoundedQuantity.RademacherOfLoss
            or BoundedQuantity.RademacherOfNetwork or BoundedQuantity.GaussianComplexity)];
        foreach (SummaryLimit limit in complexities)
        {
            Say(ReferenceEquals(limit, complexities[0]) ? "complexities" : string.Empty,
                $"{QuantityName.Of(limit.Quantity)} {Number(limit.Enclosure)}"
                + (IsTrivial(limit) ? " (says nothing)" : string.Empty) + $", {limit.Value.Oracle.Id}");
        }

        Driven(report, Say);
        int applied = report.Oracles.OfType<OracleAssessment.Value>().Select(value => value.Oracle.Id).Distinct().Count(),
            all = report.Oracles.Select(found => found.Oracle.Id).Distinct().Count();
        Say("statements", $"{applied} of {all} evaluated, below; --why: why not others; --json: all");
    }

    /// <summary>Six digits of the upper end, rounded up: a limit.</summary>
    public static string Number(Interval enclosure) => enclosure.UpperDecimal(Digits);

    /// <summary>What is known of the number of samples.</summary>
    public static string Samples(SummaryLimit limit) => limit.Samples switch
    {
        { Outcome: SampleSizeOutcome.Already } => "it is below one half already",
        { Outcome: SampleSizeOutcome.Found, Samples: { } n, OneLess: { } less } => "below one half from "
            + $"{n.ToString("#,0", CultureInfo.InvariantCulture)} samples of these norms and this margin risk"
            + (less.Lower >= BigFloat.Of(0.5) ? ", not at one less" : ", one less is undecided"),
        { Outcome: SampleSizeOutcome.Never } => "never below one half: the margin risk alone is one half or more",
        { Outcome: SampleSizeOutcome.Beyond, Samples: { } most } =>
            $"not below one half at {most.ToString("#,0", CultureInfo.InvariantCulture)} samples either",
        _ => "for how many samples it falls below one half does not follow: it takes the samples themselves",
    };

    private static void Certified(AssessmentSummary summary, Action<string, string> say)
    {
        string confidence = Decimal(Rational.One - summary.Delta);
        if (summary.Certified is not { } best)
        {
            say("limit", $"no statement that may be called a limit on the error of this network applies (of all weights at once, or of "
                + "test data: --test-data, --test-labels)");
            return;
        }

        string share = summary.Statements.Count == 1 ? "the one statement that may be called so"
            : $"the least of {summary.Statements.Count} that may be called so, each at delta/{summary.Statements.Count}";
        string about = best.Value.Oracle.Holds == HoldsFor.TestData ? "test data" : "all weights at once";
        say("limit", $"on the probability of error at confidence {confidence}: {Number(best.Enclosure)}, {Verdict(best)}, "
            + $"{best.Value.Oracle.Id} ({about}; {share})");
        say(string.Empty, Samples(best));
    }

    // No class of losses in [0, 1] has a larger one.
    private static bool IsTrivial(SummaryLimit limit) =>
        limit.Quantity == BoundedQuantity.RademacherOfLoss && limit.Enclosure.Upper >= BigFloat.Of(0.5);

    private static string Alone(AssessmentSummary summary) => $"; alone at {Decimal(Rational.One - summary.Delta)}";

    private static string Verdict(SummaryLimit limit) => limit.IsBelowOne switch
    {
        true => "below one",
        false => "vacuous",
        _ => "undecided whether below one",
    };

    private static string Understood(AssessmentReport report) => report.Understanding is { } found ? found.Text
        : report.Layers.Count == 0 ? "its layers are not understood as a chain"
        : $"{report.Layers.Count} layers, {string.Join(" and ", report.Layers.GroupBy(layer => layer.Kind)
            .Select(group => $"{group.Count()} {group.Key}"))}";

    private static string Data(AssessmentReport report) => report.Inputs is not { } inputs ? "none for the statements on training"
        : $"{inputs.Samples.ToString("#,0", CultureInfo.InvariantCulture)} samples, norms at most "
            + $"{BigFloat.Of(inputs.MaximumNorm, 64, Rounding.Up).ToDecimal(6, Rounding.Up)}"
            + (inputs.MinimumNorm is null ? " assumed, no data given" : string.Empty)
            + (report.Test is { } test ? $"; {test.Samples} test samples, {test.Errors} of them wrong" : string.Empty);

    private static string? Error(AssessmentReport report) => report.Data?.Margins is { } margins
        ? $"{margins.Errors} of {margins.Samples} samples wrong (at most "
            + $"{Decimal(new Rational(100 * margins.Errors.Upper, margins.Samples))} %); "
            + $"{margins.Below} with margin at most {Decimal(margins.Gamma)}"
        : null;

    private static void Driven(AssessmentReport report, Action<string, string> say)
    {
        foreach (IGrouping<string, Elasticity> of in report.Summary.Driven.GroupBy(found => found.Oracle))
        {
            Elasticity[] most = [.. of.OrderByDescending(found => Math.Abs(found.Value.Midpoint)).Take(MostDriving)];
            bool isCapped = most.All(found => Math.Abs(found.Value.Midpoint) < Negligible);
            say("driven by", isCapped ? $"of {of.Key}: nothing read off the network, it is at its cap"
                : $"of {of.Key}, percent for each percent: "
                    + string.Join("; ", most.Select(found => $"{Input(found, report)} {EnclosureFormat.Text(found.Value, 1)}")));
        }
    }

    /// <summary>An input in words: its name in the statement and the layer.</summary>
    public static string Input(Elasticity found, AssessmentReport report) => found.Layer is { } i
        ? $"{found.Member}[{(i < report.Layers.Count ? report.Layers[i].Name : (i + 1).ToString(CultureInfo.InvariantCulture))}]"
        : found.Member;

    private static string Decimal(Rational value) => value.ToDouble().ToString("g6", CultureInfo.InvariantCulture);
}
