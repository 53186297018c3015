using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Sums of matrices of doubles without error. Each entry is kept as an expansion of doubles that do not overlap: a summand is added by
/// two-sums from the smallest term up (grow-expansion), and the finished expansion is compressed to few terms, the largest first
/// (Shewchuk 1997, figures 6 and 15). Two-sums are exact for subnormal results too.
/// </summary>
internal sealed class ExactAccumulator(int rows, int columns)
{
    private readonly double[]?[] terms = new double[]?[SliceKernels.MostTerms];
    private readonly Lock growing = new();

    /// <summary>
    /// Sets columns first … first + count − 1 to the sum of the given rows × count matrices. Returns an upper bound of the Frobenius
    /// norm of what did not fit into <see cref="SliceKernels.MostTerms"/> doubles per entry, usually 0.
    /// </summary>
    public double Add(IReadOnlyList<double[]> summands, int first, int count)
    {
        double[] dropped = new double[count];
        Columnwise.For(count, 8L * rows * (summands.Count + 1), j =>
        {
            Span<double> expansion = new double[summands.Count + 1], compressed = new double[summands.Count + 1];
            int start = j * rows, target = (first + j) * rows;
            double sizes = 0;
            for (int i = 0; i < rows; i++)
            {
                int length = 0;
                for (int s = summands.Count - 1; s >= 0; s--)
                {
                    length = Grow(expansion, length, summands[s][start + i]);
                }

                length = Compress(expansion, length, compressed);
                for (int t = 0; t < length; t++)
                {
                    double value = compressed[length - 1 - t];
                    if (t < terms.Length)
                    {
                        Term(t)[target + i] = value;
                    }
                    else
                    {
                        sizes += Math.Abs(value); // ‖D‖_F ≤ Σ|d_ij|, and no square can underflow
                    }
                }
            }

            dropped[j] = sizes;
        });
        double whole = dropped.Sum();
        return whole == 0 ? 0 : RoundingBounds.NormFromSquares(whole * whole, (long)rows * (summands.Count + 2) + count);
    }

    /// <summary>The sum; at least one term.</summary>
    public MatrixSum Take()
    {
        _ = Term(0);
        return new MatrixSum([.. terms.OfType<double[]>().Select(term => new Matrix(rows, columns, term))]);
    }

    private double[] Term(int t)
    {
        if (Volatile.Read(ref terms[t]) is { } term)
        {
            return term;
        }

        lock (growing)
        {
            term = terms[t] ?? new double[(long)rows * columns];
            Volatile.Write(ref terms[t], term);
            return term;
        }
    }

    // e ← e + b, increasing in size, without zeros; returns the new length.
    private static int Grow(Span<double> e, int length, double b)
    {
        if (b == 0)
        {
            return length;
        }

        int kept = 0;
        double carry = b;
        for (int t = 0; t < length; t++)
        {
            carry = ErrorFree.TwoSum(carry, e[t], out double error);
            if (error != 0)
            {
                e[kept++] = error;
            }
        }

        if (carry != 0)
        {
            e[kept++] = carry;
        }

        return kept;
    }

    // Downwards, then upwards; h is increasing in size, and its largest term approximates the sum to one ulp.
    private static int Compress(Span<double> e, int length, Span<double> h)
    {
        if (length == 0)
        {
            return 0;
        }

        int bottom = length - 1, top = 0;
        double carry = e[bottom];
        for (int t = length - 2; t >= 0; t--)
        {
            carry = ErrorFree.FastTwoSum(carry, e[t], out double error);
            if (error != 0)
            {
                e[bottom--] = carry;
                carry = error;
            }
        }

        e[bottom] = carry;
        for (int t = bottom + 1; t < length; t++)
        {
            carry = ErrorFree.FastTwoSum(e[t], carry, out double error);
            if (error != 0)
            {
                h[top++] = error;
            }
        }

        h[top++] = carry;
        return top;
    }
}
