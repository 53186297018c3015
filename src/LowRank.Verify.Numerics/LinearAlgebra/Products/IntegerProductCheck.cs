namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Freivalds' check of an exact product of integer slices: xᵀC = (xᵀA)B modulo p = 2^61 − 1 for a uniform random x. Entries that
/// are not integers of magnitude at most 2^53 are rejected first; then a wrong C passes with probability at most 1/p. This one
/// defence is probabilistic: it guards the premise that the engine computes true IEEE double inner products.
/// </summary>
internal static class IntegerProductCheck
{
    private const long Prime = (1L << 61) - 1;
    private const double LargestInteger = 1L << 53;

    // |integer| ≤ 2^53 and |x| < 2^61: 2^10 products stay below 2^124, far from overflow, so sums are reduced every 1024 terms.
    private const int ReductionMask = (1 << 10) - 1;

    /// <summary>Checks C = A·B, A m×k on row grids, B k×n on column grids, C m×n.</summary>
    public static bool Product(int m, int n, int k, LeadingSlice a, LeadingSlice b, ReadOnlySpan<double> c)
    {
        long[] x = RandomVector(m), z = new long[k];
        for (int t = 0; t < k; t++)
        {
            if (!TryDot(x, a.Lead.AsSpan(t * m, m), a.InverseGrid, 1, out z[t]))
            {
                return false;
            }
        }

        for (int j = 0; j < n; j++)
        {
            double inverse = b.InverseGrid[j];
            if (!TryDot(z, b.Lead.AsSpan(j * k, k), null, inverse, out long right)
                || !TryDot(x, c.Slice(j * m, m), a.InverseGrid, inverse, out long left)
                || left != right)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks the upper triangle of C = AᵀA, A k×n on column grids.</summary>
    public static bool Gram(int k, int n, LeadingSlice a, ReadOnlySpan<double> c) => Gram(k, n, a.Lead, a.InverseGrid, c);

    /// <summary>Checks the upper triangle of C = AᵀA, A k×n with 1/grid per column.</summary>
    public static bool Gram(int k, int n, double[] a, double[] inverseGrid, ReadOnlySpan<double> c)
    {
        long[] x = RandomVector(n), z = new long[k];
        WideSum[] ax = new WideSum[k], cx = new WideSum[n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < k; i++)
            {
                ax[i].Add((long)(a[(j * k) + i] * inverseGrid[j]), x[j]);
            }

            if ((j & ReductionMask) == ReductionMask)
            {
                ReduceAll(ax);
            }
        }

        for (int i = 0; i < k; i++)
        {
            z[i] = ax[i].Reduce(Prime);
        }

        for (int j = 0; j < n; j++)
        {
            double inverse = inverseGrid[j];
            WideSum sum = default;
            for (int i = 0; i <= j; i++)
            {
                double scaled = c[(j * n) + i] * inverseGrid[i] * inverse;
                long integer = (long)scaled;
                if (integer != scaled || Math.Abs(scaled) > LargestInteger)
                {
                    return false;
                }

                sum.Add(integer, x[i]);
                if (i < j)
                {
                    cx[i].Add(integer, x[j]);
                }

                if ((i & ReductionMask) == ReductionMask)
                {
                    _ = sum.Reduce(Prime);
                }
            }

            cx[j].Add(sum.Reduce(Prime), 1);
            if ((j & ReductionMask) == ReductionMask)
            {
                ReduceAll(cx);
            }
        }

        for (int j = 0; j < n; j++)
        {
            if (!TryDot(z, a.AsSpan(j * k, k), null, inverseGrid[j], out long right) || cx[j].Reduce(Prime) != right)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Σ x_i·c_i modulo p, c_i = values_i·rowScale_i·scale (powers of two); false when a c_i is no integer of magnitude at most 2^53.
    /// </summary>
    internal static bool TryDot(long[] x, ReadOnlySpan<double> values, double[]? rowScale, double scale, out long result)
    {
        WideSum sum = default;
        for (int i = 0; i < values.Length; i++)
        {
            double scaled = values[i] * (rowScale is null ? 1 : rowScale[i]) * scale;
            long integer = (long)scaled;
            if (integer != scaled || Math.Abs(scaled) > LargestInteger)
            {
                result = 0;
                return false;
            }

            sum.Add(integer, x[i]);
            if ((i & ReductionMask) == ReductionMask)
            {
                _ = sum.Reduce(Prime);
            }
        }

        result = sum.Reduce(Prime);
        return true;
    }

    private static void ReduceAll(WideSum[] sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            _ = sums[i].Reduce(Prime);
        }
    }

    /// <summary>The vector z = Σ_j x_j·(column j of A scaled to integers) modulo p, A k×n with 1/grid per column.</summary>
    internal static long[] Image(int k, int n, double[] a, double[] inverseGrid, long[] x)
    {
        WideSum[] sums = new WideSum[k];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < k; i++)
            {
                sums[i].Add((long)(a[(j * k) + i] * inverseGrid[j]), x[j]);
            }

            if ((j & ReductionMask) == ReductionMask)
            {
                ReduceAll(sums);
            }
        }

        return Array.ConvertAll(sums, sum => sum.Reduce(Prime));
    }

    /// <summary>Uniform numbers modulo p.</summary>
    internal static long[] RandomVector(int length)
    {
        long[] x = new long[length];
        for (int i = 0; i < length; i++)
        {
            x[i] = Random.Shared.NextInt64(Prime);
        }

        return x;
    }
}
