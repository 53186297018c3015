using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Formulas;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Catalogue;

/// <summary>The fields of a mapping, read by name; every complaint carries line and column.</summary>
internal sealed class YamlFields
{
    private readonly YamlFile file;
    private readonly YamlMappingNode node;

    /// <summary>Wraps a mapping.</summary>
    public YamlFields(YamlFile file, YamlMappingNode node)
    {
        this.file = file;
        this.node = node;
        foreach ((YamlNode key, _) in node)
        {
            if (key is not YamlScalarNode)
            {
                throw new FormulaException(file.At(key), "a field name must be plain text");
            }
        }
    }

    /// <summary>Where the mapping starts.</summary>
    public SourcePosition Position => file.At(node);

    /// <summary>The names of the fields, in order.</summary>
    public IEnumerable<string> Names => node.Children.Keys.Select(k => ((YamlScalarNode)k).Value ?? string.Empty);

    /// <summary>Refuses fields that are not among the names.</summary>
    public void Allow(params string[] names)
    {
        foreach (YamlNode key in node.Children.Keys)
        {
            string name = ((YamlScalarNode)key).Value ?? string.Empty;
            if (!names.Contains(name))
            {
                throw new FormulaException(file.At(key), $"unknown field '{name}'{NearestName.Suggest(name, names)}");
            }
        }
    }

    /// <summary>True when the field is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The place of a field's value, or of the mapping when it is missing.</summary>
    public SourcePosition PositionOf(string name) => file.At(Find(name) ?? node);

    /// <summary>The text of each field name with its places.</summary>
    public IEnumerable<(SourceText Name, string Key)> Keys =>
        node.Children.Keys.Select(k => (file.TextOf((YamlScalarNode)k), ((YamlScalarNode)k).Value ?? string.Empty));

    /// <summary>A text field that must be there and not be empty.</summary>
    public SourceText Source(string name) => Find(name) switch
    {
        null => throw Missing(name),
        YamlScalarNode { Value: { } value } scalar when value.Trim().Length > 0 => file.TextOf(scalar),
        { } other => throw new FormulaException(file.At(other), $"the field '{name}' must be text"),
    };

    /// <summary>The value of a text field that must be there, without line breaks.</summary>
    public string Text(string name) =>
        OneLine(Source(name).Text is { } && Find(name) is YamlScalarNode scalar ? scalar.Value! : string.Empty);

    /// <summary>The value of a text field, or null.</summary>
    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    /// <summary>An integer field.</summary>
    public int Integer(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        ? value
        : throw new FormulaException(PositionOf(name), $"the field '{name}' must be an integer, not '{Text(name)}'");

    /// <summary>A true/false field; false when missing.</summary>
    public bool Flag(string name) => OptionalText(name) switch
    {
        null or "false" => false,
        "true" => true,
        { } other => throw new FormulaException(PositionOf(name), $"the field '{name}' must be true or false, not '{other}'"),
    };

    /// <summary>One of several words.</summary>
    public T Word<T>(string name, IReadOnlyDictionary<string, T> words) => words.TryGetValue(Text(name), out T? value)
        ? value
        : throw new FormulaException(PositionOf(name),
            $"the field '{name}' must be one of {string.Join(", ", words.Keys)}, not '{Text(name)}'");

    /// <summary>A mapping that must be there.</summary>
    public YamlFields Fields(string name) => Find(name) switch
    {
        null => throw Missing(name),
        YamlMappingNode mapping => new YamlFields(file, mapping),
        { } other => throw new FormulaException(file.At(other), $"the field '{name}' must be a mapping"),
    };

    /// <summary>A mapping, or null.</summary>
    public YamlFields? OptionalFields(string name) => Has(name) ? Fields(name) : null;

    /// <summary>True when the field is a mapping.</summary>
    public bool IsFields(string name) => Find(name) is YamlMappingNode;

    /// <summary>The items of a list of mappings; none when the field is missing.</summary>
    public IEnumerable<YamlFields> FieldsList(string name) => Nodes(name).Select(item => item is YamlMappingNode mapping
        ? new YamlFields(file, mapping)
        : throw new FormulaException(file.At(item), $"every item of '{name}' must be a mapping"));

    /// <summary>The items of a list of texts or mappings; none when the field is missing.</summary>
    public IEnumerable<YamlItem> Items(string name) => Nodes(name).Select(item => item switch
    {
        YamlMappingNode mapping => new YamlItem(string.Empty, new YamlFields(file, mapping), file.At(item)),
        YamlScalarNode { Value: { } value } when value.Trim().Length > 0 => new YamlItem(OneLine(value), null, file.At(item)),
        _ => throw new FormulaException(file.At(item), $"every item of '{name}' must be text or a mapping"),
    });

    /// <summary>The items of a list of texts; none when the field is missing. One text counts as a list of one.</summary>
    public IEnumerable<SourceText> TextList(string name)
    {
        IEnumerable<YamlNode> items = Find(name) is YamlScalarNode single ? [single] : Nodes(name);
        return items.Select(item => item is YamlScalarNode { Value.Length: > 0 } scalar
            ? file.TextOf(scalar)
            : throw new FormulaException(file.At(item), $"every item of '{name}' must be text"));
    }

    /// <summary>A field as JSON inputs are written: a plain number is a JSON number (one double), a quoted one an exact string.</summary>
    public JsonNode Json(string name) => Json(Find(name) ?? throw Missing(name));

    private static JsonNode Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping =>
            new JsonObject(mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? string.Empty,
            (JsonNode?)Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(item => (JsonNode?)Json(item))]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: { } text } when IsJsonNumber(text) => JsonNode.Parse(text)!,
        _ => JsonValue.Create(((YamlScalarNode)node).Value ?? string.Empty),
    };

    private static bool IsJsonNumber(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<YamlNode> Nodes(string name) => Find(name) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        { } other => throw new FormulaException(file.At(other), $"the field '{name}' must be a list"),
    };

    private FormulaException Missing(string name) => new(Position, $"the field '{name}' is missing");

    private YamlNode? Find(string name)
    {
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            if (((YamlScalarNode)key).Value == name)
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>An item of a list: one text, or a mapping.</summary>
/// <param name="Text">The text without line breaks; empty for a mapping.</param>
/// <param name="Fields">The mapping; null for a text.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record YamlItem(string Text, YamlFields? Fields, SourcePosition Position);
