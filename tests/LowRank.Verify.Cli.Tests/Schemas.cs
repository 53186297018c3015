using System.Collections.Concurrent;
using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Validation;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>The JSON schemas that are shipped beside the tool.</summary>
internal static class Schemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Known = new(StringComparer.Ordinal);

    public static JsonElement Check(string name, string json)
    {
        ICollection<ValidationError> errors = Validate(name, json);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => error.ToString())));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static ICollection<ValidationError> Validate(string name, string json) => Known.GetOrAdd(name, Read).Validate(json);

    private static JsonSchema Read(string name) =>
        JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "schema", name + ".schema.json")).GetAwaiter().GetResult();
}
