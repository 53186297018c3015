using System.Text.Json;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>What adapter_config.json beside a PEFT adapter says of its factor.</summary>
/// <param name="Path">The file.</param>
/// <param name="Alpha">lora_alpha; null where it is missing.</param>
/// <param name="AlphaPattern">lora_alpha of single modules.</param>
/// <param name="UsesRoot">use_rslora: alpha/√r instead of alpha/r.</param>
/// <param name="UsesDora">use_dora.</param>
/// <param name="IsTransposed">fan_in_fan_out: the base weights are stored in × out.</param>
internal sealed record AdapterConfig(string Path, Rational? Alpha, IReadOnlyDictionary<string, Rational> AlphaPattern, bool UsesRoot,
    bool UsesDora, bool IsTransposed)
{
    private const long Longest = 1 << 22;

    /// <summary>The configuration beside a file, or null.</summary>
    /// <exception cref="InputException">It is there and is not JSON, or a member has the wrong type.</exception>
    public static AdapterConfig? Beside(string weights)
    {
        string path = System.IO.Path.Join(System.IO.Path.GetDirectoryName(weights), "adapter_config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        using FileSource file = FileSource.Open(path);
        if (file.Length > Longest)
        {
            throw new InputException($"{path}: {file.Length} bytes are no configuration of an adapter.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(file.Read(0, file.Length, "the configuration"));
            JsonElement root = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement
                : throw new InputException($"{path}: the configuration is not a JSON object.");
            Dictionary<string, Rational> pattern = new(StringComparer.Ordinal);
            if (root.TryGetProperty("alpha_pattern", out JsonElement alphas) && alphas.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty alpha in alphas.EnumerateObject())
                {
                    pattern[alpha.Name] = Number(alpha.Value, path, $"alpha_pattern.{FileText.Short(alpha.Name)}");
                }
            }

            return new AdapterConfig(
                path,
                root.TryGetProperty("lora_alpha", out JsonElement all) && all.ValueKind != JsonValueKind.Null
                    ? Number(all, path, "lora_alpha") : null,
                pattern,
                Flag(root, "use_rslora", path),
                Flag(root, "use_dora", path),
                Flag(root, "fan_in_fan_out", path));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: the configuration is not JSON ({FileText.Short(e.Message.ReplaceLineEndings(" "))}).", e);
        }
    }

    /// <summary>lora_alpha of a module, the pattern's where a pattern ends its name.</summary>
    public Rational? AlphaOf(string module) => AlphaPattern.Where(p => module == p.Key
        || module.EndsWith("." + p.Key, StringComparison.Ordinal)).Select(p => (Rational?)p.Value).FirstOrDefault() ?? Alpha;

    private static Rational Number(JsonElement value, string path, string name)
    {
        try
        {
            // Exponents are bounded before the number is formed exactly.
            double size = value.ValueKind == JsonValueKind.Number ? Math.Abs(value.GetDouble()) : double.NaN;
            return size is > 1e-300 and < 1e300 ? Rational.Parse(value.GetRawText())
                : size == 0 && value.GetRawText().AsSpan().IndexOfAnyInRange('1', '9') < 0 ? Rational.Zero : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new InputException($"{path}: '{name}' is {FileText.Short(value.GetRawText())}, no number in the range of doubles.");
        }
    }

    private static bool Flag(JsonElement root, string name, string path) => root.TryGetProperty(name, out JsonElement value)
        && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw new InputException($"{path}: '{name}' is {FileText.Short(value.GetRawText())}, not true or false."),
        };
}
