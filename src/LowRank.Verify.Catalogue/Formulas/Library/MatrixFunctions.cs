using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// Functions of a matrix V + R, where the remainder R is usually absent. With it every norm moves by at most the norm of R, and
/// every singular value by at most ‖R‖_F (Weyl).
/// </summary>
internal static class MatrixFunctions
{
    /// <summary>The certified spectrum of V + R.</summary>
    public static CertifiedSpectrum Spectrum(EvaluationFrame frame, MatrixQuantity a)
    {
        CertifiedSpectrum spectrum = frame.Spectrum(a);
        if (a.Remainder is not { } remainder)
        {
            return a.IsDifference
                ? new CertifiedSpectrum(spectrum.Matrix, spectrum.SingularValues, spectrum.Rank, null, spectrum.Method)
                : spectrum;
        }

        BigFloat radius = frame.Context.Sqrt(EntryNorms.FrobeniusSquared(frame.Context, remainder)).Value.Upper;
        Interval[] widened = [.. spectrum.SingularValues.Select(v => Widen(frame.Context, v, radius))];
        int certain = widened.Count(v => v.Lower.Sign > 0);
        return new CertifiedSpectrum(a.Value, widened, new IntegerBracket(certain, a.Value.MinimumDimension), null, spectrum.Method + ", widened by the rounding of a difference");
    }

    /// <summary>A norm given by its entries.</summary>
    public static Quantity EntryNorm(EvaluationFrame frame, MatrixQuantity a, Func<IntervalContext, Matrix, Interval> norm)
    {
        Interval value = norm(frame.Context, a.Value);
        return Quantity.Of(a.Remainder is { } remainder ? Widen(frame.Context, value, norm(frame.Context, remainder).Upper) : value);
    }

    /// <summary>The l_q norm over the rows of their l_p norms, q given by 1/q: 0 is the largest row.</summary>
    public static Quantity GroupNorm(EvaluationFrame frame, MatrixQuantity a, Quantity p, Quantity inverse)
    {
        Interval overRow = p.Enclosure(frame.Context), overRows = inverse.Enclosure(frame.Context);
        return overRow.Lower >= BigFloat.One && overRows.Lower.Sign >= 0 && overRows.Upper <= BigFloat.One
            ? EntryNorm(frame, a, (context, matrix) => EntryNorms.GroupNorm(context, matrix, overRow, overRows))
            : throw FormulaFailure.Outside("group_norm(W, p, 1/q) needs p of at least 1 and 1/q in [0, 1]");
    }

    /// <summary>‖A‖_F.</summary>
    public static Interval Frobenius(IntervalContext context, Matrix a) => context.Sqrt(EntryNorms.FrobeniusSquared(context, a)).Value;

    /// <summary>The stable rank.</summary>
    public static Quantity StableRank(EvaluationFrame frame, MatrixQuantity a)
    {
        CertifiedSpectrum spectrum = Spectrum(frame, a);
        if (a.Remainder is null)
        {
            return QuantityArithmetic.Need(spectrum.StableRank(frame.Context));
        }

        QuantityArithmetic arithmetic = frame.Arithmetic;
        Quantity ratio = arithmetic.Divide(EntryNorm(frame, a, Frobenius), Quantity.Of(spectrum.SpectralNorm));
        return arithmetic.Multiply(ratio, ratio);
    }

    /// <summary>An integer known by its bracket: exact when decided.</summary>
    public static Quantity Integer(IntegerBracket bracket) => bracket.IsDecided
        ? Quantity.Of(bracket.Lower)
        : Quantity.Of(new Interval(BigFloat.Of((long)bracket.Lower), BigFloat.Of((long)bracket.Upper)));

    /// <summary>The storage rank.</summary>
    public static Quantity StorageRank(EvaluationFrame frame, MatrixQuantity a) =>
        Spectrum(frame, a).StorageRank is { } bracket
            ? Integer(bracket)
            : throw FormulaFailure.Outside($"the matrix has no storage rank: {Spectrum(frame, a).ReasonAgainstStorageRange}");

    /// <summary>
    /// One end of the range of the Schatten sum at storage precision: Σ max(0, σ_i − δ)^p or Σ (σ_i + δ)^p; for p = 0 the storage
    /// rank and min(m, n).
    /// </summary>
    public static Quantity StorageEnd(EvaluationFrame frame, MatrixQuantity a, Quantity p, bool isUpper)
    {
        if (p.Exact is { Sign: 0 })
        {
            return isUpper ? Quantity.Of(a.Value.MinimumDimension) : StorageRank(frame, a);
        }

        CertifiedSpectrum spectrum = Spectrum(frame, a);
        if (spectrum.StorageRadius is not { } radius)
        {
            throw FormulaFailure.Outside($"the matrix has no storage range: {spectrum.ReasonAgainstStorageRange}");
        }

        IntervalContext context = frame.Context;
        Interval exponent = PositiveExponent(frame, p), sum = Interval.Zero;
        foreach (Interval value in spectrum.SingularValues)
        {
            Interval moved = isUpper ? context.Add(value, radius) : IntervalContext.Max(Interval.Zero, context.Subtract(value, radius));
            sum = context.Add(sum, QuantityArithmetic.Need(context.Pow(moved, exponent)).Enclosure(context));
        }

        return Quantity.Of(sum);
    }

    /// <summary>An enclosure of an exponent that must be positive.</summary>
    private static Interval PositiveExponent(EvaluationFrame frame, Quantity p)
    {
        Interval exponent = p.Enclosure(frame.Context);
        return exponent.Lower.Sign > 0 ? exponent
            : exponent.Upper.Sign <= 0 ? throw FormulaFailure.Outside("the exponent p must be positive")
            : throw FormulaFailure.Undecided("the enclosure of the exponent p reaches down to 0");
    }

    private static Interval Widen(IntervalContext context, Interval value, BigFloat radius) => new(
        BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, radius, context.Precision, Rounding.Down)),
        BigFloat.Add(value.Upper, radius, context.Precision, Rounding.Up));
}
