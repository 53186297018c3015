using System.Globalization;
using System.Text.Json;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>Turns the object that a harness answers into an <see cref="Answer"/>.</summary>
internal static class AnswerReader
{
    private const string ValueName = "value", Log10Name = "log10", LowerName = "lower", UpperName = "upper", SkippedName = "skipped",
        ErrorName = "error";

    private static readonly string[] Kinds = [ValueName, Log10Name, LowerName, SkippedName, ErrorName];

    /// <summary>The answer. What is no answer comes back as <see cref="Answer.Error"/> with the place and what is wrong there.</summary>
    /// <param name="message">The whole object, "seq" included.</param>
    public static Answer Read(JsonElement message)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in message.EnumerateObject())
        {
            if (!members.TryAdd(property.Name, property.Value))
            {
                return new Answer.Error($"the answer has the member '{property.Name}' twice");
            }
        }

        string[] given = [.. Kinds.Where(kind => members.ContainsKey(kind) || (kind == LowerName && members.ContainsKey(UpperName)))];
        return given switch
        {
            [] => new Answer.Error("the answer has none of value, log10, lower and upper, skipped, error"),
            [ValueName] => Value(members[ValueName], ValueName),
            [Log10Name] => Logarithm(members[Log10Name], Log10Name),
            [LowerName] when !members.ContainsKey(UpperName) => new Answer.Error("the answer has lower, but no upper"),
            [LowerName] when !members.ContainsKey(LowerName) => new Answer.Error("the answer has upper, but no lower"),
            [LowerName] => Bounds(members[LowerName], members[UpperName], string.Empty),
            [SkippedName] => ProtocolLine.Text(members[SkippedName]) is { } why ? new Answer.Skipped(why)
                : new Answer.Error("skipped must be a string that says why"),
            [ErrorName] => new Answer.Error(ProtocolLine.Text(members[ErrorName]) ?? "error must be a string that says why"),
            _ => new Answer.Error($"the answer has both {given[0]} and {given[1]}; give one of them"),
        };
    }

    private static Answer Value(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetDouble(out double number)
            && IsFaithful(number, element) ? new Answer.Value(number) : new Answer.Decimal(element.GetRawText()),
        JsonValueKind.String => ProtocolLine.Text(element)! is var text
            && NotFinite(text) is { } special ? new Answer.Value(special) : new Answer.Decimal(text),
        JsonValueKind.Array => List(element, place, Value),
        JsonValueKind.Object when element.TryGetProperty(Log10Name, out JsonElement logarithm) && element.GetPropertyCount() == 1 =>
            Logarithm(logarithm, $"{place}.{Log10Name}"),
        JsonValueKind.Object => Record(element, place, Value),
        _ => NoNumber(element, place),
    };

    private static Answer Logarithm(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.Number => new Answer.Log10(element.TryGetDouble(out double number) ? number : double.NaN),
        JsonValueKind.String => ProtocolLine.Text(element)! is var text && (NotFinite(text) ?? Parse(text)) is { } exponent
            ? new Answer.Log10(exponent)
            : new Answer.Error($"{place} is {Shown(element)}, which is no decimal number"),
        JsonValueKind.Array => List(element, place, Logarithm),
        JsonValueKind.Object => Record(element, place, Logarithm),
        _ => NoNumber(element, place),
    };

    private static Answer Bounds(JsonElement lower, JsonElement upper, string place)
    {
        if (lower.ValueKind == JsonValueKind.Array && upper.ValueKind == JsonValueKind.Array
            && lower.GetArrayLength() == upper.GetArrayLength())
        {
            List<Answer> items = [];
            foreach ((JsonElement low, JsonElement high) in lower.EnumerateArray().Zip(upper.EnumerateArray()))
            {
                items.Add(Bounds(low, high, $"{place}[{Position(items.Count)}]"));
            }

            return Whole(new Answer.Values(items), items);
        }

        if (lower.ValueKind == JsonValueKind.Object && upper.ValueKind == JsonValueKind.Object)
        {
            Dictionary<string, Answer> parts = new(StringComparer.Ordinal);
            foreach (JsonProperty low in lower.EnumerateObject())
            {
                if (!upper.TryGetProperty(low.Name, out JsonElement high)
                    || !parts.TryAdd(low.Name, Bounds(low.Value, high, $"{place}.{low.Name}")))
                {
                    return Differ(place);
                }
            }

            return parts.Count == upper.GetPropertyCount() ? Whole(new Answer.Named(parts), parts.Values) : Differ(place);
        }

        return IsStructure(lower) || IsStructure(upper)
            ? Differ(place)
            : (Value(lower, LowerName + place), Value(upper, UpperName + place)) switch
            {
                (Answer.Value low, Answer.Value high) => new Answer.Bounds(low.Number, high.Number),
                (Answer.Error problem, _) => problem,
                (_, Answer.Error problem) => problem,
                _ => new Answer.DecimalBounds(End(lower), End(upper)),
            };
    }

    private static Answer List(JsonElement list, string place, Func<JsonElement, string, Answer> read)
    {
        List<Answer> items = new(list.GetArrayLength());
        foreach (JsonElement item in list.EnumerateArray())
        {
            items.Add(read(item, $"{place}[{Position(items.Count)}]"));
        }

        return Whole(new Answer.Values(items), items);
    }

    private static Answer Record(JsonElement record, string place, Func<JsonElement, string, Answer> read)
    {
        Dictionary<string, Answer> parts = new(StringComparer.Ordinal);
        foreach (JsonProperty part in record.EnumerateObject())
        {
            if (!parts.TryAdd(part.Name, read(part.Value, $"{place}.{part.Name}")))
            {
                return new Answer.Error($"{place} has the part '{part.Name}' twice");
            }
        }

        return Whole(new Answer.Named(parts), parts.Values);
    }

    // One part that is no answer spoils the whole.
    private static Answer Whole(Answer answer, IEnumerable<Answer> parts) => parts.FirstOrDefault(part => part is Answer.Error) ?? answer;

    private static bool IsStructure(JsonElement element) => element.ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    private static Answer.Error Differ(string place) => new($"{LowerName}{place} and {UpperName}{place} have different shapes");

    private static Answer.Error NoNumber(JsonElement element, string place) => new($"{place} is {Shown(element)}, which is no number");

    private static string End(JsonElement element) => ProtocolLine.Text(element) ?? element.GetRawText();

    // As the reference counts its lists: from 1.
    private static string Position(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    // False where the double is infinite, or 0 although the text is not: then the text itself is the answer.
    private static bool IsFaithful(double number, JsonElement element)
    {
        if (number != 0)
        {
            return double.IsFinite(number);
        }

        ReadOnlySpan<char> text = element.GetRawText();
        int mark = text.IndexOfAny('e', 'E');
        return text[..(mark < 0 ? text.Length : mark)].IndexOfAnyInRange('1', '9') < 0;
    }

    private static double? NotFinite(string text) => text.Length > "-infinity".Length ? null : text.ToLowerInvariant() switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        _ => null,
    };

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string Shown(JsonElement element) => HarnessProcess.Excerpt(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()));
}
