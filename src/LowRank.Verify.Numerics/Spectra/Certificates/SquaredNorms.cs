using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Enclosures of ‖x_j‖² for the columns of a sliced matrix: products of parts are sums of integers on one grid, so their inner
/// products are exact doubles; those with the rest after the last part carry their a-priori error. A matrix y that differs from the
/// sliced one, x, by δ in that column has |‖y‖² − ‖x‖²| ≤ 2‖x‖δ + δ².
/// </summary>
internal static class SquaredNorms
{
    /// <summary>Writes the enclosures and upper bounds of the norms of a block of columns, first being the block's place.</summary>
    public static void Enclose(SliceSet x, double[]? errors, IntervalContext context, Interval[] squares, double[] norms, int first)
    {
        int rows = x.Rows, depth = x.Parts.Length;
        Columnwise.For(x.Columns, (long)rows * depth * depth / 2, j =>
        {
            // Doubles on grids that differ by known powers of two: few of them, summed in the interval's precision.
            Interval sum = Interval.Zero;
            for (int k = 0; k < depth; k++)
            {
                for (int l = 0; l <= k; l++)
                {
                    double dot = SliceKernels.Dot(x.Parts[k], j * rows, x.Parts[l], j * rows, rows);
                    sum = context.Add(sum, Interval.Of(k == l ? dot : 2 * dot));
                }
            }

            // What the rest adds, 2Σ p_kᵀr + rᵀr, in doubles: |error| ≤ γ‖r‖(2Σ‖p_k‖ + ‖r‖).
            double rest = x.ColumnNorm(depth, j), added = 0, sizes = rest;
            if (rest != 0)
            {
                for (int k = depth - 1; k >= 0; k--)
                {
                    added += 2 * SliceKernels.Dot(x.Parts[k], j * rows, x.Rest, j * rows, rows);
                    sizes += 2 * x.ColumnNorm(k, j);
                }

                added += SliceKernels.Dot(x.Rest, j * rows, x.Rest, j * rows, rows);
                double error = RoundingBounds.Gamma(rows + SliceKernels.MostTerms) * rest * sizes;
                sum = context.Widen(context.Add(sum, Interval.Of(added)),
                    BigFloat.Of(RoundingBounds.Enlarge(error) + RoundingBounds.Underflow));
            }

            BigFloat whole = BigFloat.Sqrt(BigFloat.Max(BigFloat.Zero, sum.Upper), Bits.Size, Rounding.Up);
            double own = errors is null ? 0 : errors[first + j];
            BigFloat delta = BigFloat.Of(own);
            BigFloat change = BigFloat.Multiply(
                BigFloat.Add(BigFloat.Scale(whole, 1), delta, Bits.Size, Rounding.Up), delta, Bits.Size, Rounding.Up);
            Interval wide = context.Widen(sum, change);
            squares[first + j] = new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
            norms[first + j] = RoundingBounds.Enlarge(BigFloat.Add(whole, delta, Bits.Size, Rounding.Up).ToDouble(Rounding.Up));
        });
    }
}
