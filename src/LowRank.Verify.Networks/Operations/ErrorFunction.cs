namespace LowRank.Verify.Networks.Operations;

/// <summary>erf and erfc in double precision, for what is run fast; nothing is promised of their rounding.</summary>
internal static class ErrorFunction
{
    /// <summary>erf x.</summary>
    public static double Value(double x) => Math.Abs(x) < 1 ? Series(x) : 1 - Complement(x);

    /// <summary>erf x = 2/√π Σ (−1)^n x^(2n+1)/(n! (2n + 1)) for |x| at most 1 (Abramowitz and Stegun 7.1.5).</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 30; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>erfc x by its continued fraction (Abramowitz and Stegun 7.1.14) beyond 1, by 1 − erf x within.</summary>
    public static double Complement(double x)
    {
        if (x < -1)
        {
            return 2 - Complement(-x);
        }

        if (x < 1)
        {
            return 1 - Series(x);
        }

        double tail = 0;
        for (int n = 200; n > 0; n--)
        {
            tail = n / 2.0 / (x + tail);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + tail);
    }
}
