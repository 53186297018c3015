using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Harness;

/// <summary>The lines that pass between the gate and a harness.</summary>
internal static class Protocol
{
    /// <summary>The line that ends a harness.</summary>
    public const string Stop = """{"op":"stop"}""";

    /// <summary>The line that begins a conversation.</summary>
    public static readonly string Start = string.Create(CultureInfo.InvariantCulture, $$"""{"op":"start","protocol":{{ImplementationDescription.Protocol}}}""");

    private static readonly string[] SpecialWords = ["NaN", "-Infinity", "Infinity"];

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line that asks for one case.</summary>
    public static string Run(int seq, string oracle, InputRecord inputs) => new JsonObject
    {
        ["op"] = "run",
        ["seq"] = seq,
        ["oracle"] = oracle,
        ["inputs"] = InputJson.Write(inputs),
    }.ToJsonString(Format);

    /// <summary>Reads the answer to <see cref="Start"/>.</summary>
    /// <exception cref="HarnessException">It is no description of an implementation.</exception>
    public static ImplementationDescription ReadDescription(string line)
    {
        using JsonDocument document = Parse(line)
            ?? throw Broken($"wrote {HarnessProcess.Short(line)} where its description was expected; only answers belong on standard output, everything else on standard error");
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Broken($"wrote {HarnessProcess.Short(line)} where its description, a JSON object, was expected");
        }

        if (!root.TryGetProperty("protocol", out JsonElement protocol))
        {
            throw Broken("the answer to 'start' has no 'protocol'");
        }

        if (protocol.ValueKind != JsonValueKind.Number || !protocol.TryGetInt32(out int version) || version != ImplementationDescription.Protocol)
        {
            throw Broken($"the harness speaks protocol {HarnessProcess.Short(protocol.GetRawText())}, this gate speaks {ImplementationDescription.Protocol}");
        }

        JsonElement implementation = Member(root, "implementation", JsonValueKind.Object, "an object with name, version and language");
        ImplementationDescription description = new(
            Member(implementation, "name", JsonValueKind.String, "a string", "implementation.").GetString()!,
            Member(implementation, "version", JsonValueKind.String, "a string", "implementation.").GetString()!,
            Member(implementation, "language", JsonValueKind.String, "a string", "implementation.").GetString()!,
            Member(root, "precision", JsonValueKind.String, "a string").GetString()!,
            Revisions(Member(root, "oracles", JsonValueKind.Object, "an object of oracle ids and revisions")),
            root.TryGetProperty("conventions", out _) ? Conventions(Member(root, "conventions", JsonValueKind.Object, "an object")) : new Dictionary<string, string>());
        try
        {
            _ = description.UnitRoundoff();
        }
        catch (InputException unknown)
        {
            throw Broken(unknown.Message);
        }

        if (description.Conventions.TryGetValue("log", out string? log) && log != "e")
        {
            throw Broken($"conventions.log is {HarnessProcess.Short(log)}; logarithms of the catalogue are natural ones, \"e\"");
        }

        return description;
    }

    /// <summary>Reads the answer to a case.</summary>
    /// <exception cref="HarnessException">It is no answer, or that to another case.</exception>
    public static Answer ReadAnswer(string line, int seq)
    {
        using JsonDocument document = Parse(line) ?? throw Broken($"the answer is not JSON: {HarnessProcess.Short(line)}");
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Broken($"the answer is no JSON object: {HarnessProcess.Short(line)}");
        }

        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (member.Name is not ("seq" or "value" or "log10" or "lower" or "upper" or "skipped" or "error"))
            {
                throw Broken($"the answer has an unknown member {HarnessProcess.Short(member.Name)}");
            }

            if (!members.TryAdd(member.Name, member.Value))
            {
                throw Broken($"the answer has '{member.Name}' twice");
            }
        }

        if (!members.Remove("seq", out JsonElement number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out int given))
        {
            throw Broken("the answer has no 'seq'");
        }

        if (given != seq)
        {
            throw Broken(string.Create(CultureInfo.InvariantCulture, $"the answer is to seq {given}, but seq {seq} was asked"));
        }

        return (members.Count, members.Keys.Order(StringComparer.Ordinal).FirstOrDefault()) switch
        {
            (1, "value") => Value(members["value"]),
            (1, "log10") => Log10(members["log10"]),
            (2, "lower") when members.ContainsKey("upper") => Bounds(members["lower"], members["upper"]),
            (1, "skipped") => new Answer.Skipped(Text(members["skipped"], "skipped")),
            (1, "error") => new Answer.Error(Text(members["error"], "error")),
            _ => throw Broken("an answer has one of 'value', 'log10', 'lower' with 'upper', 'skipped', 'error'"),
        };
    }

    private static HarnessException Broken(string message) => new(Verdict.Error, message);

    private static JsonElement Member(JsonElement owner, string name, JsonValueKind kind, string what, string place = "") =>
        owner.TryGetProperty(name, out JsonElement member) && member.ValueKind == kind
            ? member
            : throw Broken($"the answer to 'start' needs '{place}{name}', {what}");

    private static Dictionary<string, int> Revisions(JsonElement oracles)
    {
        Dictionary<string, int> revisions = new(StringComparer.Ordinal);
        foreach (JsonProperty oracle in oracles.EnumerateObject())
        {
            revisions[oracle.Name] = oracle.Value.ValueKind == JsonValueKind.Number && oracle.Value.TryGetInt32(out int revision) && revision > 0
                ? revision
                : throw Broken($"oracles[{HarnessProcess.Short(oracle.Name)}] is {HarnessProcess.Short(oracle.Value.GetRawText())}, but a revision is a positive integer");
        }

        return revisions;
    }

    private static Dictionary<string, string> Conventions(JsonElement conventions) => conventions.EnumerateObject().ToDictionary(
        c => c.Name,
        c => c.Value.ValueKind == JsonValueKind.String ? c.Value.GetString()! : throw Broken($"conventions.{c.Name} must be a string"),
        StringComparer.Ordinal);

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Broken($"'{name}' must be a string that says why");

    private static Answer Value(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return Number(element);
            case JsonValueKind.String:
                return Special(element.GetString()!) is { } special ? new Answer.Value(special) : new Answer.Decimal(element.GetString()!);
            case JsonValueKind.Array:
                return new Answer.Values([.. element.EnumerateArray().Select(Value)]);
            case JsonValueKind.Object:
                return element.EnumerateObject().ToArray() is [{ Name: "log10" } only]
                    ? Log10(only.Value)
                    : Named(element, Value);
            default:
                throw Broken($"{element.GetRawText()} stands where a number belongs");
        }
    }

    // A JSON number is one double; where it lies beyond the doubles, it is the decimal number that is written.
    private static Answer Number(JsonElement element)
    {
        string text = element.GetRawText();
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        return element.TryGetDouble(out double number) && double.IsFinite(number)
            && (double.IsNormal(number) || text.AsSpan(0, mark < 0 ? text.Length : mark).IndexOfAnyInRange('1', '9') < 0)
            ? new Answer.Value(number)
            : new Answer.Decimal(text);
    }

    private static Answer Log10(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => new Answer.Log10(element.TryGetDouble(out double number) ? number : double.NaN),
        JsonValueKind.String => Special(element.GetString()!) is { } special ? new Answer.Log10(special)
            : double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? new Answer.Log10(parsed)
            : throw Broken($"log10 is {HarnessProcess.Short(element.GetString()!)}, which is no number"),
        JsonValueKind.Array => new Answer.Values([.. element.EnumerateArray().Select(Log10)]),
        JsonValueKind.Object => Named(element, Log10),
        _ => throw Broken($"{element.GetRawText()} stands where a number belongs"),
    };

    private static Answer Bounds(JsonElement lower, JsonElement upper)
    {
        switch (lower.ValueKind, upper.ValueKind)
        {
            case (JsonValueKind.Array, JsonValueKind.Array) when lower.GetArrayLength() == upper.GetArrayLength():
                return new Answer.Values([.. lower.EnumerateArray().Zip(upper.EnumerateArray(), Bounds)]);
            case (JsonValueKind.Object, JsonValueKind.Object):
                return Named(lower, (name, value) => upper.TryGetProperty(name, out JsonElement other) ? Bounds(value, other) : throw Broken($"'upper' has no '{name}', which 'lower' has"));
            case (JsonValueKind.Number or JsonValueKind.String, JsonValueKind.Number or JsonValueKind.String):
                return (Value(lower), Value(upper)) switch
                {
                    (Answer.Value a, Answer.Value b) => new Answer.Bounds(a.Number, b.Number),
                    _ => new Answer.DecimalBounds(Decimal(lower), Decimal(upper)),
                };
            default:
                throw Broken("'lower' and 'upper' must be numbers, or lists or objects of one shape");
        }
    }

    private static string Decimal(JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetRawText() : element.GetString()!;

    private static Answer.Named Named(JsonElement element, Func<JsonElement, Answer> read) => Named(element, (_, value) => read(value));

    private static Answer.Named Named(JsonElement element, Func<string, JsonElement, Answer> read)
    {
        Dictionary<string, Answer> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, read(member.Name, member.Value)))
            {
                throw Broken($"the answer names {HarnessProcess.Short(member.Name)} twice");
            }
        }

        return new Answer.Named(members);
    }

    private static double? Special(string text) => text.Trim().ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => null,
    };

    // Null where the line is no JSON. NaN and Infinity are no JSON either, but common enough to be judged as what they mean.
    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            if (!line.Contains("NaN", StringComparison.Ordinal) && !line.Contains("Infinity", StringComparison.Ordinal))
            {
                return null;
            }
        }

        try
        {
            return JsonDocument.Parse(WithSpecialNumbersAsText(line));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string WithSpecialNumbersAsText(string line)
    {
        StringBuilder text = new(line.Length + 16);
        bool inString = false;
        for (int i = 0; i < line.Length; i++)
        {
            string? word = inString ? null : SpecialWords.FirstOrDefault(w => string.CompareOrdinal(line, i, w, 0, w.Length) == 0);
            if (word is not null)
            {
                _ = text.Append('"').Append(word).Append('"');
                i += word.Length - 1;
                continue;
            }

            inString ^= line[i] == '"';
            _ = text.Append(line[i]);
            if (inString && line[i] == '\\' && i + 1 < line.Length)
            {
                _ = text.Append(line[++i]);
            }
        }

        return text.ToString();
    }
}
