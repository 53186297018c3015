using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>How singular values share their sum: the entropy of the shares, and how many of the largest make up a part.</summary>
internal static class SpectralShares
{
    /// <summary>−Σ p_i ln p_i with p_i = σ_i²/Σσ², terms with p_i = 0 left out; exactly 0 for rank 1.</summary>
    public static Quantity Entropy(EvaluationFrame frame, MatrixQuantity a)
    {
        CertifiedSingularValues spectrum = MatrixFunctions.Values(frame, a);
        if (spectrum.Rank.Upper == 0)
        {
            throw FormulaFailure.Outside("the zero matrix has no spectral entropy");
        }

        if (spectrum.Rank.Upper == 1)
        {
            return Quantity.Of(0);
        }

        IntervalContext context = frame.Context;
        Interval[] squares = [.. spectrum.SingularValues.Take(spectrum.Rank.Upper).Select(context.Square)];
        Interval sum = context.Sum(squares);
        return Quantity.Of(context.Sum(squares.Select(square => Term(context, Need(context, context.Divide(square, sum))))));
    }

    /// <summary>
    /// The least k with σ_1^p + … + σ_k^p ≥ t·Σσ_i^p, for t in (0, 1] and p > 0; at t = 1 the exact rank. A bracket where the enclosures
    /// do not decide it.
    /// </summary>
    public static Quantity EnergyRank(EvaluationFrame frame, MatrixQuantity a, Quantity t, Quantity p)
    {
        CertifiedSingularValues spectrum = MatrixFunctions.Values(frame, a);
        if (spectrum.Rank.Upper == 0)
        {
            throw FormulaFailure.Outside("the zero matrix has no energy of which a part is asked for");
        }

        IntervalContext context = frame.Context;
        Interval part = t.Enclosure(context), exponent = p.Enclosure(context);
        if (part.Lower.Sign <= 0 || part.Lower > BigFloat.One || exponent.Lower.Sign <= 0)
        {
            throw FormulaFailure.Outside("energy_rank(W, t, p) needs t in (0, 1] and p above 0");
        }

        Interval[] energies = [.. spectrum.SingularValues.Take(spectrum.Rank.Upper)
            .Select(value => Need(context, context.Pow(value, exponent)))];
        IntegerBracket k = frame.Arithmetic.IsRounding ? RoundedBracket(frame, energies, part)
            : t.Exact is { } whole && whole == Rational.One ? spectrum.Rank
            : Bracket(context, energies, t);
        if (!k.IsDecided)
        {
            frame.LeaveOpen("the part of the energy is reached at a tie that the enclosures do not decide");
        }

        return MatrixFunctions.Integer(k);
    }

    // What an implementation may find that compares P_k with t times the whole, each rounded: what is small beside the whole is lost in it.
    private static IntegerBracket RoundedBracket(EvaluationFrame frame, Interval[] energies, Interval part)
    {
        IntervalContext context = frame.Context;
        Interval Rounded(Interval x) => frame.Arithmetic.Rounded(Quantity.Of(x)).Enclosure(context);
        Interval wanted = Rounded(context.Multiply(part, Rounded(context.Sum(energies)))), sum = Interval.Zero;
        int lower = 0;
        for (int k = 1; k < energies.Length; k++)
        {
            sum = context.Add(sum, energies[k - 1]);
            Interval reached = Rounded(sum);
            lower = lower == 0 && reached.Upper >= wanted.Lower ? k : lower;
            if (reached.Lower >= wanted.Upper)
            {
                return new IntegerBracket(lower, k);
            }
        }

        return new IntegerBracket(lower == 0 ? energies.Length : lower, energies.Length);
    }

    // With P_k the sum up to k and R_k the rest: k is enough where (1 − t)·P_k ≥ t·R_k. The two sums have no term in common. A rational t
    // is taken as numerator and denominator, so that ties of numbers that are known exactly are decided.
    private static IntegerBracket Bracket(IntervalContext context, Interval[] energies, Quantity t)
    {
        Interval part = t.Exact is { } exact ? Interval.Of(exact.Numerator) : t.Enclosure(context);
        Interval whole = t.Exact is { } fraction ? Interval.Of(fraction.Denominator) : Interval.One;
        Interval other = IntervalContext.Max(Interval.Zero, context.Subtract(whole, part));
        Interval[] rests = new Interval[energies.Length + 1];
        rests[^1] = Interval.Zero;
        for (int i = energies.Length - 1; i >= 0; i--)
        {
            rests[i] = context.Add(rests[i + 1], energies[i]);
        }

        Interval sum = Interval.Zero;
        int lower = 0;
        for (int k = 1; k <= energies.Length; k++)
        {
            sum = context.Add(sum, energies[k - 1]);
            Interval reached = context.Multiply(other, sum), missing = context.Multiply(part, rests[k]);
            if (lower == 0 && reached.Upper >= missing.Lower)
            {
                lower = k;
            }

            if (reached.Lower >= missing.Upper)
            {
                return new IntegerBracket(lower, k);
            }
        }

        return new IntegerBracket(lower == 0 ? energies.Length : lower, energies.Length);
    }

    // −x ln x is concave on [0, 1] with its peak 1/e at 1/e: least at an end.
    private static Interval Term(IntervalContext context, Interval share)
    {
        Interval low = At(context, share.Lower), high = At(context, BigFloat.Min(BigFloat.One, share.Upper));
        Interval peak = context.Exp(Interval.Of(-1L));
        BigFloat upper = share.Upper <= peak.Lower ? high.Upper : share.Lower >= peak.Upper ? low.Upper : peak.Upper;
        return new Interval(BigFloat.Max(BigFloat.Zero, BigFloat.Min(low.Lower, high.Lower)), upper);
    }

    private static Interval At(IntervalContext context, BigFloat x)
    {
        Interval point = new(x, x);
        return x.IsZero ? point : IntervalContext.Negate(context.Multiply(point, Need(context, context.Log(point))));
    }

    private static Interval Need(IntervalContext context, Outcome<Interval> outcome) => QuantityArithmetic.Need(outcome).Enclosure(context);
}
