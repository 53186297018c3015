using System.Collections.Concurrent;
using NJsonSchema;
using NJsonSchema.Validation;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The schemas of the protocol's messages, beside the program.</summary>
internal sealed class MessageSchemas
{
    public const string Start = "protocol-start";
    public const string Description = "protocol-description";
    public const string Run = "protocol-run";
    public const string Answer = "protocol-answer";
    public const string Stop = "protocol-stop";

    private readonly ConcurrentDictionary<string, JsonSchema> schemas = new(StringComparer.Ordinal);

    private MessageSchemas(IEnumerable<(string Name, JsonSchema Schema)> loaded)
    {
        foreach ((string name, JsonSchema schema) in loaded)
        {
            schemas[name] = schema;
        }
    }

    /// <summary>Loads the schemas.</summary>
    /// <exception cref="InputException">One is missing.</exception>
    public static MessageSchemas Load() => new(new[] { Start, Description, Run, Answer, Stop }.Select(name =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "schema", name + ".schema.json");
        return File.Exists(path)
            ? (name, JsonSchema.FromJsonAsync(File.ReadAllText(path)).GetAwaiter().GetResult())
            : throw new InputException($"{path}: the schema of the protocol is not there; it is shipped beside the program");
    }));

    /// <summary>Checks a message of the harness.</summary>
    /// <exception cref="HarnessException">It does not satisfy the schema.</exception>
    public void Theirs(string name, string line)
    {
        if (Complaint(name, line) is { } complaint)
        {
            throw new HarnessException(Verdict.Error, $"the message does not satisfy {name}.schema.json: {complaint}");
        }
    }

    /// <summary>Checks a message of the gate.</summary>
    /// <exception cref="InvalidOperationException">It does not satisfy the schema.</exception>
    public void Own(string name, string line)
    {
        if (Complaint(name, line) is { } complaint)
        {
            throw new InvalidOperationException($"the gate's own message does not satisfy {name}.schema.json: {complaint}");
        }
    }

    private string? Complaint(string name, string line)
    {
        try
        {
            return schemas[name].Validate(line).FirstOrDefault() is { } error ? Where(error) : null;
        }
        catch (Newtonsoft.Json.JsonException notJson)
        {
            return notJson.Message;
        }
    }

    private static string Where(ValidationError error) => $"{error.Kind} at {error.Path ?? "#"}";
}
