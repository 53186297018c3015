using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of the singular values σ₁ ≥ … ≥ σ_k, k = min(m, n), of one matrix exactly as stored: an enclosure of each, a
/// bracket of the exact rank, and the radius δ of the matrices that storage cannot tell from it.
/// </summary>
public sealed partial class CertifiedSpectrum
{
    /// <summary>Creates the record of a certificate.</summary>
    /// <param name="matrix">The matrix A.</param>
    /// <param name="singularValues">Enclosures in descending order, lower ends ≥ 0, one per singular value.</param>
    /// <param name="rank">Bracket of the exact rank.</param>
    /// <param name="storageRadius">Enclosure of δ = ‖D‖, D the half-ulps of the storage format: ‖Δ‖ ≤ δ for every A + Δ that rounds to A; null when that set is unbounded.</param>
    /// <param name="method">How the enclosures were obtained, in words.</param>
    public CertifiedSpectrum(Matrix matrix, IReadOnlyList<Interval> singularValues, IntegerBracket rank, Interval? storageRadius, string method)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(singularValues);
        if (singularValues.Count != matrix.MinimumDimension)
        {
            throw new ArgumentException("One enclosure per singular value is needed.", nameof(singularValues));
        }

        Matrix = matrix;
        SingularValues = singularValues;
        Rank = rank;
        StorageRadius = storageRadius;
        Method = method;
    }

    /// <summary>The matrix.</summary>
    public Matrix Matrix { get; }

    /// <summary>Enclosures of σ₁ ≥ … ≥ σ_k.</summary>
    public IReadOnlyList<Interval> SingularValues { get; }

    /// <summary>Bracket of the exact rank of the matrix as stored.</summary>
    public IntegerBracket Rank { get; }

    /// <summary>Enclosure of δ, or null when the preimage of an entry under rounding is unbounded.</summary>
    public Interval? StorageRadius { get; }

    /// <summary>How the enclosures were obtained.</summary>
    public string Method { get; }

    /// <summary>Largest d with u_i − l_i ≤ u₁·10^−d for every i (capped): digits of the singular values relative to σ₁.</summary>
    public int Digits(int cap)
    {
        BigFloat widest = BigFloat.Zero;
        foreach (Interval value in SingularValues)
        {
            widest = BigFloat.Max(widest, BigFloat.Subtract(value.Upper, value.Lower, 64, Rounding.Up));
        }

        BigFloat top = SingularValues[0].Upper;
        return widest.IsZero ? cap : new Interval(BigFloat.Subtract(top, BigFloat.Min(widest, top), 256, Rounding.Down), top).Digits(cap);
    }

    /// <summary>
    /// The storage rank r = #{i : σ_i &gt; δ}: every matrix that rounds to the stored one has rank at least r, and the stored one
    /// lies within δ of a matrix of rank r. A bracket where an enclosure straddles δ; null without δ.
    /// </summary>
    public IntegerBracket? StorageRank => StorageRadius is not { } radius ? null : new IntegerBracket(
        SingularValues.Count(v => v.Lower > radius.Upper),
        SingularValues.Count(v => v.Upper > radius.Lower));
}
