using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Second-order enclosures of isolated singular values. For w ≈ Av with ‖w − Av‖ ≤ ε let u = w/‖w‖ and x = (u, v/‖v‖)/√2, a unit vector for
/// T = [[0, A], [Aᵀ, 0]], whose eigenvalues are ±σ_i and, for m ≠ n, 0. With q = ‖w‖/‖v‖ its Rayleigh quotient ρ lies within ε/‖v‖ of q,
/// and its residual r satisfies 2‖r‖² ≤ (ε/‖v‖)² + (‖Aᵀw − q²v‖/‖w‖ + ε/‖v‖)². If no eigenvalue lies between σ and a &lt; ρ, or between σ
/// and b &gt; ρ, then ρ − ‖r‖²/(b − ρ) ≤ σ ≤ ρ + ‖r‖²/(ρ − a) (Kato, Temple).
/// </summary>
internal static class KatoTemple
{
    /// <summary>
    /// Sharpens enclosures in descending order, each valid; those that the theorem cannot sharpen stay.
    /// </summary>
    /// <param name="known">Enclosures of σ_1 ≥ … ≥ σ_n.</param>
    /// <param name="columns">What is known of each pair w, v; in any order.</param>
    /// <param name="context">The precision.</param>
    public static Interval[] Sharpen(IReadOnlyList<Interval> known, IReadOnlyList<Column> columns, IntervalContext context)
    {
        int n = known.Count, bits = context.Precision;
        Interval[] result = [.. known];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(j => columns[j].Quotient.Lower)];
        for (int i = 0; i < n; i++)
        {
            Column column = columns[order[i]];
            BigFloat square = column.ResidualSquared;

            // 0 separates the least value from its negative and from the zeros of T.
            BigFloat below = i == n - 1 ? BigFloat.Zero : known[i + 1].Upper, lower = known[i].Lower, upper = known[i].Upper;
            BigFloat room = BigFloat.Subtract(column.Quotient.Lower, below, bits, Rounding.Down);
            if (room.Sign > 0)
            {
                upper = BigFloat.Min(upper,
                    BigFloat.Add(column.Quotient.Upper, BigFloat.Divide(square, room, bits, Rounding.Up), bits, Rounding.Up));
            }

            BigFloat head = i == 0 ? BigFloat.Zero : BigFloat.Subtract(known[i - 1].Lower, column.Quotient.Upper, bits, Rounding.Down);
            if (i == 0 || head.Sign > 0)
            {
                // b = ∞ for the largest value: a Rayleigh quotient is a lower bound.
                BigFloat loss = i == 0 ? BigFloat.Zero : BigFloat.Divide(square, head, bits, Rounding.Up);
                lower = BigFloat.Max(lower, BigFloat.Subtract(column.Quotient.Lower, loss, bits, Rounding.Down));
            }

            if (lower > upper)
            {
                throw new EngineRefusedException(
                    $"Two certificates of singular value {i + 1} contradict each other: {known[i]} and [{lower}, {upper}].");
            }

            result[i] = new Interval(lower, upper);
        }

        return result;
    }

    /// <summary>ρ and an upper bound of ‖r‖² for one pair.</summary>
    internal sealed record Column(Interval Quotient, BigFloat ResidualSquared)
    {
        /// <summary>From ‖w‖², ‖v‖², ε and a bound of ‖Aᵀw − q²v‖; null where w or v may be 0.</summary>
        public static Column? Of(IntervalContext context, Interval image, Interval vector, double epsilon, BigFloat transposed)
        {
            int bits = context.Precision;
            if (image.Lower.Sign <= 0 || vector.Lower.Sign <= 0)
            {
                return null;
            }

            BigFloat shift = BigFloat.Divide(BigFloat.Of(epsilon), BigFloat.Sqrt(vector.Lower, bits, Rounding.Down), bits, Rounding.Up);
            Interval quotient = context.Widen(context.Sqrt(context.Divide(image, vector).Value).Value, shift);
            BigFloat second = BigFloat.Add(BigFloat.Divide(transposed, BigFloat.Sqrt(image.Lower, bits, Rounding.Down), bits, Rounding.Up),
                shift, bits, Rounding.Up);
            BigFloat sum = BigFloat.Add(
                BigFloat.Multiply(shift, shift, bits, Rounding.Up), BigFloat.Multiply(second, second, bits, Rounding.Up), bits,
                    Rounding.Up);
            return new Column(quotient, BigFloat.Scale(sum, -1));
        }
    }
}
