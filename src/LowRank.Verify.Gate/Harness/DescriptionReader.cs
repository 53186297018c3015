using System.Globalization;
using System.Text.Json;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>Reads what a harness says of itself in answer to "start".</summary>
internal static class DescriptionReader
{
    /// <summary>The description.</summary>
    /// <param name="message">The object that was answered.</param>
    /// <param name="problem">What is wrong with it, in words that continue "the harness", when there is none.</param>
    public static ImplementationDescription? Read(JsonElement message, out string? problem)
    {
        problem = Protocol(message);
        if (problem is not null)
        {
            return null;
        }

        if (!message.TryGetProperty("implementation", out JsonElement implementation) || implementation.ValueKind != JsonValueKind.Object)
        {
            problem = "describes itself without 'implementation', an object with name, version and language";
            return null;
        }

        string? name = Word(implementation, "implementation.", "name", ref problem);
        string? version = Word(implementation, "implementation.", "version", ref problem);
        string? language = Word(implementation, "implementation.", "language", ref problem);
        string? precision = Word(message, string.Empty, "precision", ref problem);
        Dictionary<string, int> oracles = Oracles(message, ref problem);
        Dictionary<string, string> conventions = Conventions(message, ref problem);
        if (problem is not null)
        {
            return null;
        }

        ImplementationDescription description = new(name!, version!, language!, precision!, oracles, conventions);
        try
        {
            _ = description.UnitRoundoff();
            return description;
        }
        catch (InputException)
        {
            problem = $"names the precision '{Short(precision!)}', which is unknown; it is float64, float32, bfloat16 or float16";
            return null;
        }
    }

    private static string? Protocol(JsonElement message)
    {
        string ours = ImplementationDescription.Protocol.ToString(CultureInfo.InvariantCulture);
        if (message.TryGetProperty("protocol", out JsonElement protocol))
        {
            return protocol.ValueKind == JsonValueKind.Number && protocol.TryGetInt32(out int version)
                && version == ImplementationDescription.Protocol
                ? null
                : $"speaks protocol version {Short(protocol.GetRawText())}; this tool speaks version {ours}";
        }

        return message.TryGetProperty("error", out JsonElement error)
            ? $"answered start with the error: {Short(ProtocolLine.Text(error) ?? error.GetRawText())}"
            : $"answered start without 'protocol', the version of the protocol that it speaks ({ours})";
    }

    private static string? Word(JsonElement holder, string path, string name, ref string? problem)
    {
        if (holder.TryGetProperty(name, out JsonElement element) && ProtocolLine.Text(element) is { Length: > 0 } text)
        {
            return text;
        }

        problem ??= $"describes itself without '{path}{name}', a string that is not empty";
        return null;
    }

    private static Dictionary<string, int> Oracles(JsonElement message, ref string? problem)
    {
        Dictionary<string, int> oracles = new(StringComparer.Ordinal);
        if (!message.TryGetProperty("oracles", out JsonElement list) || list.ValueKind != JsonValueKind.Object)
        {
            problem ??= "describes itself without 'oracles', an object that gives the revision of each oracle that it implements";
            return oracles;
        }

        foreach (JsonProperty oracle in list.EnumerateObject())
        {
            if (oracle.Value.ValueKind != JsonValueKind.Number || !oracle.Value.TryGetInt32(out int revision) || revision < 1)
            {
                problem ??= $"gives '{Short(oracle.Value.GetRawText())}' as the revision of oracle '{Short(oracle.Name)}'; a revision is "
                    + $"a positive integer";
            }
            else if (!oracles.TryAdd(oracle.Name, revision))
            {
                problem ??= $"names the oracle '{Short(oracle.Name)}' twice";
            }
        }

        return oracles;
    }

    private static Dictionary<string, string> Conventions(JsonElement message, ref string? problem)
    {
        Dictionary<string, string> conventions = new(StringComparer.Ordinal);
        if (!message.TryGetProperty("conventions", out JsonElement list))
        {
            return conventions;
        }

        if (list.ValueKind != JsonValueKind.Object)
        {
            problem ??= "gives 'conventions' that are no object of strings";
            return conventions;
        }

        foreach (JsonProperty convention in list.EnumerateObject())
        {
            if (ProtocolLine.Text(convention.Value) is not { } text)
            {
                problem ??= $"gives the convention '{Short(convention.Name)}' as something that is no string";
            }
            else
            {
                conventions[convention.Name] = text;
            }
        }

        if (conventions.TryGetValue("log", out string? log) && log != "e")
        {
            problem ??= $"declares logarithms to the base {Short(log)}; those of the catalogue are natural ones, log: e";
        }

        return conventions;
    }

    private static string Short(string text) => HarnessProcess.Excerpt(System.Text.Encoding.UTF8.GetBytes(text));
}
