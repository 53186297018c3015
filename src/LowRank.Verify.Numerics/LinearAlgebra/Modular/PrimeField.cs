using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowRank.Verify.LinearAlgebra.Modular;

/// <summary>
/// Arithmetic modulo a prime 2^23 &lt; p &lt; 2^24 in doubles. Residues are centred: integers of magnitude at most p/2 + 8 ≤ 2^23 + 8,
/// so a residue plus a sum of <see cref="Terms"/> products of two residues stays below 2^53 and is exact in any order, fused or not;
/// one reduction then brings it back. A reduced value is 0 exactly when p divides it.
/// </summary>
internal readonly struct PrimeField
{
    /// <summary>Products of two residues that may be added to a residue before a reduction: 64·(2^23 + 8)² + 2^23 + 8 &lt; 2^53.</summary>
    public const int Terms = 64;

    private readonly double inverse;

    /// <summary>The field of p elements; that p is prime is the caller's affair.</summary>
    public PrimeField(int prime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prime, 1 << 23);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prime, 1 << 24);
        Prime = prime;
        inverse = 1.0 / prime;
    }

    /// <summary>p.</summary>
    public int Prime { get; }

    /// <summary>The centred residue of an integer of magnitude at most 2^53.</summary>
    // |x/p| < 2^30, so the rounded quotient is off by at most 1/2 + 2^-20, and x − q·p is a small integer, which the fused operation
    // returns exactly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Reduce(double x) => Math.FusedMultiplyAdd(-Math.Round(x * inverse), Prime, x);

    /// <summary>The same for every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Reduce(Vector<double> x) =>
        Vector.FusedMultiplyAdd(-Vector.Round(x * Vector.Create(inverse)), Vector.Create((double)Prime), x);

    /// <summary>1/x for a residue x ≠ 0, by Fermat's little theorem.</summary>
    public double Inverse(double x)
    {
        double result = 1, power = x;
        for (int exponent = Prime - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = Reduce(result * power);
            }

            power = Reduce(power * power);
        }

        return result;
    }

    /// <summary>The residues of 2^0, 2^1, …, 2^count−1.</summary>
    public double[] PowersOfTwo(int count)
    {
        double[] powers = new double[count];
        double power = 1;
        for (int e = 0; e < count; e++)
        {
            powers[e] = power;
            power = Reduce(2 * power);
        }

        return powers;
    }

    /// <summary>
    /// Distinct primes of (2^23.5, 2^24), pseudo-random from a fixed seed: results can be repeated, and no matrix that was made
    /// without knowledge of this sequence meets an unlucky prime more often than chance, about once in 10^7.
    /// </summary>
    public static IEnumerable<int> Primes(int seed)
    {
        const int Least = 11_863_285; // odd, above 2^23.5
        Random random = new(seed);
        HashSet<int> seen = [];
        while (true)
        {
            int candidate = Least + (2 * random.Next(((1 << 24) - Least) / 2));
            if (IsPrime(candidate) && seen.Add(candidate))
            {
                yield return candidate;
            }
        }
    }

    private static bool IsPrime(int odd)
    {
        for (int divisor = 3; divisor * divisor <= odd; divisor += 2)
        {
            if (odd % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
