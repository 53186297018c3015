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
        return new CertifiedSpectrum(a.Value, widened, new IntegerBracket(certain, a.Value.MinimumDimension), null,
            spectrum.Method + ", widened by the rounding of a difference");
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

    /// <summary>δ.</summary>
    public static Quantity StorageRadius(EvaluationFrame frame, MatrixQuantity a) => Spectrum(frame, a) is { StorageRadius: { } radius }
        ? Quantity.Of(radius)
        : throw FormulaFailure.Outside($"the matrix has no storage range: {Spectrum(frame, a).ReasonAgainstStorageRange}");

    /// <summary>One end of the range of the Schatten sum at storage precision; for p = 0 the storage rank and min(m, n).</summary>
    public static Quantity StorageSchattenEnd(EvaluationFrame frame, MatrixQuantity a, Quantity p, bool isUpper) => p.Exact is { Sign: 0 }
        ? isUpper ? Quantity.Of(a.Value.MinimumDimension) : StorageRank(frame, a)
        : QuantityArithmetic.Need(Spectrum(frame, a).StorageSchattenEnd(frame.Context, p.Enclosure(frame.Context), isUpper));

    /// <summary>One end of the range of the Ky-Fan norm at storage precision.</summary>
    public static Quantity StorageKyFanEnd(EvaluationFrame frame, MatrixQuantity a, int k, bool isUpper) =>
        QuantityArithmetic.Need(Spectrum(frame, a).StorageKyFanEnd(frame.Context, k, isUpper));

    /// <summary>One end of the range of the stable rank at storage precision.</summary>
    public static Quantity StorageStableRankEnd(EvaluationFrame frame, MatrixQuantity a, bool isUpper) =>
        QuantityArithmetic.Need(Spectrum(frame, a).StorageStableRankEnd(frame.Context, isUpper));

    private static Interval Widen(IntervalContext context, Interval value, BigFloat radius) => new(
        BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, radius, context.Precision, Rounding.Down)),
        BigFloat.Add(value.Upper, radius, context.Precision, Rounding.Up));
}
