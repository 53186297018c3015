using System.Globalization;
using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
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
        (double, double)? range = Range(message, ref problem);
        Dictionary<string, MemberDomain> domain = Domain(message, ref problem);
        Dictionary<string, string> precisions = Words(message, "precisions", ref problem);
        if (problem is not null)
        {
            return null;
        }

        ImplementationDescription description = new(name!, version!, language!, precision!, oracles, conventions)
        {
            Range = range,
            Domain = domain,
            Precisions = precisions,
        };
        try
        {
            foreach (string stated in description.Precisions.Values.Prepend(precision!))
            {
                precision = stated;
                _ = ImplementationDescription.UnitRoundoff(stated);
            }

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

    private static Dictionary<string, string> Words(JsonElement message, string field, ref string? problem)
    {
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        if (!message.TryGetProperty(field, out JsonElement list))
        {
            return words;
        }

        if (list.ValueKind != JsonValueKind.Object)
        {
            problem ??= $"gives '{field}' that are no object of strings";
            return words;
        }

        foreach (JsonProperty word in list.EnumerateObject())
        {
            if (ProtocolLine.Text(word.Value) is not { } text)
            {
                problem ??= $"gives '{Short(word.Name)}' in '{field}' as something that is no string";
            }
            else
            {
                words[word.Name] = text;
            }
        }

        return words;
    }

    // [least, greatest] absolute value of what may be asked.
    private static (double Least, double Greatest)? Range(JsonElement message, ref string? problem)
    {
        if (!message.TryGetProperty("range", out JsonElement range))
        {
            return null;
        }

        if (Interval(range) is ({ } low, { } high) && low.Sign >= 0 && low < high)
        {
            return (low.ToDouble(), Math.Min(high.ToDouble(), double.MaxValue));
        }

        problem ??= "gives 'range' as something else than [least, greatest] absolute value, such as [1e-30, 1e30]";
        return null;
    }

    // A number, or [least, greatest] with null for no limit.
    private static Dictionary<string, MemberDomain> Domain(JsonElement message, ref string? problem)
    {
        Dictionary<string, MemberDomain> domain = new(StringComparer.Ordinal);
        if (!message.TryGetProperty("domain", out JsonElement list))
        {
            return domain;
        }

        if (list.ValueKind != JsonValueKind.Object)
        {
            problem ??= "gives 'domain' that is no object of members and their values";
            return domain;
        }

        foreach (JsonProperty member in list.EnumerateObject())
        {
            (Rational? low, Rational? high) = Number(member.Value) is { } only ? (only, only) : Interval(member.Value) ?? default;
            if ((low is null && high is null) || low > high)
            {
                problem ??= $"restricts '{Short(member.Name)}' to {Short(member.Value.GetRawText())}; write a number, or [least, greatest] "
                    + "with null for no limit";
            }
            else
            {
                domain[member.Name] = new MemberDomain(low, low is null, high, high is null);
            }
        }

        return domain;
    }

    private static (Rational? Low, Rational? High)? Interval(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2
            && IsEnd(element[0]) && IsEnd(element[1]) ? (Number(element[0]), Number(element[1])) : null;

    private static bool IsEnd(JsonElement element) => element.ValueKind == JsonValueKind.Null || Number(element) is not null;

    private static Rational? Number(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Number => Rational.Parse(element.GetRawText()),
                JsonValueKind.String when element.GetString() is { } text => Rational.Parse(text),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Conventions(JsonElement message, ref string? problem)
    {
        Dictionary<string, string> conventions = Words(message, "conventions", ref problem);
        if (conventions.TryGetValue("log", out string? log) && log != "e")
        {
            problem ??= $"declares logarithms to the base {Short(log)}; those of the catalogue are natural ones, log: e";
        }

        return conventions;
    }

    private static string Short(string text) => HarnessProcess.Excerpt(System.Text.Encoding.UTF8.GetBytes(text));
}
