using System.Text;
using NJsonSchema;
using NJsonSchema.Validation;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The JSON schemas of the protocol's messages, carried in this assembly: start, description, run, answer, stop.</summary>
internal static class ProtocolSchemas
{
    private static readonly Dictionary<string, Lazy<JsonSchema>> Schemas = new[] { "start", "description", "run", "answer", "stop" }
        .ToDictionary(name => name, name => new Lazy<JsonSchema>(() => Load(name)), StringComparer.Ordinal);

    /// <summary>The first violation of a message, by its place and the broken rule; null when the message is as it should be.</summary>
    public static string? Violation(string name, ReadOnlyMemory<byte> line)
    {
        try
        {
            ValidationError? error = Schemas[name].Value.Validate(Encoding.UTF8.GetString(line.Span)).FirstOrDefault();
            return error is null ? null : $"{Deepest(error)} (protocol-{name}.schema.json)";
        }
        catch (Newtonsoft.Json.JsonException error)
        {
            return $"{error.Message} (protocol-{name}.schema.json)";
        }
    }

    /// <summary>Checks a message of the gate itself.</summary>
    /// <exception cref="InvalidOperationException">It violates its schema: a mistake in this program.</exception>
    public static void CheckOurs(string name, ReadOnlyMemory<byte> line)
    {
        if (Violation(name, line) is { } violation)
        {
            throw new InvalidOperationException($"a message of the gate violates its schema: {violation}");
        }
    }

    private static string Deepest(ValidationError error) => $"{error.Path ?? "#"}: {error.Kind}";

    private static JsonSchema Load(string name)
    {
        using Stream stream = typeof(ProtocolSchemas).Assembly.GetManifestResourceStream($"protocol-{name}.schema.json")
            ?? throw new InvalidOperationException($"the schema of '{name}' is missing in this assembly");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }
}
