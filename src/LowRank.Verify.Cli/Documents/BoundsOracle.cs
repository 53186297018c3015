using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Documents;

/// <summary>An oracle on a network.</summary>
[JsonDerivedType(typeof(BoundsApplied))]
[JsonDerivedType(typeof(BoundsRefused))]
internal abstract record BoundsOracle
{
    protected const string ReadingMeaning = "Which network the ranks are those of; any where no rank enters.";

    protected const string LayerMeaning = "The layer that a quantity of one matrix is of; null for the whole network.";

    public static BoundsOracle Of(OracleAssessment assessment, AssessmentReport report) => assessment switch
    {
        OracleAssessment.Value value => BoundsApplied.Of(value, report),
        OracleAssessment.NotApplicable refused => new BoundsRefused(
            refused.Oracle.Id, refused.Oracle.Revision, refused.Oracle.Kind, refused.Reading, refused.Layer, false, refused.Reason,
                refused.Obstacle),
        _ => throw new ArgumentOutOfRangeException(nameof(assessment)),
    };
}

/// <summary>Why an oracle does not apply.</summary>
internal sealed record BoundsRefused(
    string Oracle,
    [property: Range(1, int.MaxValue)] int Revision,
    OracleKind Kind,
    [property: Description(BoundsOracle.ReadingMeaning)] Reading Reading,
    [property: Description(BoundsOracle.LayerMeaning)] string? Layer,
    [property: AllowedValues(false)] bool Applies,
    string Reason,
    [property: Description("The kind of reason.")] Obstacle Obstacle) : BoundsOracle;

/// <summary>The value of an oracle.</summary>
internal sealed record BoundsApplied : BoundsOracle
{
    public required string Oracle { get; init; }

    [Range(1, int.MaxValue)]
    public required int Revision { get; init; }

    public required OracleKind Kind { get; init; }

    [Description(ReadingMeaning)]
    public required Reading Reading { get; init; }

    [Description(LayerMeaning)]
    public required string? Layer { get; init; }

    [AllowedValues(true)]
    public required bool Applies { get; init; }

    public required EvaluationWord Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public required Reference? Reference { get; init; }

    [Description(EvaluationDocument.FastMeaning)]
    [JsonConverter(typeof(ShapedConverter<double?>))]
    public required Shaped<double?>? Fast { get; init; }

    [Description(EvaluationDocument.FastReasonMeaning)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FastReason { get; init; }

    [Description(EvaluationDocument.FastLog10Meaning)]
    [JsonConverter(typeof(ShapedConverter<double?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shaped<double?>? FastLog10 { get; init; }

    public required Enclosure? Log10 { get; init; }

    [Description(EvaluationDocument.DistanceMeaning)]
    [Range(0, double.MaxValue)]
    public required double? RelativeDistance { get; init; }

    [Description("The optimised exponent of each layer.")]
    [Range(0.0, 2.0)]
    public required IReadOnlyList<double>? P { get; init; }

    public required IReadOnlyDictionary<string, ShownInput> Inputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static BoundsApplied Of(OracleAssessment.Value value, AssessmentReport report)
    {
        EvaluationDocument found =
            EvaluationDocument.Of(new EvaluationReport(value.Reference, value.Fast, value.RelativeDistance, report.Digits));
        return new BoundsApplied
        {
            Oracle = found.Oracle,
            Revision = found.Revision,
            Kind = found.Kind,
            Reading = value.Reading,
            Layer = value.Layer,
            Applies = true,
            Status = found.Status,
            Reason = found.Reason,
            Reference = found.Reference,
            Fast = found.Fast,
            FastReason = found.FastReason,
            FastLog10 = found.FastLog10,
            Log10 = found.Log10,
            RelativeDistance = found.RelativeDistance,
            P = value.Exponents?.Select(p => p.ToDouble()).ToArray(),
            Inputs = value.Inputs.Members.ToDictionary(member => member.Key, member => new ShownInput(member.Value, report),
                StringComparer.Ordinal),
            Notes = value.Notes,
        };
    }
}

/// <summary>An input as <c>evaluate</c> reads it, except that a matrix is named by its tensor instead of repeated.</summary>
[JsonConverter(typeof(ShownInputConverter))]
[Description("An input as evaluate reads it: a JSON number is one double, a string an exact rational, a list an array; a matrix is named "
    + "by its tensor.")]
internal sealed record ShownInput(InputValue Value, AssessmentReport Report);

/// <summary>Writes inputs.</summary>
internal sealed class ShownInputConverter : JsonConverter<ShownInput>
{
    private static readonly Rational EveryInteger = Rational.Of(new BigInteger(1L << 53));

    public override ShownInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ShownInput value, JsonSerializerOptions options) =>
        Write(writer, value.Value, value.Report);

    private static void Write(Utf8JsonWriter writer, InputValue value, AssessmentReport report)
    {
        switch (value)
        {
            case InputValue.Number number:
                Write(writer, number.Exact);
                break;
            case InputValue.Sequence sequence:
                writer.WriteStartArray();
                foreach (InputValue item in sequence.Items)
                {
                    Write(writer, item, report);
                }

                writer.WriteEndArray();
                break;
            case InputValue.MatrixValue matrix:
                writer.WriteStartObject();
                writer.WriteString("tensor", report.Layers.SelectMany(layer => layer.Factors)
                    .FirstOrDefault(factor => ReferenceEquals(factor.Spectrum.Matrix, matrix.Value))?.Tensor);
                writer.WriteStartArray("shape");
                writer.WriteNumberValue(matrix.Value.Rows);
                writer.WriteNumberValue(matrix.Value.Columns);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    // A number that is one double is written as a JSON number, which means exactly that double; any other as a string.
    private static void Write(Utf8JsonWriter writer, Rational exact)
    {
        if (exact.IsInteger && Rational.Abs(exact) < EveryInteger)
        {
            writer.WriteNumberValue((long)exact.Numerator);
        }
        else if (exact.ToDouble() is var rounded && double.IsFinite(rounded) && Rational.Of(rounded) == exact)
        {
            writer.WriteNumberValue(rounded);
        }
        else
        {
            writer.WriteStringValue(exact.ToString());
        }
    }
}
