using System.Runtime.CompilerServices;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// Probe products with known exact answers, run once per engine before its arithmetic is trusted: full 53-bit integer results at
/// the shape classes at which libraries switch kernels (vectors, small, odd, tall, wide), transposed operands, the symmetric
/// product, and products in the subnormal range (flush-to-zero).
/// </summary>
internal static class EngineProbe
{
    private static readonly ConditionalWeakTable<IEngine, string> Verdicts = [];
    private static readonly (int M, int N, int K)[] Shapes = [(1, 1, 7), (1, 33, 64), (65, 1, 31), (8, 8, 8), (37, 53, 29), (130, 17, 257), (16, 129, 300), (96, 96, 96)];

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

        double[] tiny = [Math.ScaleB(1, -530)], product = new double[1];
        engine.Multiply(false, false, 1, 1, 1, tiny, tiny, product);
        return product[0] == Math.ScaleB(1, -1060) ? string.Empty : "subnormal products are flushed to zero";
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
