using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// Inputs of oracles as JSON. A JSON number is exactly one double; a string ("1/3", "0.1", "1e-400") is that exact rational; a list is
/// an array in the paper's order; a list of rows of one length, or {"shape": [m, n], "dtype": …, "data": base64}, is a matrix.
/// </summary>
public static class InputJson
{
    /// <summary>Reads a record from JSON text.</summary>
    /// <param name="json">The text, one object.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="InputException">It is not JSON, repeats a name, or holds something that is no input.</exception>
    public static InputRecord Read(string json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement, source);
        }
        catch (JsonException error)
        {
            if (error.Message.Contains("depth", StringComparison.OrdinalIgnoreCase))
            {
                throw new InputException($"{source}: the JSON is nested deeper than any input", error);
            }

            throw new InputException(FormattableString.Invariant($"{source}: not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}"), error);
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
                throw new InputException($"{source}: the name '{property.Name}' appears twice");
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
        _ => throw new InputException($"{where} is {element.GetRawText()}, which is neither a number, a string, a list nor a matrix"),
    };

    private static InputValue ReadList(JsonElement list, string where)
    {
        if (MatrixJson.TryReadRows(list, where) is { } matrix)
        {
            return new InputValue.MatrixValue(matrix);
        }

        int index = 0;
        return new InputValue.Sequence([.. list.EnumerateArray().Select(item => ReadValue(item, FormattableString.Invariant($"{where}, item {++index}")))]);
    }

    private static InputValue.Number ReadRational(string text, string where)
    {
        try
        {
            return new InputValue.Number(Rational.Parse(text), text);
        }
        catch (FormatException error)
        {
            throw new InputException($"{where}: {error.Message}", error);
        }
    }

    /// <summary>
    /// The double that a JSON number is. Refused: overflow, underflow to 0, and integers that are no double, since there the text
    /// means something else than the double.
    /// </summary>
    internal static double ReadDouble(JsonElement element, string where, string? limit = null)
    {
        string text = element.GetRawText();
        string advice = limit ?? $"write it as a string, \"{text}\"";
        double value = element.TryGetDouble(out double parsed) ? parsed : double.NaN;
        if (!double.IsFinite(value))
        {
            throw new InputException($"{where} is {text}, beyond the range of doubles; {advice}");
        }

        int mark = text.AsSpan().IndexOfAny('e', 'E');
        if (value == 0 && text.AsSpan(0, mark < 0 ? text.Length : mark).IndexOfAnyInRange('1', '9') >= 0)
        {
            throw new InputException($"{where} is {text}, below the range of doubles; {advice}");
        }

        bool isInteger = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        return isInteger && System.Numerics.BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture) != new System.Numerics.BigInteger(value)
            ? throw new InputException($"{where} is {text}, an integer that is no double; {advice}")
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
