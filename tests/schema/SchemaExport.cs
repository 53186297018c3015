using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Inputs;

namespace LowRank.Verify.Schemas;

/// <summary>
/// Schemas of the types that are written: draft 7 as our reader has it, where a list of one value says what "const" does. A type that
/// occurs more than once, or in itself, is a definition.
/// </summary>
internal static class SchemaExport
{
    // What the member says that holds a node; this and the mark of the type go when the definitions are drawn out.
    private const string MemberMark = "$member";

    /// <summary>Marks a node with the name of its type; alone, it stands for that type.</summary>
    public const string TypeMark = "$of";

    /// <summary>The schema of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="written">Schemas of types that a converter of their own writes.</param>
    public static JsonObject Of(JsonTypeInfo type, IReadOnlyDictionary<Type, JsonObject>? written = null)
    {
        JsonSchemaExporterOptions options = new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, exported) =>
                Complete(context, Values(context, exported, written ?? new Dictionary<Type, JsonObject>())),
        };
        JsonObject schema = type.GetJsonSchemaAsNode(options).AsObject();
        if (type.Type.GetCustomAttribute<DescriptionAttribute>(inherit: false) is { } meaning)
        {
            schema["description"] = meaning.Description; // the exporter forgets that of a union
        }

        if (type.PolymorphismOptions is { } kinds && kinds.DerivedTypes.Any(kind => kind.TypeDiscriminator is not null))
        {
            Tell(schema["anyOf"]!.AsArray().Cast<JsonObject>(), kinds.TypeDiscriminatorPropertyName);
        }

        Dictionary<string, int> uses = new(StringComparer.Ordinal);
        Count(schema, uses);
        SortedDictionary<string, JsonNode?> definitions = new(StringComparer.Ordinal);
        JsonObject drawn = Draw(schema, uses, definitions).AsObject();
        if (definitions.Count > 0)
        {
            drawn["definitions"] = new JsonObject(definitions);
        }

        return drawn;
    }

    // Each alternative demands the member that tells it apart.
    private static void Tell(IEnumerable<JsonObject> alternatives, string teller)
    {
        foreach (JsonObject alternative in alternatives)
        {
            alternative["type"] = "object";
            alternative["required"] =
                new JsonArray([teller, .. alternative["required"]?.AsArray().Select(name => name!.DeepClone()) ?? []]);
            alternative["properties"]![teller] =
                new JsonObject { ["enum"] = new JsonArray(alternative["properties"]![teller]!["const"]!.DeepClone()) };
            if (!alternative.ContainsKey("additionalProperties"))
            {
                alternative["additionalProperties"] = false;
            }
        }
    }

    // Of an object of values that a converter writes the exporter does not say what these are.
    private static JsonNode Values(JsonSchemaExporterContext context, JsonNode exported, IReadOnlyDictionary<Type, JsonObject> written)
    {
        if (exported is JsonObject schema && context.TypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value }
            && written.TryGetValue(value, out JsonObject? known))
        {
            JsonObject values = known.DeepClone().AsObject();
            values["description"] = value.GetCustomAttribute<DescriptionAttribute>()?.Description;
            schema["additionalProperties"] = values;
        }

        return exported;
    }

    // What the exporter does not say: the meaning, the limits that attributes give, what our converters write, and that nothing else is
    // allowed.
    private static JsonObject Complete(JsonSchemaExporterContext context, JsonNode exported)
    {
        JsonPropertyInfo? member = context.PropertyInfo;
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        JsonObject schema = member is null ? exported as JsonObject ?? [] : context.TypeInfo.Kind switch
        {
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Shaped<>) => Shape(type.GetGenericArguments()[0]),
            _ when exported is JsonObject known => known,
            _ when type == typeof(double) =>
                new JsonObject { ["anyOf"] = new JsonArray(Typed("number"),
                new JsonObject { ["enum"] = new JsonArray("nan", "inf", "-inf") }, Typed("null")) },
            _ when type == typeof(int) => Typed("integer"),
            _ when type == typeof(Shard) => new JsonObject { ["type"] = new JsonArray("string", "null"), ["pattern"] = "^[0-9]+/[0-9]+$" },
            _ when type == typeof(JsonNode) => new JsonObject { ["type"] = new JsonArray("object", "array", "null") },
            _ => throw new InvalidOperationException($"{member.Name}: the exporter says nothing of {type}"),
        };
        if (schema.ContainsKey("$ref"))
        {
            schema.Clear(); // a type in itself, or what was said of it before
        }

        if (type == typeof(int) || type == typeof(ulong))
        {
            schema["minimum"] = 0;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !context.Path.IsEmpty && context.BaseTypeInfo is null
            && !type.IsGenericType)
        {
            schema[TypeMark] = type.Name;
        }

        bool isMarked = schema.ContainsKey(TypeMark);
        foreach (object attribute in member?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
        {
            Limit(schema, attribute, isMarked ? MemberMark : "description");
        }

        foreach (DescriptionAttribute meaning in type.GetCustomAttributes<DescriptionAttribute>(inherit: false))
        {
            Limit(schema, meaning, "description");
        }

        if (schema["properties"] is JsonObject && !schema.ContainsKey("additionalProperties"))
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    private static void Limit(JsonObject schema, object attribute, string description)
    {
        switch (attribute)
        {
            case DescriptionAttribute { Description: var meaning } when !schema.ContainsKey(description):
                schema[description] = meaning;
                break;
            case RegularExpressionAttribute pattern:
                schema["pattern"] = pattern.Pattern;
                break;
            case RangeAttribute range when schema["items"] is JsonObject items:
                Limit(items, range, description);
                break;
            case RangeAttribute { Minimum: int least }:
                schema["minimum"] = least;
                break;
            case RangeAttribute { Minimum: double least, Maximum: double most }:
                schema["minimum"] = least;
                if (most < double.MaxValue)
                {
                    schema["maximum"] = most;
                }

                break;
            case JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull } when schema["type"] is JsonArray types:
                schema["type"] = types.Select(name => name!.GetValue<string>()).Single(name => name != "null");
                break;
            case MinLengthAttribute least:
                schema[schema.ContainsKey("items") ? "minItems" : "minLength"] = least.Length;
                break;
            case LengthAttribute length:
                schema["minItems"] = length.MinimumLength;
                schema["maxItems"] = length.MaximumLength;
                break;
            case AllowedValuesAttribute allowed:
                schema.Clear();
                schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value))]);
                break;
            default:
                break;
        }
    }

    // A number, an array or an object of such; a text, or an object of texts.
    private static JsonObject Shape(Type leaf)
    {
        JsonObject text = Typed("string"), number = new() { ["type"] = new JsonArray("number", "null") },
            self = new() { [TypeMark] = "Numbers" };
        return leaf == typeof(string)
            ? new JsonObject { ["anyOf"] = new JsonArray(text,
                new JsonObject { ["type"] = "object", ["additionalProperties"] = text.DeepClone() }) }
            : new JsonObject
            {
                [TypeMark] = "Numbers",
                ["anyOf"] = new JsonArray(
                    number,
                    new JsonObject { ["type"] = "array", ["items"] = self },
                    new JsonObject { ["type"] = "object", ["additionalProperties"] = self.DeepClone() }),
            };
    }

    private static void Count(JsonNode? node, Dictionary<string, int> uses)
    {
        if (node is JsonObject schema)
        {
            if ((string?)schema[TypeMark] is { } name)
            {
                uses[name] = uses.GetValueOrDefault(name) + 1;
            }

            foreach ((_, JsonNode? part) in schema)
            {
                Count(part, uses);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? part in list)
            {
                Count(part, uses);
            }
        }
    }

    private static JsonNode Draw(JsonNode node, Dictionary<string, int> uses, SortedDictionary<string, JsonNode?> definitions)
    {
        if (node is JsonArray list)
        {
            return new JsonArray([.. list.Select(part => part is null ? null : Draw(part, uses, definitions))]);
        }

        if (node is not JsonObject schema)
        {
            return node.DeepClone();
        }

        string? name = (string?)schema[TypeMark], said = (string?)schema[MemberMark];
        JsonObject drawn = new(schema.Where(part => part.Key is not TypeMark and not MemberMark)
            .Select(part => KeyValuePair.Create(part.Key, part.Value is null ? null : Draw(part.Value, uses, definitions))));
        if (name is null || uses[name] < 2)
        {
            if (said is not null)
            {
                drawn["description"] = said;
            }

            return drawn;
        }

        bool isNullable = drawn["type"] is JsonArray types && types.Any(type => (string?)type == "null");
        string key = JsonNamingPolicy.CamelCase.ConvertName(name);
        if (isNullable)
        {
            drawn["type"] = "object";
        }

        if (drawn.Count > 0)
        {
            _ = definitions.TryAdd(key, drawn); // the first says all
        }

        JsonObject reference = new() { ["$ref"] = $"#/definitions/{key}" };
        JsonObject use = isNullable ? new() { ["oneOf"] = new JsonArray(Typed("null"), reference) } : said is null ? reference
            : new() { ["allOf"] = new JsonArray(reference) };
        if (said is not null)
        {
            use["description"] = said;
        }

        return use;
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };
}
