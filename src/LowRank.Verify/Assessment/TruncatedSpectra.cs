using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>
/// Certificates of the best approximations at the storage ranks: the singular values beyond the storage rank's upper end are 0, the
/// rest stay as they are, so what is computed from singular values and ranks holds of the cut matrix. What is computed from
/// entries (Frobenius and (2,1) norms) does not, and is not to be taken from here.
/// </summary>
internal sealed class TruncatedSpectra(ISpectrumSource source, IReadOnlyList<Matrix> layers) : ISpectrumSource
{
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        // A formula may hand on a copy that has lost its storage type, on which the storage rank depends: the layer itself is looked up.
        Matrix layer = layers.FirstOrDefault(m => m.Rows == a.Rows && m.Columns == a.Columns && m.Values.AsSpan().SequenceEqual(a.Values)) ?? a;
        CertifiedSpectrum whole = source.Certify(layer, digits);
        int kept = Math.Min(whole.Rank.Upper, Math.Max(1, whole.StorageRank?.Upper ?? whole.Rank.Upper));
        IntegerBracket rank = new(Math.Min(whole.Rank.Lower, kept), kept);
        return new CertifiedSpectrum(
            layer,
            [.. whole.SingularValues.Select((value, i) => i < kept ? value : Interval.Zero)],
            rank,
            storageRadius: null,
            $"{whole.Method}; cut to rank {kept}");
    }
}
