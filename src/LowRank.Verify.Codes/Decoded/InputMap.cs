namespace LowRank.Verify.Codes.Decoded;

/// <summary>
/// A map of the inputs that was fixed before any data, by its index and parameters. All are positively homogeneous, so that a power of
/// two in front of the data changes no order of scores.
/// </summary>
internal abstract record InputMap
{
    private InputMap()
    {
    }

    /// <summary>
    /// Two-dimensional cosine transform of an image of some height, in integers: entry (u, x) of its one-dimensional parts is
    /// floor(4096·cos(π(2x + 1)u/(2N)) + 1/2). The first coefficients in zig-zag order are kept: by u + v, then by u.
    /// </summary>
    public sealed record Cosine(int Height, int Kept) : InputMap;

    /// <summary>Sums over squares of side by side entries of an image of some height.</summary>
    public sealed record Pooling(int Height, int Side) : InputMap;

    /// <summary>
    /// max(0, ⟨r_j, x⟩) with entries of r_j that are 1 where the bit of the counter's hash is 1 and −1 where it is 0.
    /// </summary>
    public sealed record Features(int Count, int Seed) : InputMap;
}
