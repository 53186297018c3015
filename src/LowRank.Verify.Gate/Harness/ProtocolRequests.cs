using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The lines that the gate sends.</summary>
internal static class ProtocolRequests
{
    // Base64 has '+', which is as good in JSON as its escape.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>{"op":"start","protocol":1}.</summary>
    public static ReadOnlyMemory<byte> Start() => Line(writer =>
    {
        writer.WriteString("op", "start");
        writer.WriteNumber("protocol", ImplementationDescription.Protocol);
    });

    /// <summary>{"op":"run","seq":…,"oracle":…,"inputs":…}.</summary>
    public static ReadOnlyMemory<byte> Run(long seq, string oracle, InputRecord inputs) => Line(writer =>
    {
        writer.WriteString("op", "run");
        writer.WriteNumber("seq", seq);
        writer.WriteString("oracle", oracle);
        writer.WritePropertyName("inputs");
        InputJson.Write(inputs).WriteTo(writer);
    });

    /// <summary>{"op":"stop"}.</summary>
    public static ReadOnlyMemory<byte> Stop() => Line(writer => writer.WriteString("op", "stop"));

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Writing))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
