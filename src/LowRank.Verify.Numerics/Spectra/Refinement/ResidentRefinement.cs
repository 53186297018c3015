using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Refinement;

/// <summary>
/// More digits of singular values whose matrices stay where the engine computes: W = AV by exact products, ‖w_j‖/‖v_j‖ as quotients, and
/// the residuals Aᵀw_j − q_j²v_j for <see cref="KatoTemple"/>; in between, V is corrected once or twice. Only lists of n numbers come here.
/// Clusters, graded spectra and more than some 33 digits are left to <see cref="SpectrumRefinement"/>.
/// </summary>
internal static class ResidentRefinement
{
    private const int MostRounds = 3;

    /// <summary>Bits of singular vectors as libraries compute them, what one correction adds, and what V as two doubles can hold.</summary>
    private const int BitsOfProposal = 44;
    private const int BitsPerRound = 42;
    private const int MostBits = 112;

    /// <summary>Sharpened enclosures, in descending order; the known ones where nothing is gained.</summary>
    /// <param name="decomposition">Where the matrices lie; of A scaled as the enclosures are.</param>
    /// <param name="known">The enclosures of the double level.</param>
    /// <param name="bits">The precision wanted, relative to σ₁.</param>
    /// <param name="suffices">True when nothing more is wanted.</param>
    /// <param name="cancellation">Stops between rounds.</param>
    public static Interval[] Run(IResidentDecomposition decomposition, Interval[] known, int bits, Func<Interval[], bool> suffices,
        CancellationToken cancellation)
    {
        int n = known.Length, room = 6 + (int)Math.Ceiling(0.5 * Math.Log2(n)), vectorBits = BitsOfProposal;
        if (bits + room > MostBits)
        {
            return known;
        }

        Interval[] best = known;
        for (int round = 1; round <= MostRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            IntervalContext context = new(bits + room + 64);
            bool isFirst = round == 1;
            ResidentImage image = decomposition.Image(isFirst ? vectorBits + BitsPerRound + room : bits + room);
            Interval[] images = Squares(context, image.Image, n), vectors = Squares(context, image.Vectors, n);
            double[] high = new double[n], low = new double[n];
            for (int j = 0; j < n; j++)
            {
                if (vectors[j].Lower.Sign > 0)
                {
                    (high[j], low[j]) = Parts(BigFloat.Divide(images[j].Lower, vectors[j].Lower, context.Precision, Rounding.Nearest));
                }
            }

            double[] residuals = decomposition.Residuals(high, low, Math.Min(vectorBits + BitsPerRound, MostBits));
            KatoTemple.Column?[] columns = [.. Enumerable.Range(0, n)
                .Select(j => Column(context, images[j], vectors[j], high[j], low[j], residuals[j], image.Errors[j]))];
            best = Sharpened(best, columns, context);
            if (round == MostRounds || suffices(best))
            {
                return best;
            }

            decomposition.Correct(high);
            vectorBits = Math.Min(vectorBits + BitsPerRound, 2 * BitsPerRound);
        }

        return best;
    }

    // A pair whose w may be 0 takes no part: its value keeps what is known, and the others keep their places by size.
    private static Interval[] Sharpened(Interval[] known, KatoTemple.Column?[] columns, IntervalContext context)
    {
        Interval nothing = Interval.Zero;
        KatoTemple.Column[] usable = [.. columns.Select(column => column ?? new KatoTemple.Column(nothing, BigFloat.One))];
        return KatoTemple.Sharpen(known, usable, context);
    }

    private static Interval[] Squares(IntervalContext context, ResidentSquares squares, int n)
    {
        Interval[] result = new Interval[n];
        Columnwise.For(n, 200L * squares.Terms.Length, j =>
        {
            Interval sum = Interval.Zero;
            foreach (double[] term in squares.Terms)
            {
                sum = context.Add(sum, Interval.Of(term[j]));
            }

            Interval wide = context.Widen(sum, BigFloat.Of(squares.Errors[j]));
            result[j] = new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), BigFloat.Max(BigFloat.Zero, wide.Upper));
        });
        return result;
    }

    private static (double High, double Low) Parts(BigFloat value)
    {
        double high = value.ToDouble(Rounding.Nearest);
        return (high, BigFloat.Subtract(value, BigFloat.Of(high), 64, Rounding.Nearest).ToDouble(Rounding.Nearest));
    }

    // ‖Aᵀw − q²v‖ ≤ ‖Aᵀw − τv‖ + |q² − τ|·‖v‖.
    private static KatoTemple.Column? Column(IntervalContext context, Interval image, Interval vector, double high, double low,
        double residual, double epsilon)
    {
        if (image.Lower.Sign <= 0 || vector.Lower.Sign <= 0)
        {
            return null;
        }

        int bits = context.Precision;
        Interval square = context.Divide(image, vector).Value, tau = context.Add(Interval.Of(high), Interval.Of(low));
        Interval difference = context.Subtract(square, tau);
        BigFloat size = BigFloat.Max(BigFloat.Abs(difference.Lower), BigFloat.Abs(difference.Upper));
        BigFloat moved = BigFloat.Multiply(size, BigFloat.Sqrt(vector.Upper, bits, Rounding.Up), bits, Rounding.Up);
        return KatoTemple.Column.Of(context, image, vector, epsilon, BigFloat.Add(BigFloat.Of(residual), moved, bits, Rounding.Up));
    }
}
