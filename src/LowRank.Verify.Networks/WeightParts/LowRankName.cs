namespace LowRank.Verify.Networks.WeightParts;

/// <summary>A tensor's name read as part of a low-rank update.</summary>
/// <param name="Module">The module that is updated.</param>
/// <param name="Adapter">The adapter's name; empty where the file has one only.</param>
/// <param name="Part">Which part it is.</param>
/// <param name="IsEmbedding">True for an embedding's pair, which is the transpose of the update of the table.</param>
/// <param name="IsReversed">True for the spelling in lower case, whose matrices act on rows: in × r and r × out.</param>
internal sealed record LowRankName(string Module, string Adapter, LowRankPart Part, bool IsEmbedding = false, bool IsReversed = false)
{
    private static readonly Dictionary<string, (LowRankPart Part, bool IsEmbedding, bool IsReversed)> Words = new(StringComparer.Ordinal)
    {
        ["lora_A"] = (LowRankPart.Down, false, false), ["lora_B"] = (LowRankPart.Up, false, false),
        ["lora_a"] = (LowRankPart.Down, false, true), ["lora_b"] = (LowRankPart.Up, false, true),
        ["lora_down"] = (LowRankPart.Down, false, false), ["lora_up"] = (LowRankPart.Up, false, false),
        ["lora_embedding_A"] = (LowRankPart.Down, true, false), ["lora_embedding_B"] = (LowRankPart.Up, true, false),
        ["lora_E"] = (LowRankPart.Middle, false, false), ["lora_mid"] = (LowRankPart.Mid, false, false),
        ["lora_magnitude_vector"] = (LowRankPart.Magnitude, false, false), ["dora_scale"] = (LowRankPart.Magnitude, false, false),
    };

    /// <summary>The name's reading, or null when it is no part of an update.</summary>
    public static LowRankName? Parse(string name)
    {
        string[] parts = name.Split('.');
        for (int i = 0; i < parts.Length; i++)
        {
            if (Words.TryGetValue(parts[i], out var word))
            {
                string[] rest = parts[(i + 1)..];
                return rest is [.., "bias"] ? null : new LowRankName(string.Join('.', parts[..i]),
                    string.Join('.', rest is [.., "weight"] ? rest[..^1] : rest), word.Part, word.IsEmbedding, word.IsReversed);
            }
        }

        return parts is [.., var holder, "down" or "up", "weight"] && holder.Contains("lora", StringComparison.OrdinalIgnoreCase)
            ? new LowRankName(string.Join('.', parts[..^2]), string.Empty, parts[^2] == "down" ? LowRankPart.Down : LowRankPart.Up)
            : parts is [.., "alpha" or "lora_alpha"] ? new LowRankName(string.Join('.', parts[..^1]), string.Empty, LowRankPart.Alpha)
            : null;
    }
}

/// <summary>The parts of a low-rank update s·B·(E·)A.</summary>
internal enum LowRankPart
{
    /// <summary>A, r × in.</summary>
    Down,

    /// <summary>B, out × r.</summary>
    Up,

    /// <summary>E, the diagonal in between (AdaLoRA).</summary>
    Middle,

    /// <summary>A further convolution in between (LoCon's Tucker form).</summary>
    Mid,

    /// <summary>alpha, s·r.</summary>
    Alpha,

    /// <summary>The norms of the merged rows (DoRA).</summary>
    Magnitude,
}
