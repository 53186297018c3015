using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LowRank.Verify.Assessment;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What the values of <c>bounds</c> come to.</summary>
internal sealed record SummaryDocument(
    [property: Description("The limits that are called certified hold together with probability at least 1 - delta.")] string Delta,
    [property: Description("The statements that may be called certified limits on the error of this network, each taken at delta/K.")]
    IReadOnlyList<string> Statements,
    [property: Description("The least of them; null where none applies.")] SummaryLimitDocument? Certified,
    [property: Description("The least of the others, each alone: a limit if its norms, ranks and margin had been fixed before the data.")]
    SummaryLimitDocument? IfFixedBefore,
    [property: Description("The least value of each other kind of quantity.")] IReadOnlyList<SummaryLimitDocument> Complexities,
    [property: Description("By how many percent a limit grows where an input grows by one percent.")]
    IReadOnlyList<ElasticityDocument> Driven)
{
    public static SummaryDocument Of(AssessmentSummary summary, int digits) => new(
        summary.Delta.ToString(),
        summary.Statements,
        SummaryLimitDocument.OrNull(summary.Certified, digits),
        SummaryLimitDocument.OrNull(summary.IfFixedBefore, digits),
        [.. summary.Complexities.Select(limit => SummaryLimitDocument.OrNull(limit, digits)!)],
        [.. summary.Driven.Select(found => new ElasticityDocument(
            found.Oracle, found.Reading, found.Through, found.Member, found.Layer, found.Meaning,
            Enclosure.Of(found.Value, ElasticityDigits)))]);

    /// <summary>Secants over a millionth: no more digits mean anything.</summary>
    private const int ElasticityDigits = 9;
}

/// <summary>The least value of its kind.</summary>
internal sealed record SummaryLimitDocument(
    string Oracle,
    Reading Reading,
    BoundedQuantity Quantity,
    Enclosure Value,
    [property: Description("The probability of failure that it is taken at; null where it has none.")] string? Delta,
    [property: Description("Below one, or vacuous (false); null where undecided.")] bool? BelowOne,
    SampleSizeDocument? Samples)
{
    public static SummaryLimitDocument? OrNull(SummaryLimit? limit, int digits) => limit is null ? null : new(
        limit.Value.Oracle.Id,
        limit.Value.Reading,
        limit.Quantity,
        Enclosure.Of(limit.Enclosure, digits),
        limit.Delta?.ToString(),
        limit.IsBelowOne,
        limit.Samples is not { } size ? null : new SampleSizeDocument(
            size.Outcome,
            size.Samples?.ToString(CultureInfo.InvariantCulture),
            Enclosure.OrNull(size.At, digits),
            Enclosure.OrNull(size.OneLess, digits)));
}

/// <summary>The number of samples at which a limit falls below one half.</summary>
[Description("The number of samples at which a limit falls below one half, with norms per sample and margin risk held fixed.")]
internal sealed record SampleSizeDocument(
    SampleSizeOutcome Outcome,
    [property: RegularExpression(@"^\d+$")] string? Samples,
    [property: Description("The limit there.")] Enclosure? At,
    [property: Description("The limit at one sample less.")] Enclosure? OneLess);

/// <summary>An elasticity.</summary>
internal sealed record ElasticityDocument(
    string Oracle,
    Reading Reading,
    [property: Description("The statement whose input it is, where it enters through another.")] string Through,
    string Input,
    [property: Description("The layer, counted from 0; null for an input of the whole network or the data."), Range(0, int.MaxValue)]
    int? Layer,
    string Meaning,
    [property: Description("The hull of the two secants of ln B over ln q from q to q(1 - 2^-20) and to q(1 + 2^-20); it holds the "
        + "derivative at q where that is monotone between them.")]
    Enclosure Value);
