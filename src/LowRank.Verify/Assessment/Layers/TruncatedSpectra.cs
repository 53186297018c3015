using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>
/// Certificates of the best approximations at the storage ranks: the singular values beyond the rank that is kept are 0, the
/// rest stay as they are, so what is computed from singular values and ranks holds of the cut matrix. What is computed from
/// entries (Frobenius and (2,1) norms) does not, and is not to be taken from here.
/// </summary>
internal sealed class TruncatedSpectra(ISpectrumSource source, IReadOnlyList<FactorAssessment> factors) : ISpectrumSource
{
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        if (!a.Values.AsSpan().ContainsAnyExcept(0.0))
        {
            return source.Certify(a, digits); // the reference matrix of a layer, where none is given; cutting it changes nothing
        }

        // A formula may hand on a copy that has lost its storage type, so the layer itself is looked up. The rank is the one that the
        // assessment decided on: with more digits the storage rank could come out smaller than what the printed change is for.
        FactorAssessment factor = factors.First(f => IsSame(f.Spectrum.Matrix, a));
        CertifiedSpectrum whole = source.Certify(factor.Spectrum.Matrix, digits);
        int kept = Math.Min(whole.Rank.Upper, factor.CutRank);
        IntegerBracket rank = new(Math.Min(whole.Rank.Lower, kept), kept);
        return new CertifiedSpectrum(
            whole.Matrix,
            [.. whole.SingularValues.Select((value, i) => i < kept ? value : Interval.Zero)],
            rank,
            storageRadius: null,
            $"{whole.Method}; cut to rank {kept}");
    }

    private static bool IsSame(Matrix x, Matrix y) =>
        ReferenceEquals(x, y) || (x.Rows == y.Rows && x.Columns == y.Columns && x.Values.AsSpan().SequenceEqual(y.Values));
}
