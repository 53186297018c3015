namespace LowRank.Verify.FastPath.TestSets;

/// <summary>
/// The largest p with P(Bin(n, p) ≤ k) ≥ δ in double precision: the lower tail as a nested sum, for δ above ½ the other tail by the
/// continued fraction of the regularised incomplete beta function, before either the probability of k in Loader's form (Stirling's errors
/// and the relative entropy: nothing cancels), and Newton's iteration within a bracket.
/// </summary>
internal static class BinomialLimit
{
    private const int MostTerms = 200_000;
    private const double MostNested = 2e6;
    private const int MostSteps = 400;
    private const double Least = 1e-300;

    /// <summary>p for 0 ≤ k ≤ n; ln δ and ln(1 − δ) both to full relative precision.</summary>
    public static double Of(double k, double n, double logDelta, double logRest)
    {
        if (k == n)
        {
            return 1;
        }

        if (k == 0)
        {
            return ElementarySums.OneLessExp(-logDelta / n);
        }

        bool isLower = logDelta < -0.6931;
        double goal = isLower ? logDelta : logRest, low = 0, high = 1, p = k / n;
        p = isLower ? Math.Min((1 + p) / 2, p + (-logDelta / n) + Math.Sqrt(-2 * logDelta / n * p)) : p;
        for (int i = 0; i < MostSteps && low < high; i++)
        {
            // F falls and the other tail rises with p.
            (double value, double slope) = isLower ? Lower(k, n, p) : Upper(k, n, p);
            double excess = value - goal;
            (low, high) = excess > 0 == isLower ? (p, high) : (low, p);
            double move = excess / slope, next = p - move;
            if (Math.Abs(move) <= 2e-16 * p)
            {
                break;
            }

            next = next > low && next < high ? next : low + ((high - low) / 2);
            if (next <= low || next >= high)
            {
                break;
            }

            p = next;
        }

        return p;
    }

    /// <summary>p where ln δ alone is known.</summary>
    public static double OfLog(double k, double n, double logDelta) => Of(k, n, logDelta, ElementarySums.Log1p(-Math.Exp(logDelta)));

    /// <summary>ln C(n, k) for 0 ≤ k &lt; n, by Stirling's errors.</summary>
    public static double LogChoose(double n, double k) => k == 0 ? 0
        : Stirling(n) - Stirling(k) - Stirling(n - k) + (0.5 * Math.Log(n / (2 * Math.PI * k * (n - k))))
            + (k * Math.Log(n / k)) - ((n - k) * ElementarySums.Log1p(-k / n));

    // ln F(p) and its derivative −(n − k) t_k/((1 − p) F). In the nested form of F/t_k every term is positive: 1 − p in a continued
    // fraction would lose what p is smaller than 1. The innermost terms are left out where they are below 1e-20 of the whole.
    private static (double Value, double Slope) Lower(double k, double n, double p)
    {
        double last = k * (1 - p) / ((n - k + 1) * p), kept = last < 1 ? Math.Ceiling(50 / (1 - last)) + 64 : k, tail = 1;
        for (double j = k - Math.Min(Math.Min(k, kept), MostNested) + 1; j <= k; j++)
        {
            tail = 1 + (j * (1 - p) / ((n - j + 1) * p) * tail);
        }

        return (LogTerm(k, n, p) + Math.Log(tail), -(n - k) / ((1 - p) * tail));
    }

    // ln(1 − F(p)) and its derivative.
    private static (double Value, double Slope) Upper(double k, double n, double p)
    {
        double tail = p * (n - k) / (k + 1) * Fraction(k + 1, n - k, p);
        return (LogTerm(k, n, p) + Math.Log(tail), (n - k) / ((1 - p) * tail));
    }

    // ln C(n, k) p^k (1 − p)^(n−k) for 0 < k < n.
    private static double LogTerm(double k, double n, double p) =>
        Stirling(n) - Stirling(k) - Stirling(n - k) - (n * ElementarySums.Divergence(k / n, p - (k / n)))
            + (0.5 * Math.Log(n / (2 * Math.PI * k * (n - k))));

    // ln x! − (x + ½) ln x + x − ½ ln 2π.
    private static double Stirling(double x)
    {
        if (x > 15)
        {
            double square = x * x;
            double tail = ((1.0 / 1260) - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square;
            return ((1.0 / 12) - (((1.0 / 360) - tail) / square)) / x;
        }

        double product = 1;
        for (int i = 2; i <= x; i++)
        {
            product *= i;
        }

        return Math.Log(product) - ((x + 0.5) * Math.Log(x)) + x - (0.5 * Math.Log(2 * Math.PI));
    }

    // The continued fraction of I_x(a, b)·a B(a, b)/(x^a (1 − x)^b) by Lentz's method (Abramowitz and Stegun 26.5.8).
    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / Away(1 - ((a + b) * x / (a + 1))), result = d;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            double factor = d * c;
            result *= factor;
            if (Math.Abs(factor - 1) < 5e-16)
            {
                break;
            }
        }

        return result;
    }

    private static double Away(double value) => Math.Abs(value) < Least ? Least : value;
}
