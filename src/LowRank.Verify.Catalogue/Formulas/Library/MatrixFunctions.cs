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

    /// <summary>
    /// The certified singular values of any matrix. Where rounding is modelled, those of a product of stored factors move by what
    /// forming it in floating-point arithmetic may add: c·u·Π‖F_i‖_F.
    /// </summary>
    public static CertifiedSingularValues Values(EvaluationFrame frame, MatrixQuantity a)
    {
        if (!a.IsKnownByParts)
        {
            return Spectrum(frame, a);
        }

        CertifiedSingularValues values = frame.SpectrumOfParts(a);
        if (a.Factors is not { } factors || !frame.Arithmetic.IsRounding)
        {
            return values;
        }

        BigFloat size = factors.Select(f => Frobenius(frame.Context, f)).Aggregate(frame.Context.Multiply).Upper;
        BigFloat radius = BigFloat.Subtract(frame.Arithmetic.Rounded(Quantity.Of(new Interval(size, size))).Enclosure(frame.Context).Upper,
            size, frame.Context.Precision, Rounding.Up);
        Interval[] widened = [.. values.SingularValues.Select(v => Widen(frame.Context, v, radius))];
        return new CertifiedSingularValues(widened, new IntegerBracket(widened.Count(v => v.Lower.Sign > 0), widened.Length),
            values.Method);
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

    /// <summary>The transpose.</summary>
    public static MatrixQuantity Transpose(MatrixQuantity a) => a.Factors is not null || a.Sum is not null
        ? throw FormulaFailure.Outside("the transpose of a product or of a sum of matrices is not supported")
        : MatrixQuantity.Of(a.Value.Transpose(), a.Remainder?.Transpose(), a.IsDifference);

    /// <summary>Every row cut into a number of rows of equal length, which come one after another.</summary>
    public static MatrixQuantity CutRows(MatrixQuantity a, Quantity pieces)
    {
        long count = pieces.ToInteger("the number of pieces of a row");
        if (count < 1 || a.Columns % count != 0)
        {
            throw FormulaFailure.Outside($"a row of {a.Columns} entries cut into {count} pieces of equal length");
        }

        return MatrixQuantity.Of(Cut(a.Value, (int)count), a.Remainder is { } rest ? Cut(rest, (int)count) : null, a.IsDifference);
    }

    /// <summary>The column of the largest sizes of an entry of each row.</summary>
    public static MatrixQuantity RowMaxima(MatrixQuantity a)
    {
        if (a.Remainder is not null)
        {
            throw FormulaFailure.Outside("the largest entries of a rounded difference of matrices are not supported");
        }

        double[] largest = new double[a.Rows];
        for (int t = 0; t < a.Value.Values.Length; t++)
        {
            largest[t % a.Rows] = Math.Max(largest[t % a.Rows], Math.Abs(a.Value.Values[t]));
        }

        return MatrixQuantity.Of(new Matrix(a.Rows, 1, largest), isDifference: true);
    }

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

    // Column-major: entry (i, piece·width + j) becomes (i·count + piece, j).
    private static Matrix Cut(Matrix a, int count)
    {
        int width = a.Columns / count, rows = a.Rows * count;
        double[] values = new double[a.Values.Length];
        for (int column = 0; column < a.Columns; column++)
        {
            for (int i = 0; i < a.Rows; i++)
            {
                values[(i * count) + (column / width) + (column % width * rows)] = a[i, column];
            }
        }

        return new Matrix(rows, width, values);
    }

    private static Interval Widen(IntervalContext context, Interval value, BigFloat radius) => new(
        BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, radius, context.Precision, Rounding.Down)),
        BigFloat.Add(value.Upper, radius, context.Precision, Rounding.Up));
}
