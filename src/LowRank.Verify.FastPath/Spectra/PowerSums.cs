using System.Numerics.Tensors;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// Σ σ_i^p over a grid of p, vectorised as exp(p·log σ_i). Relative error of a term about (|p·log σ_i| + 2)·2^−52; the vector library
/// takes a scalar path for short spans, so a result may differ by a few ulps with the number of singular values.
/// </summary>
public static class PowerSums
{
    // Partial sums of a block are added by the vector library, blocks are added with compensation.
    private const int Block = 256;

    /// <summary>
    /// Σ_{σ_i &gt; 0} σ_i^p for each p &gt; 0, and the given rank for p = 0.
    /// </summary>
    /// <param name="sigma">Singular values, nonnegative; best scaled so that the largest is near 1.</param>
    /// <param name="exponents">The grid of p, each ≥ 0 and finite.</param>
    /// <param name="rank">Value at p = 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An exponent is negative, infinite or NaN.</exception>
    public static double[] Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> exponents, int rank)
    {
        double[] logs = Logarithms(sigma);
        double[] terms = new double[logs.Length];
        double[] sums = new double[exponents.Length];
        for (int i = 0; i < exponents.Length; i++)
        {
            double p = exponents[i];
            if (!(p >= 0) || double.IsInfinity(p))
            {
                throw new ArgumentOutOfRangeException(nameof(exponents), "An exponent p must be finite and at least 0.");
            }

            sums[i] = p == 0 ? rank : SumOfPowers(logs, p, terms);
        }

        return sums;
    }

    /// <summary>Natural logarithms of the positive values.</summary>
    internal static double[] Logarithms(ReadOnlySpan<double> sigma)
    {
        double[] positive = new double[sigma.Length];
        int count = 0;
        foreach (double value in sigma)
        {
            if (value > 0)
            {
                positive[count++] = value;
            }
        }

        double[] logs = new double[count];
        TensorPrimitives.Log(positive.AsSpan(0, count), logs);
        return logs;
    }

    /// <summary>Σ exp(p·log σ_i), with room for the terms.</summary>
    internal static double SumOfPowers(ReadOnlySpan<double> logs, double p, Span<double> terms)
    {
        terms = terms[..logs.Length];
        TensorPrimitives.Multiply(logs, p, terms);
        TensorPrimitives.Exp(terms, terms);
        CompensatedSum sum = default;
        for (int start = 0; start < terms.Length; start += Block)
        {
            sum.Add(TensorPrimitives.Sum<double>(terms.Slice(start, Math.Min(Block, terms.Length - start))));
        }

        return sum.Total;
    }
}
