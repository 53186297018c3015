using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Storage;

/// <summary>
/// The radius δ = ‖D‖ of storage, D the matrix of half-ulps: whenever A + Δ rounds to A in A's storage format, |Δ_ij| ≤ D_ij (half an ulp
/// of the format, the larger side at powers of two, half the least subnormal at 0), hence ‖Δ‖ ≤ ‖D‖. The bound is attained when no entry is
/// a power of two; at powers of two the wide side depends on the entry's sign, and no Δ may reach it. In int8 with a scale s every half-ulp
/// is s/2 and δ = s/2·√(mn); the end values −128 and 127 are saturated, stand for an unbounded set of numbers, and leave the matrix without
/// a storage range. ‖D‖ is enclosed by Collatz–Wielandt from above, ‖D‖² ≤ max_i (DᵀDx)_i/x_i for any x &gt; 0, and by ‖Dx‖/‖x‖ from below.
/// </summary>
internal static class StorageRounding
{
    // Each step multiplies the gap of the enclosure by (second/first singular value of D)², and costs two passes over D.
    private const int LeastSteps = 4;
    private const int MostSteps = 200;
    private const long EntriesVisited = 20_000_000;

    private const int Precision = Bits.Certificate;

    /// <summary>Why the matrix has no storage range, or null when it has one.</summary>
    public static string? ReasonAgainst(Matrix a)
    {
        if (a.Storage == StorageType.Derived)
        {
            return "its entries are integers or put together from several stored numbers, and were not rounded to a format";
        }

        if (Largest(a.Storage) is { } largest)
        {
            int end = Array.FindIndex(a.Values, value => Math.Abs(value) == largest);
            return end < 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"entry [{end % a.Rows}, {end / a.Rows}] is {a.Values[end]}, the largest number of its format, where conversions "
                    + $"saturate: it stands for an unbounded set of numbers");
        }

        if (a.Storage != StorageType.Int8)
        {
            return null;
        }

        if (a.StorageScale is not { } scale)
        {
            return "its int8 entries were changed after they were read";
        }

        int saturated = Array.FindIndex(a.Values, value => value == sbyte.MinValue * scale || value == sbyte.MaxValue * scale);
        return saturated < 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"entry [{saturated % a.Rows}, {saturated / a.Rows}] is the saturated int8 value "
                    + $"{Math.Round(a.Values[saturated] / scale)}, which stands for an unbounded set of numbers");
    }

    /// <summary>An enclosure of δ; null where <see cref="ReasonAgainst"/> says why there is none.</summary>
    public static Interval? Radius(Matrix a)
    {
        if (ReasonAgainst(a) is not null)
        {
            return null;
        }

        if (a.StorageScale is { } unit)
        {
            IntervalContext context = new(Precision);
            Interval root = context.Sqrt(Interval.Of((long)a.Rows * a.Columns)).Value;
            Interval all = context.Multiply(root, Interval.Of(unit));
            return Interval.Scale(all, -1);
        }

        (int bits, int leastExponent) = Format(a.Storage);

        // Scale so that the largest half-ulp is near 1; what underflows is rounded up to the least double.
        double largest = a.Values.Max(Math.Abs);
        int scale = HalfUlpExponent(largest, bits, leastExponent);
        double[] d = new double[a.Values.Length];
        for (int i = 0; i < d.Length; i++)
        {
            d[i] = PowerOfTwo.Of(Math.Max(HalfUlpExponent(a.Values[i], bits, leastExponent) - scale, -1074));
        }

        double[] x = new double[a.Columns], dx = new double[a.Rows], next = new double[a.Columns];
        Array.Fill(x, 1.0);
        double upper = double.PositiveInfinity, lower = 0;
        double roundings = (a.Rows + a.Columns + 64) * RoundingBounds.Unit * 2;
        int steps = (int)Math.Clamp(EntriesVisited / d.LongLength, LeastSteps, MostSteps);
        for (int step = 0; step < steps && upper > lower * (1 + (4 * roundings)); step++)
        {
            Apply(a.Rows, a.Columns, d, x, dx);
            ApplyTransposed(a.Rows, a.Columns, d, dx, next);
            double ratio = 0;
            for (int j = 0; j < x.Length; j++)
            {
                ratio = Math.Max(ratio, next[j] / x[j]);
            }

            upper = Math.Min(upper, Math.Sqrt(ratio) * (1 + roundings));
            lower = Math.Max(lower, Math.Sqrt(SumOfSquares(dx) / SumOfSquares(x)) * (1 - roundings));

            // Entries stay positive: a column of D is never 0, and the floor keeps the next division away from underflow.
            double size = next.Max();
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = Math.Max(next[j] / size, 1e-100);
            }
        }

        // Raising underflowed half-ulps to 2^−1074 may have lifted the norm by at most √(mn)·2^−1074.
        lower = Math.Max(0, lower - Math.ScaleB(1, -1000));
        return new Interval(BigFloat.Scale(BigFloat.Of(lower), scale), BigFloat.Scale(BigFloat.Of(upper), scale));
    }

    private static (int Bits, int LeastExponent) Format(StorageType storage) => storage switch
    {
        StorageType.Float64 => (53, -1022),
        StorageType.Float32 => (24, -126),
        StorageType.Float16 => (11, -14),
        StorageType.BFloat16 => (8, -126),
        StorageType.Float8E4M3 => (4, -6),
        StorageType.Float8E5M2 => (3, -14),
        StorageType.Float4E2M1 => (2, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(storage), storage, "Unknown storage format."),
    };

    // The end value of the formats to which numbers are usually converted with saturation.
    private static double? Largest(StorageType storage) => storage switch
    {
        StorageType.Float8E4M3 => 448,
        StorageType.Float8E5M2 => 57344,
        StorageType.Float4E2M1 => 6,
        _ => null,
    };

    // Half an ulp is 2^(e − bits) for 2^e ≤ |x| < 2^(e+1), with e no less than the least normal exponent.
    private static int HalfUlpExponent(double x, int bits, int leastExponent) =>
        Math.Max(PowerOfTwo.BiasedFloor(x), leastExponent) - bits;

    private static void Apply(int rows, int columns, double[] d, double[] x, double[] result)
    {
        Array.Clear(result);
        for (int j = 0; j < columns; j++)
        {
            double factor = x[j];
            ReadOnlySpan<double> column = d.AsSpan(j * rows, rows);
            for (int i = 0; i < column.Length; i++)
            {
                result[i] += column[i] * factor;
            }
        }
    }

    private static void ApplyTransposed(int rows, int columns, double[] d, double[] y, double[] result)
    {
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            ReadOnlySpan<double> column = d.AsSpan(j * rows, rows);
            for (int i = 0; i < column.Length; i++)
            {
                sum += column[i] * y[i];
            }

            result[j] = sum;
        }
    }

    private static double SumOfSquares(double[] x)
    {
        double sum = 0;
        foreach (double value in x)
        {
            sum += value * value;
        }

        return sum;
    }
}
