using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of the singular values σ₁ ≥ … ≥ σ_k, k = min(m, n), of one exactly given matrix: an enclosure of each and a bracket of
/// the exact rank.
/// </summary>
public partial class CertifiedSingularValues
{
    /// <summary>Creates the record of a certificate.</summary>
    /// <param name="singularValues">Enclosures in descending order, lower ends ≥ 0, one per singular value.</param>
    /// <param name="rank">Bracket of the exact rank.</param>
    /// <param name="method">How the enclosures were obtained, in words.</param>
    public CertifiedSingularValues(IReadOnlyList<Interval> singularValues, IntegerBracket rank, string method)
    {
        ArgumentNullException.ThrowIfNull(singularValues);
        SingularValues = singularValues;
        Rank = rank;
        Method = method;
    }

    /// <summary>Enclosures of σ₁ ≥ … ≥ σ_k.</summary>
    public IReadOnlyList<Interval> SingularValues { get; }

    /// <summary>Bracket of the exact rank.</summary>
    public IntegerBracket Rank { get; }

    /// <summary>How the enclosures were obtained.</summary>
    public string Method { get; }

    /// <summary>Largest d with u_i − l_i ≤ u₁·10^−d for every i (capped): digits of the singular values relative to σ₁.</summary>
    public int Digits(int cap)
    {
        BigFloat widest = BigFloat.Zero;
        foreach (Interval value in SingularValues)
        {
            widest = BigFloat.Max(widest, BigFloat.Subtract(value.Upper, value.Lower, Bits.Size, Rounding.Up));
        }

        BigFloat top = SingularValues[0].Upper;
        return widest.IsZero ? cap
            : new Interval(BigFloat.Subtract(top, BigFloat.Min(widest, top), Bits.Guard + (4 * cap), Rounding.Down), top).Digits(cap);
    }

    /// <summary>
    /// The singular values, counted from 1, whose enclosure is wider than σ₁·10^−digits: what stands in the way of that many digits.
    /// </summary>
    public IReadOnlyList<int> ShortOf(int digits)
    {
        BigFloat width = BigFloat.Multiply(
            SingularValues[0].Upper, BigFloat.Pow(BigFloat.Of(10L), -digits, Bits.Size, Rounding.Down), Bits.Size, Rounding.Down);
        return [.. Enumerable.Range(0, SingularValues.Count)
            .Where(i => BigFloat.Subtract(SingularValues[i].Upper, SingularValues[i].Lower, Bits.Size, Rounding.Up) > width)
            .Select(i => i + 1)];
    }
}
