using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Published;
using LowRank.Verify.Gate.Checking;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Cli.Documents;

/// <summary>
/// How what <c>--json</c> prints is written, a page or a line each; generated at build time. The schemas are exported from the same types.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BoundsDocument))]
[JsonSerializable(typeof(SpectrumDocument))]
[JsonSerializable(typeof(LeadingDocument))]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(OracleDocument))]
[JsonSerializable(typeof(CatalogueDocument))]
[JsonSerializable(typeof(ClaimDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(ErrataDocument))]
[JsonSerializable(typeof(PublishedDocument))]
[JsonSerializable(typeof(VectorLintDocument))]
[JsonSerializable(typeof(VectorsDocument))]
[JsonSerializable(typeof(JacobianDocument))]
[JsonSerializable(typeof(CompressDocument))]
[JsonSerializable(typeof(ExperimentRecord))]
[JsonSerializable(typeof(double?))]
internal sealed partial class DocumentContext : JsonSerializerContext
{
    /// <summary>Indented: the one document of a command.</summary>
    public static DocumentContext Pages { get; } = new(Style(isIndented: true));

    /// <summary>A line each: the records of a stream.</summary>
    public static DocumentContext Lines { get; } = new(Style(isIndented: false));

    /// <summary>A document as indented text.</summary>
    public static string Page<T>(T document, Func<DocumentContext, JsonTypeInfo<T>> type) =>
        JsonSerializer.Serialize(document, type(Pages));

    /// <summary>A document as one line.</summary>
    public static string Line<T>(T document, Func<DocumentContext, JsonTypeInfo<T>> type) =>
        JsonSerializer.Serialize(document, type(Lines));

    /// <summary>A number, or null where JSON cannot write it.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonSerializerOptions Style(bool isIndented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = isIndented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters =
        {
            new WordConverter<OracleKind>(),
            new WordConverter<Reading>(),
            new WordConverter<Obstacle>(),
            new WordConverter<BoundedQuantity>(),
            new WordConverter<SampleSizeOutcome>(),
            new WordConverter<EvaluationWord>(),
            new WordConverter<Provenance>(),
            new WordConverter<HoldsFor>(),
            new WordConverter<MemberType>(),
            new WordConverter<NoteKind>(),
            new WordConverter<ClaimVerdict>(),
            new WordConverter<PublishedCheckKind>(),
            new WordConverter<OnnxRuntimeLevel>(),
            new WordConverter<OnnxRuntimeProvider>(),
        },
    };
}

/// <summary>An enumeration by its names in small letters, with hyphens.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>What has the shape of a result: a value as itself, a list as an array, a record of parts as an object.</summary>
internal sealed class ShapedConverter<T> : JsonConverter<Shaped<T>>
{
    public override Shaped<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Shaped<T> value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Shaped<T>.Scalar one:
                JsonSerializer.Serialize(writer, one.Value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
                break;
            case Shaped<T>.Sequence list:
                writer.WriteStartArray();
                foreach (Shaped<T> item in list.Items)
                {
                    Write(writer, item, options);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach ((string name, Shaped<T> part) in ((Shaped<T>.Named)value).Parts)
                {
                    writer.WritePropertyName(name);
                    Write(writer, part, options);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
