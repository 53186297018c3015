using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>evaluate --json</c> prints.</summary>
[Description("One oracle on given inputs; with --lines one such object per line.")]
internal sealed record EvaluationDocument
{
    public const string FastMeaning =
        "A number, an array or record of them, or null: where there is none (fastReason), or where a number is beyond or below the "
            + "normal doubles (fastLog10).";

    public const string FastReasonMeaning =
        "Why the fast path has no value.";

    public const string FastLog10Meaning =
        "Where a fast value, or a part of it, is beyond or below the normal doubles: the decimal logarithms, in the shape of fast. null "
            + "is the logarithm of 0.";

    public const string DistanceMeaning =
        "Of the fast value from the enclosure, relative to its size.";

    public required string Oracle { get; init; }

    [Range(1, int.MaxValue)]
    public required int Revision { get; init; }

    public required OracleKind Kind { get; init; }

    public required EvaluationWord Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public required Reference? Reference { get; init; }

    [Description(FastMeaning)]
    [JsonConverter(typeof(ShapedConverter<double?>))]
    public required Shaped<double?>? Fast { get; init; }

    [Description(FastReasonMeaning)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FastReason { get; init; }

    [Description(FastLog10Meaning)]
    [JsonConverter(typeof(ShapedConverter<double?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shaped<double?>? FastLog10 { get; init; }

    public required Enclosure? Log10 { get; init; }

    [Description(DistanceMeaning)]
    [Range(0, double.MaxValue)]
    public required double? RelativeDistance { get; init; }

    public required IReadOnlyList<string> Unused { get; init; }

    public static EvaluationDocument Of(EvaluationReport report)
    {
        Evaluation evaluation = report.Reference;
        Shaped<FastNumber>? numbers = (report.Fast as FastResult.Found)?.Shape;
        bool hasLogarithms = numbers is not null
            && numbers.Leaves.Any(number => FastComparison.IsKnownByLogarithm(number) || !double.IsFinite(number.Value));
        return new EvaluationDocument
        {
            Oracle = evaluation.Oracle.Id,
            Revision = evaluation.Oracle.Revision,
            Kind = evaluation.Oracle.Kind,
            Status = evaluation.Status == EvaluationStatus.Enclosed ? EvaluationWord.Enclosed : EvaluationWord.Undecided,
            Reason = evaluation.Reason,
            Reference = Reference.Of(evaluation.Result, report.Digits, evaluation.Digits),
            Fast = numbers?.Map(number => FastComparison.IsKnownByLogarithm(number) ? null : DocumentContext.Finite(number.Value)),
            FastReason = (report.Fast as FastResult.NotApplicable)?.Reason,
            FastLog10 = hasLogarithms ? numbers!.Map(number => DocumentContext.Finite(number.Log10)) : null,
            Log10 = evaluation.Result is Shaped<CertifiedNumber>.Scalar { Value.Log10: { } log } ? Enclosure.Of(log, report.Digits) : null,
            RelativeDistance = report.RelativeDistance is { } distance ? DocumentContext.Finite(distance) : null,
            Unused = evaluation.Unused,
        };
    }
}

/// <summary>What became of an evaluation that is printed.</summary>
internal enum EvaluationWord
{
    Enclosed,
    Undecided,
}

/// <summary>A certified result.</summary>
[JsonDerivedType(typeof(ReferenceNumber))]
[JsonDerivedType(typeof(ReferenceList))]
[JsonDerivedType(typeof(ReferenceRecord))]
[Description("A number: lower, upper; an array: values; a record: named. digits: significant digits reached.")]
internal abstract record Reference
{
    public static Reference? Of(Shaped<CertifiedNumber>? value, int digits, int reached) =>
        value is null ? null : ResultPart.Of(value, digits) switch
    {
        Enclosure number => new ReferenceNumber(number.Lower, number.Upper, reached),
        ResultList list => new ReferenceList(list.Values, reached),
        var record => new ReferenceRecord(((ResultRecord)record).Named, reached),
    };
}

/// <summary>A number.</summary>
internal sealed record ReferenceNumber(
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string Lower,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string Upper,
    int Digits) : Reference;

/// <summary>An array.</summary>
internal sealed record ReferenceList(IReadOnlyList<ResultPart> Values, int Digits) : Reference;

/// <summary>A record.</summary>
internal sealed record ReferenceRecord(IReadOnlyDictionary<string, ResultPart> Named, int Digits) : Reference;

/// <summary>A part of a certified result.</summary>
[JsonDerivedType(typeof(Enclosure))]
[JsonDerivedType(typeof(ResultList))]
[JsonDerivedType(typeof(ResultRecord))]
internal abstract record ResultPart
{
    public static ResultPart Of(Shaped<CertifiedNumber> value, int digits) => value.Fold<ResultPart>(
        number => Enclosure.Of(number.Enclosure, digits),
        items => new ResultList(items),
        parts => new ResultRecord(parts.ToDictionary(StringComparer.Ordinal)));
}

/// <summary>An array in a result.</summary>
internal sealed record ResultList(IReadOnlyList<ResultPart> Values) : ResultPart;

/// <summary>A record in a result.</summary>
internal sealed record ResultRecord(IReadOnlyDictionary<string, ResultPart> Named) : ResultPart;
