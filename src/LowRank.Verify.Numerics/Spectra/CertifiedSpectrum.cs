using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of the singular values σ₁ ≥ … ≥ σ_k, k = min(m, n), of one matrix exactly as stored: an enclosure of each, a
/// bracket of the exact rank, and the radius δ of the matrices that storage cannot tell from it.
/// </summary>
public sealed partial class CertifiedSpectrum : CertifiedSingularValues
{
    /// <summary>Creates the record of a certificate.</summary>
    /// <param name="matrix">The matrix A.</param>
    /// <param name="singularValues">Enclosures in descending order, lower ends ≥ 0, one per singular value.</param>
    /// <param name="rank">Bracket of the exact rank.</param>
    /// <param name="storageRadius">Enclosure of δ = ‖D‖, D the half-ulps of the storage format: ‖Δ‖ ≤ δ for every A + Δ that rounds to A;
    /// null when that set is unbounded.</param>
    /// <param name="method">How the enclosures were obtained, in words.</param>
    public CertifiedSpectrum(Matrix matrix, IReadOnlyList<Interval> singularValues, IntegerBracket rank, Interval? storageRadius,
        string method)
        : base(singularValues, rank, method)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (singularValues.Count != matrix.MinimumDimension)
        {
            throw new ArgumentException("One enclosure per singular value is needed.", nameof(singularValues));
        }

        Matrix = matrix;
        StorageRadius = storageRadius;
    }

    /// <summary>The matrix.</summary>
    public Matrix Matrix { get; }

    /// <summary>Enclosure of δ, or null when the preimage of an entry under rounding is unbounded.</summary>
    public Interval? StorageRadius { get; }

    /// <summary>Why there is no δ, in words that follow "no storage range:"; null when there is one.</summary>
    public string? ReasonAgainstStorageRange => StorageRadius is not null
        ? null
        : StorageRounding.ReasonAgainst(Matrix) ?? "an entry stands for an unbounded set of numbers, or the matrix is a rounded difference";

    /// <summary>
    /// The storage rank r = #{i : σ_i &gt; δ}: every matrix that rounds to the stored one has rank at least r, and the stored one
    /// lies within δ of a matrix of rank r. A bracket where an enclosure straddles δ; null without δ.
    /// </summary>
    public IntegerBracket? StorageRank => StorageRadius is not { } radius ? null : new IntegerBracket(
        SingularValues.Count(v => v.Lower > radius.Upper),
        SingularValues.Count(v => v.Upper > radius.Lower));
}
