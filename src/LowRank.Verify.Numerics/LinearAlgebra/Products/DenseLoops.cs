using System.Numerics;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Plain loops over dense blocks, independent of any engine, and the check of an engine's rounded products that rests on them: C = AB is
/// compared with A(Bw) for a random w. A result that is off by more than rounding errors is found unless w happens to be orthogonal to the
/// error.
/// </summary>
public static class DenseLoops
{
    /// <summary>target += factor·x.</summary>
    public static void AddMultiple(ReadOnlySpan<double> x, double factor, Span<double> target)
    {
        int i = 0, lanes = Vector<double>.Count;
        for (; i + lanes <= x.Length; i += lanes)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(x[i..]) * factor)).CopyTo(target[i..]);
        }

        for (; i < x.Length; i++)
        {
            target[i] += x[i] * factor;
        }
    }

    /// <summary>xᵀy in doubles.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int i = 0, lanes = Vector<double>.Count;
        Vector<double> sums = Vector<double>.Zero;
        for (; i + lanes <= x.Length; i += lanes)
        {
            sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>result ← block·weights, block rows × count.</summary>
    public static void Combine(ReadOnlySpan<double> block, int rows, int count, ReadOnlySpan<double> weights, Span<double> result)
    {
        result[..rows].Clear();
        for (int c = 0; c < count; c++)
        {
            AddMultiple(block.Slice(c * rows, rows), weights[c], result[..rows]);
        }
    }

    /// <summary>An upper bound of ‖x‖₂ for numbers of moderate size.</summary>
    public static double Norm(ReadOnlySpan<double> x) => RoundingBounds.NormFromSquares(Dot(x, x), x.Length);

    /// <summary>Random numbers of size 1/2 … 3/2 and either sign.</summary>
    public static double[] Weights(int count)
    {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = (Random.Shared.NextDouble() + 0.5) * (Random.Shared.Next(2) == 0 ? 1 : -1);
        }

        return weights;
    }

    /// <summary>Refuses the engine when two vectors that should be equal differ by more than the tolerance.</summary>
    /// <exception cref="EngineRefusedException">They do.</exception>
    public static void RequireEqual(IEngine engine, ReadOnlySpan<double> expected, ReadOnlySpan<double> found, double tolerance)
    {
        // Scaled by the largest difference, whose square may leave the doubles.
        double largest = 0, squares = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - found[i]);
            largest = difference > largest || double.IsNaN(difference) ? difference : largest;
        }

        for (int i = 0; i < expected.Length && largest > 0; i++)
        {
            double difference = (expected[i] - found[i]) / largest;
            squares += difference * difference;
        }

        if (double.IsNaN(largest) || !(Math.Sqrt(squares) * largest <= (2 * tolerance) + RoundingBounds.Underflow))
        {
            throw new EngineRefusedException(
                $"The engine '{engine.Name}' returned a product that is off by more than rounding errors; no certificate rests on it.");
        }
    }

    /// <summary>CᵀC, both triangles, with that check; C is n × count.</summary>
    /// <exception cref="EngineRefusedException">The product is wrong.</exception>
    public static double[] CheckedGram(IEngine engine, int n, int count, ReadOnlySpan<double> c)
    {
        double[] gram = new double[count * count], weights = Weights(count), image = new double[n], expected = new double[count],
            found = new double[count];
        engine.Gram(n, count, c, gram);
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < j; i++)
            {
                gram[j + (i * count)] = gram[i + (j * count)];
            }
        }

        Combine(c, n, count, weights, image);
        for (int j = 0; j < count; j++)
        {
            expected[j] = Dot(c.Slice(j * n, n), image);
        }

        Combine(gram, count, count, weights, found);
        double norm = Norm(c);
        RequireEqual(engine, expected, found, 3 * RoundingBounds.Gamma(n + count + 16) * norm * norm * Norm(weights));
        return gram;
    }
}
