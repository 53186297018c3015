using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>A line that the gate sends; its member "op" says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(StartRequest), "start")]
[JsonDerivedType(typeof(RunRequest), "run")]
[JsonDerivedType(typeof(StopRequest), "stop")]
internal abstract record ProtocolRequest
{
    /// <summary>The line, with its end.</summary>
    public ReadOnlyMemory<byte> Line() =>
        (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(this, ProtocolContext.Lines.ProtocolRequest), (byte)'\n'];
}

/// <summary>Asks a harness what it is.</summary>
/// <param name="Protocol">The version of the protocol.</param>
[Description("The first line that a harness gets. A harness that does not know the version of the protocol refuses it: {\"error\": "
    + "\"...\"}, or an exit.")]
internal sealed record StartRequest(
    [property: Description("The version of the protocol.")]
    [property: AllowedValues(ImplementationDescription.Protocol)]
    int Protocol = ImplementationDescription.Protocol) : ProtocolRequest;

/// <summary>One case.</summary>
/// <param name="Seq">The number of the case; the answer repeats it.</param>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Inputs">The members that it uses.</param>
internal sealed record RunRequest(long Seq, string Oracle, JsonObject Inputs) : ProtocolRequest
{
    /// <summary>The request.</summary>
    /// <param name="seq">The number of the case.</param>
    /// <param name="oracle">Id of the oracle.</param>
    /// <param name="inputs">The members that it uses.</param>
    /// <param name="reals">Members that are real numbers: their integers are written as 1.0, which no language reads as an integer.</param>
    public static RunRequest Of(long seq, string oracle, InputRecord inputs, IReadOnlySet<string>? reals = null)
    {
        JsonObject members = InputJson.Write(inputs);
        foreach (string name in reals ?? new HashSet<string>())
        {
            if (members.ContainsKey(name))
            {
                members[name] = Real(members[name]);
            }
        }

        return new RunRequest(seq, oracle, members);
    }

    private static JsonNode? Real(JsonNode? value) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(Real)]),
        JsonValue when value.GetValueKind() == JsonValueKind.Number && value.ToJsonString() is var digits
            && digits.AsSpan(digits[0] == '-' ? 1 : 0).IndexOfAnyExceptInRange('0', '9') < 0 => JsonNode.Parse(digits + ".0"),
        _ => value?.DeepClone(),
    };
}

/// <summary>Asks a harness to end.</summary>
[Description("The last line that a harness gets. It ends with exit status 0 within 5 seconds, else it is killed.")]
internal sealed record StopRequest : ProtocolRequest;

/// <summary>How requests are written; generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProtocolRequest))]
internal sealed partial class ProtocolContext : JsonSerializerContext
{
    // Base64 has '+', which is as good in JSON as its escape.
    public static ProtocolContext Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    });
}
