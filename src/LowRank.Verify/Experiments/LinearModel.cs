using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// Regression with noisy inputs and labels: X = X̄ + Z, Z_ij ~ N(0, σ_x²/n), y = ȳ + z, z_i ~ N(0, σ_y²/n), with X̄ ∈ ℝ^{n×d} of rank r
/// and ȳ = X̄w*. Source: arXiv:1906.05392v2, Section 2.1; the paper's expected losses lack factors ½, which are restored here.
/// </summary>
/// <param name="Clean">X̄, n×d.</param>
/// <param name="Rank">r.</param>
/// <param name="CleanLabels">ȳ.</param>
/// <param name="Noisy">X, n×d.</param>
/// <param name="Labels">y.</param>
/// <param name="InputNoise">σ_x.</param>
/// <param name="LabelNoise">σ_y.</param>
public sealed record LinearModel(
    Matrix Clean, int Rank, IReadOnlyList<double> CleanLabels, Matrix Noisy, IReadOnlyList<double> Labels, double InputNoise,
        double LabelNoise)
{
    /// <summary>
    /// Draws X̄ = U V^T with orthonormal U and V (all singular values 1), w* in its row space with ‖w*‖² as wanted, and noise.
    /// </summary>
    public static LinearModel Draw(LinearModelOptions options, RandomStream random)
    {
        int n = options.Samples, d = options.Dimension, r = options.Rank;
        double[][] left = Orthonormal(n, r, random), right = Orthonormal(d, r, random);
        double[] clean = new double[(long)n * d], noisy = new double[(long)n * d], cleanLabels = new double[n], labels = new double[n],
            coefficients = random.Normals(r);
        double norm = Math.Sqrt(options.SquaredNorm / coefficients.Sum(c => c * c)), inputScale = options.InputNoise / Math.Sqrt(n),
            labelScale = options.LabelNoise / Math.Sqrt(n);
        for (int j = 0; j < d; j++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int s = 0; s < r; s++)
                {
                    sum += left[s][i] * right[s][j];
                }

                clean[i + (j * n)] = sum;
                noisy[i + (j * n)] = sum + (inputScale * random.Normal());
            }
        }

        for (int i = 0; i < n; i++)
        {
            // X̄w* = U V^T V c = U c.
            cleanLabels[i] = Enumerable.Range(0, r).Sum(s => left[s][i] * coefficients[s] * norm);
            labels[i] = cleanLabels[i] + (labelScale * random.Normal());
        }

        return new LinearModel(new Matrix(n, d, clean), r, cleanLabels, new Matrix(n, d, noisy), labels, options.InputNoise,
            options.LabelNoise);
    }

    /// <summary>The expected losses of w_0 = 0, w_1, …, w_T, where w_{τ+1} = w_τ + η X^T (y − X w_τ).</summary>
    public IReadOnlyList<LinearModelLoss> Descend(IEngine engine, double stepSize, int steps)
    {
        ArgumentNullException.ThrowIfNull(engine);
        int n = Noisy.Rows, d = Noisy.Columns;
        double[] parameters = new double[d], residual = new double[n], gradient = new double[d];
        List<LinearModelLoss> losses = [Loss(engine, parameters)];
        for (int step = 0; step < steps; step++)
        {
            engine.Multiply(false, false, n, 1, d, Noisy.Values, parameters, residual);
            for (int i = 0; i < n; i++)
            {
                residual[i] = Labels[i] - residual[i];
            }

            engine.Multiply(true, false, d, 1, n, Noisy.Values, residual, gradient);
            for (int j = 0; j < d; j++)
            {
                parameters[j] += stepSize * gradient[j];
            }

            losses.Add(Loss(engine, parameters));
        }

        return losses;
    }

    /// <summary>The expected loss of w on fresh noise.</summary>
    /// <exception cref="ArgumentException">w has another length than d.</exception>
    public LinearModelLoss Loss(IEngine engine, ReadOnlySpan<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(engine);
        int n = Clean.Rows, d = Clean.Columns;
        if (parameters.Length != d)
        {
            throw new ArgumentException($"The model has {d} parameters, not {parameters.Length}.", nameof(parameters));
        }

        double[] fitted = new double[n];
        engine.Multiply(false, false, n, 1, d, Clean.Values, parameters, fitted);
        double misfit = 0, size = 0, share = (double)Rank / n;
        for (int i = 0; i < n; i++)
        {
            misfit += (fitted[i] - CleanLabels[i]) * (fitted[i] - CleanLabels[i]);
        }

        foreach (double w in parameters)
        {
            size += w * w;
        }

        double noise = ((InputNoise * InputNoise * size) + (LabelNoise * LabelNoise)) / 2;
        return new LinearModelLoss((misfit / 2) + noise, (misfit / 2) + (share * noise), (1 - share) * noise);
    }

    // Gram–Schmidt, twice over, on normal vectors.
    private static double[][] Orthonormal(int length, int count, RandomStream random)
    {
        double[][] basis = new double[count][];
        for (int s = 0; s < count; s++)
        {
            double[] vector = random.Normals(length);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int t = 0; t < s; t++)
                {
                    double product = vector.Zip(basis[t], (a, b) => a * b).Sum();
                    vector = [.. vector.Zip(basis[t], (a, b) => a - (product * b))];
                }
            }

            double norm = Math.Sqrt(vector.Sum(x => x * x));
            basis[s] = [.. vector.Select(x => x / norm)];
        }

        return basis;
    }
}
