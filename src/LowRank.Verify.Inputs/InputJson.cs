using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Inputs;

/// <summary>
/// Inputs of oracles as JSON. A JSON number is exactly one double; a string ("1/3", "0.1", "1e-400") is that exact rational; a list is
/// an array in the paper's order; a list of rows of one length, or {"shape": [m, n], "dtype": …, "data": base64}, is a matrix, whose
/// entries are exactly doubles.
/// </summary>
public static class InputJson
{
    /// <summary>Characters of a value that a message repeats.</summary>
    private const int Shown = 60;

    /// <summary>Lists and objects inside each other; inputs need four at most.</summary>
    private const int MostLevels = 64;

    /// <summary>Reads a record from JSON text.</summary>
    /// <param name="json">The text, one object.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="InputException">It is not JSON, repeats a name, or holds something that is no input.</exception>
    public static InputRecord Read(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (string.IsNullOrWhiteSpace(json))
        {
            throw new InputException($"{source}: it is empty; the inputs are one JSON object, such as {{\"m\": 16}}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });
            return Read(document.RootElement, source);
        }
        catch (JsonException error)
        {
            string what = IsTooDeep(json, error) ? $"JSON nested deeper than {MostLevels} levels" : "not valid JSON";
            throw new InputException(
                FormattableString.Invariant($"{source}: {what} at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}"),
                error);
        }
    }

    /// <summary>Reads a record from a JSON object.</summary>
    /// <exception cref="InputException">It is no object, repeats a name, or holds something that is no input.</exception>
    public static InputRecord Read(JsonElement element, string source)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{source}: the inputs must be one JSON object, such as {{\"m\": 16}}");
        }

        Dictionary<string, InputValue> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!members.TryAdd(property.Name, ReadValue(property.Value, $"{source}: {property.Name}")))
            {
                throw new InputException($"{source}: the name '{Short(property.Name)}' appears twice");
            }
        }

        return new InputRecord(members) { Source = source };
    }

    /// <summary>Writes a record so that reading it gives the same numbers.</summary>
    public static JsonObject Write(InputRecord record)
    {
        JsonObject result = [];
        foreach ((string name, InputValue value) in record.Members)
        {
            result.Add(name, WriteValue(value));
        }

        return result;
    }

    private static InputValue ReadValue(JsonElement element, string where) => element.ValueKind switch
    {
        JsonValueKind.Number => InputValue.Number.Of(ReadDouble(element, where)),
        JsonValueKind.String => ReadRational(element.GetString()!, where),
        JsonValueKind.Array => ReadList(element, where),
        JsonValueKind.Object => new InputValue.MatrixValue(MatrixJson.Read(element, where)),
        _ => throw new InputException($"{where} is {Kind(element)}, which is neither a number, a string, a list nor a matrix"),
    };

    private static InputValue ReadList(JsonElement list, string where)
    {
        if (MatrixJson.IsRows(list))
        {
            return new InputValue.MatrixValue(MatrixJson.ReadRows(list, where));
        }

        int index = 0;
        return new InputValue.Sequence([.. list.EnumerateArray()
            .Select(item => ReadValue(item, FormattableString.Invariant($"{where}, item {++index}")))]);
    }

    internal static InputValue.Number ReadRational(string text, string where)
    {
        try
        {
            return new InputValue.Number(Rational.Parse(text), text);
        }
        catch (FormatException error)
        {
            throw new InputException(
                $"{where}: {(text.Length > Shown ? error.Message.Replace(text, Short(text), StringComparison.Ordinal) : error.Message)}",
                error);
        }
    }

    // Without the limit the same text is read to its end, or fails further on.
    private static bool IsTooDeep(string json, JsonException error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return true;
        }
        catch (JsonException later)
        {
            return (later.LineNumber, later.BytePositionInLine) != (error.LineNumber, error.BytePositionInLine);
        }
    }

    /// <summary>What a value of JSON is, in a word or two, or the value itself where it is short.</summary>
    internal static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Short(element.GetRawText()),
    };

    /// <summary>The beginning of a text that is too long for a message.</summary>
    internal static string Short(string text) =>
        text.Length <= Shown ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown), "...");

    /// <summary>
    /// The double that a JSON number is. Refused: overflow, underflow to 0, and integers that are no double, since there the text
    /// means something else than the double.
    /// </summary>
    /// <param name="element">The number.</param>
    /// <param name="where">Where it stands.</param>
    /// <param name="advice">What to do about a number that is refused; by default to write it as a string, which is exact.</param>
    internal static double ReadDouble(JsonElement element, string where, string? advice = null)
    {
        string text = element.GetRawText(), shown = Short(text);
        advice ??= text.Length <= Shown ? $"write it as a string, \"{text}\"" : "write it as a string";
        double value = element.TryGetDouble(out double parsed) ? parsed : double.NaN;
        if (!double.IsFinite(value))
        {
            throw new InputException($"{where} is {shown}, beyond the range of doubles; {advice}");
        }

        int mark = text.AsSpan().IndexOfAny('e', 'E');
        if (value == 0 && text.AsSpan(0, mark < 0 ? text.Length : mark).IndexOfAnyInRange('1', '9') >= 0)
        {
            throw new InputException($"{where} is {shown}, below the range of doubles; {advice}");
        }

        bool isInteger = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        return isInteger
            && System.Numerics.BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            != new System.Numerics.BigInteger(value)
            ? throw new InputException($"{where} is {shown}, an integer that is no double; {advice}")
            : value;
    }

    private static JsonNode WriteValue(InputValue value) => value switch
    {
        InputValue.Number { Text: { } text } => JsonValue.Create(text),
        InputValue.Number number => Rational.Of(number.Exact.ToDouble() is var d && double.IsFinite(d) ? d : 0) == number.Exact
            ? JsonValue.Create(number.Exact.ToDouble())
            : JsonValue.Create(number.Exact.ToString()),
        InputValue.Sequence list => new JsonArray([.. list.Items.Select(WriteValue)]),
        InputValue.MatrixValue matrix => MatrixJson.Write(matrix.Value),
        _ => throw new ArgumentException("unknown input", nameof(value)),
    };
}
