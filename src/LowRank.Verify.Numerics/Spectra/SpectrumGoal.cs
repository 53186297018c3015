namespace LowRank.Verify.Spectra;

/// <summary>What a certificate is to reach.</summary>
/// <param name="Digits">Every singular value to σ₁·10^−Digits.</param>
/// <param name="Suffices">A further condition, such as the digits of a quantity; null for none.</param>
/// <param name="SufficesAlone">True when the condition alone counts, and the digits only say where to begin.</param>
public sealed record SpectrumGoal(int Digits, Func<CertifiedSingularValues, bool>? Suffices = null, bool SufficesAlone = false)
{
    /// <summary>True when nothing more is wanted.</summary>
    public bool IsMet(CertifiedSingularValues found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return (SufficesAlone || found.Digits(Digits) >= Digits) && (Suffices is null || Suffices(found));
    }
}
