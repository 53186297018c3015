using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Contract;

/// <summary>Enclosures and answers as records hold them, and records as lines.</summary>
public static class RecordJson
{
    /// <summary>What an enclosure looks like.</summary>
    internal const string EnclosureMeaning =
        "Decimal strings rounded outward, an array, an object of parts, or null when the reference could not enclose the value.";

    /// <summary>What an answer looks like.</summary>
    internal const string AnswerMeaning =
        "value, log10, lower and upper, skipped or error, an array, an object of parts, or null when nothing was answered.";

    private const int Digits = 17;
    private const int LongestText = 1000;
    private const int BeginningOfLongText = 60;

    /// <summary>The line of a record.</summary>
    public static string Line(RunRecord record) => JsonSerializer.Serialize(record, RecordContext.Lines.RunRecord);

    /// <summary>An enclosure: {"lower","upper"} as decimal strings rounded outward, an array, or an object of parts.</summary>
    public static JsonNode? Write(Shaped<CertifiedNumber>? value) => value?.Fold<JsonNode>(
        number => new JsonObject { ["lower"] = number.Enclosure.LowerDecimal(Digits), ["upper"] = number.Enclosure.UpperDecimal(Digits) },
        items => new JsonArray([.. items]),
        parts => new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))));

    /// <summary>An answer, as a harness would write it.</summary>
    public static JsonNode? Write(Answer? answer) => answer switch
    {
        Answer.Value value => new JsonObject { ["value"] = Number(value.Number) },
        Answer.Log10 logarithm => new JsonObject { ["log10"] = Number(logarithm.Exponent) },
        Answer.Bounds bounds => new JsonObject { ["lower"] = Number(bounds.Lower), ["upper"] = Number(bounds.Upper) },
        Answer.Decimal text => new JsonObject { ["value"] = Short(text.Text) },
        Answer.DecimalBounds bounds => new JsonObject { ["lower"] = Short(bounds.Lower), ["upper"] = Short(bounds.Upper) },
        Answer.Values list => new JsonArray([.. list.Items.Select(Write)]),
        Answer.Named record => new JsonObject(record.Members.Select(member => KeyValuePair.Create(member.Key, Write(member.Value)))),
        Answer.Skipped skipped => new JsonObject { ["skipped"] = skipped.Reason },
        Answer.Error error => new JsonObject { ["error"] = error.Reason },
        _ => null,
    };

    // A million digits are judged, but not kept.
    private static string Short(string text) => text.Length <= LongestText ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, BeginningOfLongText)}… ({text.Length} characters)");

    private static JsonValue Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(WideNumberConverter.Word(value));
}

/// <summary>How records are written and read; generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RecordContext : JsonSerializerContext
{
    /// <summary>For lines: what a terminal can show is not escaped, and what a type declares is demanded.</summary>
    public static RecordContext Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}

/// <summary>A number, or one of the words nan, inf and -inf: JSON has no NaN and no infinity.</summary>
internal sealed class WideNumberConverter : JsonConverter<double>
{
    public static string Word(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? reader.GetDouble() : reader.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(Word(value));
        }
    }
}

/// <summary>An integer that is not negative.</summary>
internal sealed class CountConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetInt32() is >= 0 and var count ? count : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>A shard as "i/n".</summary>
internal sealed class ShardConverter : JsonConverter<Shard>
{
    public override Shard Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Shard.Parse(reader.GetString()!, "shard");

    public override void Write(Utf8JsonWriter writer, Shard value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Verdicts by their names: too-low, property-violated, ….</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

/// <summary>Kinds by their names: bound, rate, ….</summary>
internal sealed class KindConverter() : JsonStringEnumConverter<OracleKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
