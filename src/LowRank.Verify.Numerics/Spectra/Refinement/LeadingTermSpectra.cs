using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Refinement;

/// <summary>
/// Singular values of a sum T₀ + R, R = T₁ + …, from a source that knows single matrices only: |σ_i(T₀ + R) − σ_i(T₀)| ≤ ‖R‖_F (Weyl). As
/// sharp as one double per entry allows.
/// </summary>
public sealed class LeadingTermSpectra(ISpectrumSource source) : ISumSpectrumSource
{
    private const int Precision = Bits.Input;

    /// <inheritdoc/>
    public CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        cancellation.ThrowIfCancellationRequested();
        IntervalContext context = new(Precision);
        CertifiedSpectrum leading = source.Certify(a.Terms[0], digits);
        BigFloat radius = context.Sum(a.Terms.Skip(1).Select(term => context.Sqrt(EntryNorms.FrobeniusSquared(context, term)).Value)).Upper;
        return radius.IsZero
            ? new CertifiedSingularValues(leading.SingularValues, leading.Rank, leading.Method)
            : FactoredSpectrum.Widened(leading.SingularValues, radius, a.MinimumDimension, $"{leading.Method}, widened by the lower terms");
    }
}
