namespace LowRank.Verify.Spectra.Ranks;

/// <summary>An integer known to lie in [lower, upper], such as an exact rank or a storage rank.</summary>
/// <param name="Lower">The greatest certified lower bound.</param>
/// <param name="Upper">The least certified upper bound.</param>
public readonly record struct IntegerBracket(int Lower, int Upper)
{
    /// <summary>True when the integer is known.</summary>
    public bool IsDecided => Lower == Upper;

    /// <summary>"n" when decided, otherwise "[lower, upper]".</summary>
    public override string ToString() => IsDecided ? $"{Lower}" : $"[{Lower}, {Upper}]";
}
