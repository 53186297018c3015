using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// W + s·B·A without rounding. Where every step of the sum is a double, that sum; otherwise the product [I, c₁B′, c₁B″, c₂B′, …]·[W; A; A;
/// A; …] with s = c₁ + c₂ + … in parts of 26 bits and B = B′ + B″ in halves of at most 27, so that each entry cB is a double. A factor s
/// that no finite sum of parts is leaves |rest|·‖B‖_F·‖A‖_F.
/// </summary>
/// <param name="Factors">The sum, or the two factors.</param>
/// <param name="Dropped">What was left in the Frobenius norm, at most.</param>
internal sealed record UpdatedMatrix(IReadOnlyList<Matrix> Factors, double Dropped)
{
    private const int MostParts = 8, Precision = 640;

    private const long LowHalf = (1L << 27) - 1;

    /// <summary>The sum for W of m × n, B of m × r and A of r × n, s = scale·√underRoot.</summary>
    /// <exception cref="InputException">A product leaves the range of doubles.</exception>
    public static UpdatedMatrix Of(string place, Matrix w, Matrix b, Matrix a, Rational scale, Rational underRoot)
    {
        double whole = underRoot == Rational.One ? scale.ToDouble() : double.NaN;
        if (double.IsFinite(whole) && Rational.Of(whole) == scale && Sum(w, b, a, whole) is { } sum)
        {
            return new UpdatedMatrix([new Matrix(w.Rows, w.Columns, sum, StorageType.Derived)], 0);
        }

        (List<double> parts, double rest) = Parts(scale, underRoot);
        List<double[]> left = [];
        foreach (double part in parts)
        {
            double[] high = Array.ConvertAll(b.Values, High), low = [.. b.Values.Zip(high, (x, h) => x - h)];
            left.AddRange(new[] { high, low }.Where(half => Array.Exists(half, x => x != 0))
                .Select(half => Array.ConvertAll(half, x => Times(place, x, part))));
        }

        int m = w.Rows, n = w.Columns, r = a.Rows, inner = m + (left.Count * r);
        double[] first = new double[(long)m * inner], second = new double[(long)inner * n];
        for (int i = 0; i < m; i++)
        {
            first[i + ((long)i * m)] = 1;
        }

        for (int p = 0; p < left.Count; p++)
        {
            left[p].CopyTo(first.AsSpan(m * (m + (p * r))));
        }

        for (int j = 0; j < n; j++)
        {
            w.Values.AsSpan(j * m, m).CopyTo(second.AsSpan(j * inner));
            for (int p = 0; p < left.Count; p++)
            {
                a.Values.AsSpan(j * r, r).CopyTo(second.AsSpan((j * inner) + m + (p * r)));
            }
        }

        double dropped = rest == 0 ? 0 : rest * Norm(b) * Norm(a) * (1 + 1e-9);
        return new UpdatedMatrix([new Matrix(m, inner, first, StorageType.Derived), new Matrix(inner, n, second, StorageType.Derived)],
            dropped);
    }

    // Entry by entry with the error of every product and sum, which must all be 0 (fused multiply-add; Knuth's two-sum).
    private static double[]? Sum(Matrix w, Matrix b, Matrix a, double s)
    {
        double[] scaled = Array.ConvertAll(b.Values, x => x * s), result = new double[w.Values.Length];
        if (!scaled.Zip(b.Values).All(pair => double.IsFinite(pair.First) && Math.FusedMultiplyAdd(pair.Second, s, -pair.First) == 0
            && (pair.First != 0 || pair.Second == 0 || s == 0)))
        {
            return null;
        }

        for (int j = 0, at = 0; j < w.Columns; j++)
        {
            for (int i = 0; i < w.Rows; i++, at++)
            {
                double sum = w.Values[at];
                for (int k = 0; k < a.Rows; k++)
                {
                    double x = scaled[i + (k * w.Rows)], y = a.Values[k + (j * a.Rows)], product = x * y, next = sum + product,
                        back = next - sum, error = (sum - (next - back)) + (product - back);
                    bool isTiny = product == 0 ? x != 0 && y != 0 : Math.Abs(product) < 1e-290;
                    if (error != 0 || isTiny || !double.IsFinite(next) || Math.FusedMultiplyAdd(x, y, -product) != 0)
                    {
                        return null;
                    }

                    sum = next;
                }

                result[at] = sum;
            }
        }

        return result;
    }

    private static (List<double> Parts, double Left) Parts(Rational scale, Rational underRoot)
    {
        IntervalContext context = new(Precision);
        Interval rest = underRoot == Rational.One ? context.Of(scale)
            : context.Multiply(context.Of(scale), context.Sqrt(context.Of(underRoot)).Value);
        List<double> parts = [];
        while (parts.Count < MostParts && !(rest.Lower.IsZero && rest.Upper.IsZero))
        {
            double middle = rest.Upper.ToDouble(Rounding.TowardZero);
            double part = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(middle) & ~LowHalf);
            if (part == 0)
            {
                break;
            }

            parts.Add(part);
            rest = context.Subtract(rest, Interval.Of(part));
        }

        return (parts, Math.Max(Math.Abs(rest.Lower.ToDouble(Rounding.Down)), Math.Abs(rest.Upper.ToDouble(Rounding.Up))));
    }

    private static double High(double x) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) & ~LowHalf);

    private static double Times(string place, double x, double part)
    {
        double product = x * part;
        return x == 0 || (double.IsFinite(product) && Math.Abs(product) > 1e-270 && Math.FusedMultiplyAdd(x, part, -product) == 0) ? product
            : throw new InputException($"{place}: an entry of the low-rank update times its factor leaves the range of doubles.");
    }

    private static double Norm(Matrix a)
    {
        double largest = a.Values.Max(Math.Abs);
        return largest == 0 ? 0 : largest * Math.Sqrt(a.Values.Sum(x => x / largest * (x / largest))) * (1 + 1e-9);
    }
}
