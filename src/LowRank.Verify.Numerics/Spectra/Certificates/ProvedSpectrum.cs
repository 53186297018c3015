using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>What is proved so far of the singular values σ₁ ≥ … ≥ σ_k of one matrix. Every step of a certificate narrows it.</summary>
/// <param name="Values">Enclosures, exactly 0 beyond the upper end of the rank.</param>
/// <param name="Rank">Bracket of the rank.</param>
/// <param name="Method">How the enclosures were obtained, in words.</param>
internal sealed record ProvedSpectrum(IReadOnlyList<Interval> Values, IntegerBracket Rank, string Method)
{
    /// <summary>What the size of the entries and the places of the zeros tell: upper ends only.</summary>
    public static ProvedSpectrum Of(IReadOnlyList<Interval> values, IntegerBracket rank, string method) =>
        new ProvedSpectrum(values, new IntegerBracket(0, values.Count), method).Within(rank);

    /// <summary>
    /// The same, narrowed by another certificate. Two certificates of the same numbers must overlap; that they do is a check of both.
    /// </summary>
    /// <exception cref="EngineRefusedException">They do not.</exception>
    public ProvedSpectrum Narrowed(IReadOnlyList<Interval>? found, string method) => found is null
        ? this
        : new ProvedSpectrum([.. found.Select((value, i) => value.Intersect(Values[i]) ?? throw Contradiction(i, value))], Rank, method)
            .Within(Rank);

    /// <summary>The same with another proved bracket of the rank: singular values beyond its upper end are 0.</summary>
    /// <exception cref="EngineRefusedException">One that is certainly not 0 lies beyond.</exception>
    public ProvedSpectrum Within(IntegerBracket rank)
    {
        int upper = Math.Min(Rank.Upper, rank.Upper);
        Interval[] values =
            [.. Values.Select((value, i) => i < upper ? value : value.Intersect(Interval.Zero) ?? throw Contradiction(i, Interval.Zero))];
        return new ProvedSpectrum(values,
            new IntegerBracket(Math.Max(Math.Max(Rank.Lower, rank.Lower), values.Count(value => value.Lower.Sign > 0)), upper), Method);
    }

    private EngineRefusedException Contradiction(int i, Interval other) =>
        new($"Two certificates of singular value {i + 1} contradict each other: {other} and {Values[i]}.");
}
