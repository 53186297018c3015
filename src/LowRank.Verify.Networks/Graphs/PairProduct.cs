using System.Numerics;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Products of matrices of pairs of doubles. Sums of 32 products are formed with their errors beside them (Ogita, Rump and Oishi 2005,
/// Dot2) and added as pairs.
/// </summary>
internal static class PairProduct
{
    private const int Block = 32;

    /// <summary>
    /// γ with |C* − C| ≤ γ|A||B|. Within a block every error is at most u Σ|ab|, their sums of at most 36 terms are rounded 35 times, and
    /// the products of the low parts (at most u² Σ|ab|) are left out: below 1300 u². Each of the k/32 sums of pairs costs at most 14 u² of
    /// the whole and 144 u² of its block. In a directed rounding mode a sum's error is itself known to within 2u² of it.
    /// </summary>
    public static double Gamma(int k) => (2000 + (20.0 * ((k / Block) + 2))) * RoundingBounds.Unit * RoundingBounds.Unit;

    /// <summary>C's middles and low parts, row-major, m×k by k×n.</summary>
    public static void Multiply(int m, int k, int n, BallSpan a, BallSpan b, BallSpan c)
    {
        bool isPairA = a.Low.ContainsAnyExcept(0.0), isPairB = b.Low.ContainsAnyExcept(0.0);
        int width = Vector<double>.Count, j = 0;
        for (; j + width <= n; j += width)
        {
            for (int i = 0; i < m; i++)
            {
                Row(k, n, a.Middle.Slice(i * k, k), isPairA ? a.Low.Slice(i * k, k) : [], b.Middle[j..], isPairB ? b.Low[j..] : [],
                    c.Middle[((i * n) + j)..], c.Low[((i * n) + j)..]);
            }
        }

        for (; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                (c.Middle[(i * n) + j], c.Low[(i * n) + j]) = Entry(k, n, a.Middle.Slice(i * k, k), isPairA ? a.Low.Slice(i * k, k) : [],
                    b.Middle[j..], isPairB ? b.Low[j..] : []);
            }
        }
    }

    private static void Row(int k, int n, ReadOnlySpan<double> a, ReadOnlySpan<double> lowA, ReadOnlySpan<double> b,
        ReadOnlySpan<double> lowB, Span<double> high, Span<double> low)
    {
        Vector<double> top = Vector<double>.Zero, rest = Vector<double>.Zero;
        for (int first = 0; first < k; first += Block)
        {
            Vector<double> sum = Vector<double>.Zero, error = Vector<double>.Zero;
            for (int t = first; t < Math.Min(k, first + Block); t++)
            {
                Vector<double> x = new(a[t]), y = new(b[(t * n)..]), product = x * y;
                Vector<double> next = sum + product, part = next - sum;
                Vector<double> missed = sum - (next - part) + (product - part) + Vector.FusedMultiplyAdd(x, y, -product);
                if (!lowA.IsEmpty)
                {
                    missed += new Vector<double>(lowA[t]) * y;
                }

                if (!lowB.IsEmpty)
                {
                    missed += x * new Vector<double>(lowB[(t * n)..]);
                }

                sum = next;
                error += missed;
            }

            Vector<double> total = top + sum, piece = total - top, less = top - (total - piece) + (sum - piece);
            Vector<double> small = rest + (error + less), whole = total + small, moved = whole - total;
            (top, rest) = (whole, total - (whole - moved) + (small - moved));
        }

        top.CopyTo(high);
        rest.CopyTo(low);
    }

    private static (double High, double Low) Entry(int k, int n, ReadOnlySpan<double> a, ReadOnlySpan<double> lowA, ReadOnlySpan<double> b,
        ReadOnlySpan<double> lowB)
    {
        double top = 0, rest = 0;
        for (int first = 0; first < k; first += Block)
        {
            double sum = 0, error = 0;
            for (int t = first; t < Math.Min(k, first + Block); t++)
            {
                double x = a[t], y = b[t * n], product = x * y, next = sum + product, part = next - sum;
                double missed = sum - (next - part) + (product - part) + Math.FusedMultiplyAdd(x, y, -product);
                missed += lowA.IsEmpty ? 0 : lowA[t] * y;
                missed += lowB.IsEmpty ? 0 : x * lowB[t * n];
                (sum, error) = (next, error + missed);
            }

            double total = top + sum, piece = total - top, less = top - (total - piece) + (sum - piece);
            double small = rest + (error + less), whole = total + small, moved = whole - total;
            (top, rest) = (whole, total - (whole - moved) + (small - moved));
        }

        return (top, rest);
    }
}
