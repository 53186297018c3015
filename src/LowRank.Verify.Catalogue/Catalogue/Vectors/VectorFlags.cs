namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>The flags of vectors, with their meaning.</summary>
public static class VectorFlags
{
    /// <summary>Flags and what they say of a vector.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["basic"] = "inputs of common size: whoever fails here has the formula wrong",
        ["edge"] = "an end of a domain, a single layer, a matrix of one row or column",
        ["degenerate"] = "zeros, rank one, a vanishing input: a division or logarithm goes wrong here",
        ["scale"] = "very large or very small inputs, many layers: overflow, underflow, lost powers",
        ["convention"] = "tells two readings of an input apart, such as a default or an exact decimal",
        ["ill-conditioned"] = "the value reacts strongly to rounding: an answer may be limited by precision",
        ["known-bug"] = "a slip that an implementation is known to have made",
    };
}
