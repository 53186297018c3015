using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Training;

/// <summary>
/// The Jacobian J(W) ∈ ℝ^{Kn×kd} of the outputs of <see cref="OneHiddenLayerNetwork"/> on n inputs with respect to vect(W), by its
/// structure: J_l = (φ′(XW^T) diag(v_l)) ∗ X, the row-wise Khatri–Rao product, and J = [J_1; …; J_K]. Nothing of the size of J is held
/// unless <see cref="Explicit"/> is asked for it. Double precision. Source: arXiv:1906.05392v2, (6.27)–(6.29) and Lemma 6.11.
/// </summary>
public sealed class OneHiddenLayerJacobian
{
    private readonly IEngine engine;
    private readonly Matrix output;
    private readonly double[] columns;  // X^T, d×n
    private readonly double[] slopes;   // φ′(W X^T), k×n

    /// <summary>The Jacobian at a network and inputs X ∈ ℝ^{n×d}.</summary>
    /// <exception cref="ArgumentException">X has another number of columns than the network's d.</exception>
    public OneHiddenLayerJacobian(IEngine engine, OneHiddenLayerNetwork network, Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(engine);
        this.engine = engine;
        output = network.Output;
        InputDimension = network.InputDimension;
        Samples = inputs.Rows;
        columns = network.Columns(inputs);
        slopes = network.Arguments(engine, columns);
        network.Activation.Apply(slopes, default, slopes);
    }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>d.</summary>
    public int InputDimension { get; }

    /// <summary>k.</summary>
    public int Width => output.Columns;

    /// <summary>K.</summary>
    public int Classes => output.Rows;

    /// <summary>nK.</summary>
    public int Rows => Samples * Classes;

    /// <summary>kd.</summary>
    public int Columns => Width * InputDimension;

    /// <summary>J itself, Kn×kd: entry ((l, i), (s, j)) is V_ls φ′(w_s·x_i) x_ij.</summary>
    public Matrix Explicit() => new Matrix(Columns, Rows, TransposedRows(0, Rows)).Transpose();

    /// <summary>Rows first, …, first+count−1 of J as the columns of a kd×count array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows, or more entries than an array holds.</exception>
    public double[] TransposedRows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Columns * count, Array.MaxLength, nameof(count));
        double[] block = new double[(long)Columns * count];
        Parallel.For(0, count, c =>
        {
            int l = (first + c) / Samples, i = (first + c) % Samples;
            ReadOnlySpan<double> input = columns.AsSpan(i * InputDimension, InputDimension);
            for (int s = 0; s < Width; s++)
            {
                double factor = output.Values[l + (s * Classes)] * slopes[s + (i * Width)];
                Span<double> part = block.AsSpan((c * Columns) + (s * InputDimension), InputDimension);
                for (int j = 0; j < part.Length; j++)
                {
                    part[j] = factor * input[j];
                }
            }
        });
        return block;
    }

    /// <summary>
    /// J J^T, Kn×Kn, without J: block (l, m) is the Hadamard product (X X^T) ∘ Σ_s V_ls V_ms φ′(Xw_s) φ′(Xw_s)^T. A block costs n²(k + d)
    /// multiplications and is symmetric; blocks of equal weights are computed once.
    /// </summary>
    public Matrix Gram()
    {
        int n = Samples;
        double[] inputs = new double[(long)n * n], block = new double[(long)n * n], gram = new double[(long)Rows * Rows];
        engine.Gram(InputDimension, n, columns, inputs);
        List<(int Row, int Column)> open = [.. from m in Enumerable.Range(0, Classes) from l in Enumerable.Range(0, m + 1) select (l, m)];
        while (open.Count > 0)
        {
            double[] weights = Weights(open[0]);
            List<(int Row, int Column)> equal = [.. open.Where(pair => Weights(pair).AsSpan().SequenceEqual(weights))];
            open.RemoveAll(equal.Contains);
            WeightedGram(weights, block);
            Parallel.For(0, n, j =>
            {
                for (int i = 0; i <= j; i++)
                {
                    double value = block[i + ((long)j * n)] * inputs[i + ((long)j * n)];
                    foreach ((int l, int m) in equal)
                    {
                        long row = ((long)l * n) + i, column = ((long)m * n) + j, mirrored = ((long)l * n) + j, other = ((long)m * n) + i;
                        gram[row + (column * Rows)] = gram[column + (row * Rows)] = value;
                        gram[mirrored + (other * Rows)] = gram[other + (mirrored * Rows)] = value;
                    }
                }
            });
        }

        return new Matrix(Rows, Rows, gram);
    }

    /// <summary>J v for v ∈ ℝ^{kd}, without J: with M the k×d matrix of v, (Jv)_{l,i} = Σ_s V_ls φ′(w_s·x_i) (m_s·x_i).</summary>
    /// <exception cref="ArgumentException">v has another length than kd.</exception>
    public double[] Times(ReadOnlySpan<double> direction)
    {
        Require(direction.Length, Columns, nameof(direction));
        double[] change = new double[(long)Width * Samples], result = new double[Rows];
        engine.Multiply(true, false, Width, Samples, InputDimension, direction, columns, change);
        MultiplyBySlopes(change);
        engine.Multiply(true, true, Samples, Classes, Width, change, output.Values, result);
        return result;
    }

    /// <summary>J^T u for u ∈ ℝ^{nK} (class-major), without J: vect(Σ_l diag(v_l) φ′(W X^T) diag(u_l) X).</summary>
    /// <exception cref="ArgumentException">u has another length than nK.</exception>
    public double[] TransposeTimes(ReadOnlySpan<double> combination)
    {
        Require(combination.Length, Rows, nameof(combination));
        double[] back = new double[(long)Width * Samples], result = new double[Columns];
        engine.Multiply(true, true, Width, Samples, Classes, output.Values, combination, back);
        MultiplyBySlopes(back);
        engine.Multiply(false, true, InputDimension, Width, Samples, columns, back, result);
        return result;
    }

    /// <summary>‖J‖_F² = Σ_{s,i} (Σ_l V_ls²) φ′(w_s·x_i)² ‖x_i‖².</summary>
    public double FrobeniusSquared()
    {
        CompensatedSum sum = default;
        double[] weights = [.. Enumerable.Range(0, Width).Select(s => Enumerable.Range(0, Classes).Sum(l => output[l, s] * output[l, s]))];
        for (int i = 0; i < Samples; i++)
        {
            double length = 0, part = 0;
            foreach (double x in columns.AsSpan(i * InputDimension, InputDimension))
            {
                length += x * x;
            }

            for (int s = 0; s < Width; s++)
            {
                double slope = slopes[s + (i * Width)];
                part += weights[s] * slope * slope;
            }

            sum.Add(part * length);
        }

        return sum.Total;
    }

    private static void Require(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"The vector has {length} entries, not {expected}.", name);
        }
    }

    private double[] Weights((int Row, int Column) pair) =>
        [.. Enumerable.Range(0, Width).Select(s => output[pair.Row, s] * output[pair.Column, s])];

    // The upper triangle of Φ diag(w) Φ^T: units of positive and of negative weight apart, so that each part is a symmetric product.
    private void WeightedGram(double[] weights, double[] into)
    {
        int n = Samples;
        int[] positive = [.. Enumerable.Range(0, Width).Where(s => weights[s] > 0)],
            negative = [.. Enumerable.Range(0, Width).Where(s => weights[s] < 0)];
        Array.Clear(into);
        if (positive.Length > 0)
        {
            engine.Gram(positive.Length, n, Scaled(positive, weights), into);
        }

        if (negative.Length == 0)
        {
            return;
        }

        double[] other = new double[into.Length];
        engine.Gram(negative.Length, n, Scaled(negative, weights), other);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] -= other[i];
        }
    }

    private double[] Scaled(int[] units, double[] weights)
    {
        double[] roots = [.. units.Select(s => Math.Sqrt(Math.Abs(weights[s])))], scaled = new double[(long)units.Length * Samples];
        Parallel.For(0, Samples, i =>
        {
            for (int t = 0; t < units.Length; t++)
            {
                scaled[t + (i * units.Length)] = roots[t] * slopes[units[t] + (i * Width)];
            }
        });
        return scaled;
    }

    private void MultiplyBySlopes(double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= slopes[i];
        }
    }
}
