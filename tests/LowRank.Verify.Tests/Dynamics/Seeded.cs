using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Dynamics;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>Networks and data sets from a seed, with exact entries.</summary>
internal static class Seeded
{
    /// <summary>Multiples of 1/8 in [−2, 2].</summary>
    public static Rational[,] Matrix(Random random, int rows, int columns)
    {
        Rational[,] a = new Rational[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = new Rational(random.Next(-16, 17), 8);
            }
        }

        return a;
    }

    /// <summary>A point of the unit circle with rational coordinates, ((1 − t²)/(1 + t²), 2t/(1 + t²)).</summary>
    public static (Rational X, Rational Y) OnCircle(Rational t)
    {
        Rational square = t * t, below = Rational.One + square;
        return ((Rational.One - square) / below, (t + t) / below);
    }

    /// <summary>The entries as doubles, where they are doubles.</summary>
    public static Matrix Stored(Rational[,] a) =>
        global::LowRank.Verify.LinearAlgebra.Matrix.FromRowMajor(a.GetLength(0), a.GetLength(1), [.. a.Cast<Rational>().Select(x => x.ToDouble())]);

    /// <summary>The middle of each entry.</summary>
    public static Matrix Middle(IntervalMatrix a) =>
        global::LowRank.Verify.LinearAlgebra.Matrix.FromRowMajor(a.Rows, a.Columns, [.. from i in Enumerable.Range(0, a.Rows) from j in Enumerable.Range(0, a.Columns) select a[i, j].Midpoint]);

    /// <summary>A rational number.</summary>
    public static Rational Integer(long value) => Rational.Of(new BigInteger(value));

    /// <summary>An instance whose initial outputs are 0: V = [S, −S], W_0 = [W; W], unit inputs in the plane.</summary>
    public static TrainingInstance Symmetric(int seed, HiddenActivation activation, Rational scale)
    {
        Random random = new(seed);
        int n = random.Next(1, 3), classes = random.Next(1, 3), half = random.Next(1, 4);
        Rational[] slopes = [Rational.Zero, Rational.One, new(1, 3), new(-1, 2), new(-2, 1)];
        random.Shuffle(slopes);
        Rational[,] x = new Rational[n, 2], v = new Rational[classes, 2 * half], w = new Rational[2 * half, 2];
        for (int i = 0; i < n; i++)
        {
            (x[i, 0], x[i, 1]) = OnCircle(slopes[i]);
        }

        Rational[,] outer = Matrix(random, classes, half), inner = Matrix(random, half, 2);
        for (int s = 0; s < 2 * half; s++)
        {
            for (int l = 0; l < classes; l++)
            {
                // Signs of one size, so that the scale of Lemma 6.10 is attained.
                Rational sign = outer[l, s % half].Sign < 0 ? -Rational.One : Rational.One;
                v[l, s] = scale * (s < half ? sign : -sign);
            }

            w[s, 0] = inner[s % half, 0];
            w[s, 1] = inner[s % half, 1];
        }

        Rational[] y = new Rational[n * classes];
        for (int i = 0; i < n; i++)
        {
            int label = random.Next(2);
            for (int l = 0; l < classes; l++)
            {
                y[(l * n) + i] = classes == 1 ? (label == 0 ? Rational.One : -Rational.One) : l == label ? Rational.One : Rational.Zero;
            }
        }

        return new TrainingInstance(activation, x, v, w, y);
    }
}
