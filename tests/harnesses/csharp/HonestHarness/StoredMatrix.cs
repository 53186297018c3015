using System.Numerics;

namespace LowRank.Samples;

/// <summary>A matrix exactly as stored, its storage format, and its singular values in the working precision.</summary>
internal sealed class StoredMatrix
{
    private readonly double[,] values;
    private readonly string storage;
    private readonly int exponent;
    private readonly double? step;
    private double[]? sigma;

    /// <param name="values">The entries.</param>
    /// <param name="storage">The format that they were stored in.</param>
    /// <param name="step">Of int8: the scale of its integers.</param>
    public StoredMatrix(double[,] values, string storage = "float64", double? step = null)
    {
        this.step = step;
        this.values = values;
        this.storage = storage;
        double largest = values.Cast<double>().Max(Math.Abs);
        exponent = largest == 0 ? 0 : Math.ILogB(largest) + 1;
    }

    public int Rows => values.GetLength(0);

    public int Columns => values.GetLength(1);

    public int Least => Math.Min(Rows, Columns);

    /// <summary>All singular values, descending.</summary>
    public Wide[] Singular => [.. Sigma.Select(Scaled)];

    /// <summary>The singular values that this precision can tell from 0.</summary>
    public Wide[] Nonzero => [.. Sigma.Where(value => value > Noise).Select(Scaled)];

    /// <summary>The same, those that are rounding as 0.</summary>
    public Wide[] ToldFromZero => [.. Sigma.Select(value => value > Noise ? Scaled(value) : Wide.Zero)];

    public int Rank => Sigma.Count(value => value > Noise);

    public Wide Spectral => Scaled(Sigma[0]);

    public Wide Frobenius => Scaled(Norm(values.Cast<double>()));

    public Wide StableRank => Wide.Pow(Frobenius / Spectral, 2);

    public Wide RowNorm21 =>
        Wide.Sum(Enumerable.Range(0, Rows).Select(i => Scaled(Norm(Enumerable.Range(0, Columns).Select(j => values[i, j])))));

    public Wide ColumnNorm21 =>
        Wide.Sum(Enumerable.Range(0, Columns).Select(j => Scaled(Norm(Enumerable.Range(0, Rows).Select(i => values[i, j])))));

    /// <summary>The norm of the matrix of half-ulps (at 0 and at powers of two the larger side).</summary>
    public Wide StorageRadius
    {
        get
        {
            if (step is { } scale)
            {
                // All half-ulps are half the scale.
                return values.Cast<double>().Any(x => x / scale is -128 or 127)
                    ? throw new ArithmeticException("saturated int8 entries stand for any number beyond them")
                    : new Wide(scale / 2) * new Wide(Math.Sqrt((double)Rows * Columns));
            }

            (int bits, int least) = storage switch { "float32" => (24, -126), "float16" => (11, -14), "bfloat16" => (8, -126),
                _ => (53, -1022) };
            int[,] exponents = new int[Rows, Columns];
            double[,] halfUlps = new double[Rows, Columns];
            Each((i, j) => exponents[i, j] = (values[i, j] == 0 ? least : Math.Max(Math.ILogB(values[i, j]), least)) - bits);
            int top = exponents.Cast<int>().Max();
            Each((i, j) => halfUlps[i, j] = Math.ScaleB(1, exponents[i, j] - top));
            return new Wide(Decompose(halfUlps, 0)[0], top);
        }
    }

    // The scaled singular values; the largest entry lies in [1/2, 1).
    private double[] Sigma => sigma ??= Decompose(values, exponent);

    private double Noise => Math.Max(Rows, Columns) * (Wide.Single ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52)) * Sigma[0];

    public static StoredMatrix operator -(StoredMatrix a, StoredMatrix b)
    {
        double[,] difference = new double[a.Rows, a.Columns];
        a.Each((i, j) => difference[i, j] = a.values[i, j] - b.values[i, j]);
        return new StoredMatrix(difference);
    }

    private static double[] Decompose(double[,] a, int exponent) => Wide.Single ? Jacobi<float>(a, exponent) : Jacobi<double>(a, exponent);

    // One-sided Jacobi: rotate pairs of columns until all are orthogonal; their norms are the singular values.
    private static double[] Jacobi<T>(double[,] a, int exponent)
        where T : IBinaryFloatingPointIeee754<T>
    {
        bool wide = a.GetLength(0) < a.GetLength(1);
        (int length, int count) = wide ? (a.GetLength(1), a.GetLength(0)) : (a.GetLength(0), a.GetLength(1));
        T[][] columns = [.. Enumerable.Range(0, count).Select(j => Enumerable.Range(0, length).Select(i =>
            T.CreateChecked(Math.ScaleB(wide ? a[j, i] : a[i, j], -exponent))).ToArray())];
        T two = T.One + T.One, tolerance = T.BitIncrement(T.One) - T.One;
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < 60; sweep++)
        {
            rotated = false;
            for (int p = 0; p < count; p++)
            {
                for (int q = p + 1; q < count; q++)
                {
                    (T x, T y, T inner) = (Dot(columns[p], columns[p]), Dot(columns[q], columns[q]), Dot(columns[p], columns[q]));
                    if (T.Abs(inner) <= tolerance * T.Sqrt(x) * T.Sqrt(y))
                    {
                        continue;
                    }

                    rotated = true;
                    T zeta = (y - x) / (two * inner);
                    T tangent = T.CopySign(T.One, zeta) / (T.Abs(zeta) + T.Hypot(T.One, zeta));
                    T cosine = T.One / T.Hypot(T.One, tangent), sine = cosine * tangent;
                    for (int i = 0; i < length; i++)
                    {
                        (T u, T v) = (columns[p][i], columns[q][i]);
                        (columns[p][i], columns[q][i]) = ((cosine * u) - (sine * v), (sine * u) + (cosine * v));
                    }
                }
            }
        }

        return [.. columns.Select(column => double.CreateChecked(T.Sqrt(Dot(column, column)))).OrderDescending()];
    }

    private static T Dot<T>(T[] x, T[] y)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private Wide Scaled(double value) => new(value, exponent);

    // The norm of scaled entries in the working precision.
    private double Norm(IEnumerable<double> entries)
    {
        IEnumerable<double> scaled = entries.Select(x => Math.ScaleB(x, -exponent));
        return Wide.Single
            ? MathF.Sqrt(scaled.Aggregate(0f, (sum, x) => sum + ((float)x * (float)x)))
            : Math.Sqrt(scaled.Aggregate(0.0, (sum, x) => sum + (x * x)));
    }

    private void Each(Action<int, int> action)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                action(i, j);
            }
        }
    }
}
