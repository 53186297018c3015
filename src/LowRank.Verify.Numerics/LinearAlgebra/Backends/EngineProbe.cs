using System.Runtime.CompilerServices;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>
/// Probe products with known exact answers, run once per engine before its arithmetic is trusted: full 53-bit integer results at
/// the shape classes at which libraries switch kernels (vectors, small, odd, tall, wide), transposed operands, the symmetric
/// product, products in the subnormal range (flush-to-zero), and products of numbers of very different size (emulation).
/// </summary>
public static class EngineProbe
{
    private static readonly ConditionalWeakTable<IEngine, string> Verdicts = [];
    private static readonly (int M, int N, int K)[] Shapes = [(1, 1, 7), (1, 33, 64), (65, 1, 31), (8, 8, 8), (37, 53, 29), (130, 17, 257),
        (16, 129, 300), (96, 96, 96)];

    /// <summary>Throws when the engine fails a probe; the verdict is kept for the engine's lifetime.</summary>
    /// <exception cref="EngineRefusedException">A probe came back wrong.</exception>
    public static void Require(IEngine engine)
    {
        string verdict = Verdicts.GetValue(engine, Examine);
        if (verdict.Length > 0)
        {
            throw new EngineRefusedException($"The engine '{engine.Name}' is refused for certificates: {verdict}.");
        }
    }

    private static string Examine(IEngine engine)
    {
        Random random = new(20_251_026);
        foreach ((int m, int n, int k) in Shapes)
        {
            int bits = LeadingSlice.BitsFor(k);
            double[] a = Integers(random, m * k, bits), b = Integers(random, k * n, bits);
            foreach ((bool transposeA, bool transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                double[] c = new double[m * n];
                engine.Multiply(transposeA, transposeB, m, n, k, a, b, c);
                if (!Agrees(m, n, k, a, b, c, transposeA, transposeB))
                {
                    return $"an exact {m}×{k}×{n} integer product came back wrong";
                }
            }

            double[] gram = new double[n * n];
            engine.Gram(k, n, b, gram);
            if (!GramAgrees(k, n, b, gram))
            {
                return $"an exact symmetric product of a {k}×{n} integer matrix came back wrong";
            }
        }

        return !KeepsSubnormals(engine) ? "subnormal numbers are flushed to zero"
            : !KeepsSmallTerms(engine, random)
                ? "small terms beside large ones lose more than rounding errors, as in emulated double arithmetic"
            : string.Empty;
    }

    // Outer products, at a shape that reaches vector kernels: subnormal results, and subnormal operands.
    private static bool KeepsSubnormals(IEngine engine)
    {
        const int Size = 24;
        double least = Math.ScaleB(1, -1074);
        double[] small = Filled(Size, Math.ScaleB(1, -530)), tiny = Filled(Size, least), ones = Filled(Size, 1),
            result = new double[Size * Size];
        engine.Multiply(false, false, Size, Size, 1, small, small, result);
        bool keeps = Array.TrueForAll(result, x => x == Math.ScaleB(1, -1060));
        engine.Multiply(false, false, Size, Size, 1, tiny, ones, result);
        return keeps && Array.TrueForAll(result, x => x == least);

        static double[] Filled(int size, double value)
        {
            double[] values = new double[size];
            Array.Fill(values, value);
            return values;
        }
    }

    // Entries spread over 200 binary orders within each row: |fl(xᵀy) − xᵀy| ≤ γ|x|ᵀ|y| holds for inner products, entry by entry,
    // and fails for arithmetic that splits a row on one grid. The exact sums fit in 1000 bits.
    private static bool KeepsSmallTerms(IEngine engine, Random random)
    {
        const int Rows = 40, Columns = 36, Inner = 48, Samples = 60, Bits = 1000;
        double[] a = Spread(random, Rows * Inner), b = Spread(random, Inner * Columns), c = new double[Rows * Columns];

        // Large terms meet exact zeros, so that only small ones are left in the sum.
        for (int t = 0; t < Inner; t++)
        {
            for (int i = 0; i < Rows; i++)
            {
                a[i + (t * Rows)] *= t % 2 == 0 ? 1 : Math.ScaleB(1, -150);
            }

            for (int j = 0; j < Columns; j++)
            {
                b[t + (j * Inner)] *= t % 2 == 0 ? 0 : 1;
            }
        }

        engine.Multiply(false, false, Rows, Columns, Inner, a, b, c);
        for (int sample = 0; sample < Samples; sample++)
        {
            int i = random.Next(Rows), j = random.Next(Columns);
            if (!double.IsFinite(c[i + (j * Rows)]))
            {
                return false;
            }

            BigFloat exact = BigFloat.Zero, sizes = BigFloat.Zero;
            for (int t = 0; t < Inner; t++)
            {
                BigFloat term = BigFloat.Multiply(BigFloat.Of(a[i + (t * Rows)]), BigFloat.Of(b[t + (j * Inner)]), Bits, Rounding.Nearest);
                exact = BigFloat.Add(exact, term, Bits, Rounding.Nearest);
                sizes = BigFloat.Add(sizes, BigFloat.Abs(term), Bits, Rounding.Up);
            }

            BigFloat error = BigFloat.Abs(BigFloat.Subtract(BigFloat.Of(c[i + (j * Rows)]), exact, Bits, Rounding.Nearest));
            if (error > BigFloat.Multiply(sizes, BigFloat.Of(RoundingBounds.Gamma(Inner)), Bits, Rounding.Up))
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Spread(Random random, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Math.ScaleB(random.NextDouble() - 0.5, -random.Next(100));
        }

        return values;
    }

    private static double[] Integers(Random random, int count, int bits)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextInt64(-(1L << bits), (1L << bits) + 1);
        }

        values[0] = 1L << bits;
        return values;
    }

    private static bool Agrees(int m, int n, int k, double[] a, double[] b, double[] c, bool transposeA, bool transposeB)
    {
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                long sum = 0;
                for (int t = 0; t < k; t++)
                {
                    sum += (long)a[transposeA ? t + (i * k) : i + (t * m)] * (long)b[transposeB ? j + (t * n) : t + (j * k)];
                }

                if (c[i + (j * m)] != sum)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool GramAgrees(int k, int n, double[] b, double[] gram)
    {
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                long sum = 0;
                for (int t = 0; t < k; t++)
                {
                    sum += (long)b[t + (i * k)] * (long)b[t + (j * k)];
                }

                if (gram[i + (j * n)] != sum)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
