using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>Reads one record of a run; every complaint begins with file and line and names the member.</summary>
internal static class RecordReader
{
    /// <summary>What kind of record stands on a line: run, case, unit, smoke, end, or what this version does not know.</summary>
    /// <exception cref="InputException">The line does not say.</exception>
    public static string Kind(JsonElement line, string where) =>
        !line.TryGetProperty("record", out JsonElement kind) ? throw new InputException($"{where}: 'record' is missing")
        : kind.ValueKind == JsonValueKind.String ? kind.GetString()!
        : throw Wrong(where, "record", "text");

    /// <summary>The record that stands on a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="where">"file:line".</param>
    /// <exception cref="InputException">It is no record, or a member is missing or wrong.</exception>
    public static RunRecord Read(JsonElement line, string where) => Kind(line, where) switch
    {
        "run" => Header(line, where),
        "case" => Case(line, where),
        "unit" => Read(line, RecordContext.Lines.RunUnit, where),
        "smoke" => Read(line, RecordContext.Lines.SmokeFailure, where),
        "end" => Read(line, RecordContext.Lines.RunEnd, where),
        { } kind => throw new InputException($"{where}: the record '{kind}' is unknown; expected run, case, unit, smoke or end"),
    };

    private static RunHeader Header(JsonElement line, string where)
    {
        if (line.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.Number
            && format.GetRawText() is var version
            && version != RunHeader.CurrentFormat.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new InputException($"{where}: the records have format {version}; this version reads format {RunHeader.CurrentFormat}");
        }

        RunHeader header = Read(line, RecordContext.Lines.RunHeader, where);
        return header.Units.GroupBy(unit => unit, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InputException($"{where}: 'units' names {twice.Key} twice")
            : header;
    }

    private static RunCase Case(JsonElement line, string where)
    {
        RunCase found = Read(line, RecordContext.Lines.RunCase, where);
        return found.Id.Count(c => c == ':') == 3 ? found
            : throw new InputException($"{where}: the id '{found.Id}' is not <oracle>:<part>:<seed>:<size>");
    }

    private static T Read<T>(JsonElement line, JsonTypeInfo<T> type, string where)
    {
        try
        {
            return line.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw Missing(line, type) is { } missing ? new InputException($"{where}: '{missing}' is missing", e)
                : Complaint(line, type, e.Path ?? string.Empty, where);
        }
        catch (InputException e)
        {
            throw new InputException($"{where}: {e.Message}", e);
        }
    }

    // The first member, in the order of the type, that must be there and is not.
    private static string? Missing(JsonElement json, JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo member in type.Properties)
        {
            bool isThere = json.TryGetProperty(member.Name, out JsonElement value);
            if (!isThere && member.IsRequired)
            {
                return member.Name;
            }

            if (isThere && value.ValueKind == JsonValueKind.Object
                && Missing(value, type.Options.GetTypeInfo(member.PropertyType)) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static InputException Complaint(JsonElement json, JsonTypeInfo type, string path, string where)
    {
        (string name, JsonTypeInfo expected) = ("record", type);
        foreach (string step in path.Split('.', '[').Skip(1))
        {
            if (expected.Properties.FirstOrDefault(member => member.Name == step) is not { } found
                || !json.TryGetProperty(step, out JsonElement value))
            {
                break;
            }

            (name, expected, json) = (step, type.Options.GetTypeInfo(found.PropertyType), value);
        }

        Type wanted = Nullable.GetUnderlyingType(expected.Type) ?? expected.Type;
        return wanted.IsEnum
            && json.ValueKind == JsonValueKind.String ? new InputException($"{where}: the {name} '{json.GetString()}' is unknown")
            : Wrong(where, name, wanted.IsEnum || wanted == typeof(string) || wanted == typeof(Shard) ? "text"
                : wanted == typeof(int) || wanted == typeof(ulong) ? "an integer"
                : wanted == typeof(bool) ? "true or false"
                : wanted == typeof(double) ? "a number"
                : expected.Kind == JsonTypeInfoKind.Enumerable ? "a list of texts"
                : expected.Kind == JsonTypeInfoKind.Dictionary ? "an object of texts"
                : "an object");
    }

    private static InputException Wrong(string where, string name, string kind) => new($"{where}: '{name}' must be {kind}");
}
