namespace LowRank.Verify.LinearAlgebra.Bounds;

/// <summary>
/// G = XᵀX for an m×n matrix X given as Part₀ + Part₁ + Rest on column grids, entry by entry with error bounds:
/// |g_ij − value_ij| ≤ a_i·w_j + w_i·a_j + 2^−51|value_ij| for i ≠ j, w_j ≥ ‖x_j‖. The two products of leading parts are exact, so that
/// orthogonal
/// columns give off-diagonal entries far below the rounding errors of a plain product. norms[j] = w_j must bound the exact column, and what
/// X
/// differs from it is part of a_j. The diagonal of value is left at 0.
/// </summary>
internal sealed class GramBound
{
    private GramBound(int size, double[] values, double[] norms, double[] errors)
    {
        Size = size;
        Values = values;
        Norms = norms;
        Errors = errors;
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>The off-diagonal entries, n×n, symmetric.</summary>
    public double[] Values { get; }

    /// <summary>w_j.</summary>
    public double[] Norms { get; }

    /// <summary>a_j.</summary>
    public double[] Errors { get; }

    /// <summary>
    /// G for X given as an unevaluated sum, with exact products of parts up to the depth: a_j is about 2^−(bits·(depth + 1) + 52 − log₂
    /// rows)·w_j beside the errors of the columns themselves. Depth 1 takes half the products of a general one.
    /// </summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    public static GramBound Of(IEngine engine, IReadOnlyList<double[]> terms, int rows, int columns, int bits, int depth, double[] norms,
        double[]? columnErrors) => depth <= 1
        ? Of(engine, SliceSet.ByColumns(terms, rows, 0, columns, bits, 2), norms, columnErrors)
        : Deep(engine, terms, rows, columns, bits, depth, norms, columnErrors);

    // Columns scaled to norm 1 by powers of two, so that one bound serves all of them.
    private static GramBound Deep(IEngine engine, IReadOnlyList<double[]> terms, int m, int n, int bits, int depth, double[] norms,
        double[]? columnErrors)
    {
        const int BlockWidth = 192;
        int[] exponents = Array.ConvertAll(norms, norm => norm > 0 ? Math.Clamp(Math.ILogB(norm), -500, 500) : 0);
        List<double[]> scaled = [], turned = [];
        foreach (double[] term in terms)
        {
            double[] columns = new double[m * n], rows = new double[m * n];
            for (int j = 0; j < n; j++)
            {
                double factor = PowerOfTwo.Of(-exponents[j]);
                for (int i = 0; i < m; i++)
                {
                    columns[i + (j * m)] = term[i + (j * m)] * factor;
                    rows[j + (i * n)] = columns[i + (j * m)];
                }
            }

            scaled.Add(columns);
            turned.Add(rows);
        }

        SliceProduct product = new(engine, SliceSet.ByRows(turned, n, m, bits, depth + 1), depth);
        int block = Math.Min(BlockWidth, n), sums = Math.Clamp(((bits * (depth + 1)) / 48) + 2, 2, SliceKernels.MostTerms);
        double[][] result = [.. Enumerable.Range(0, sums).Select(_ => new double[n * block])];
        double[] values = new double[(long)n * n], errors = new double[n], buffer = new double[n * block], operand = new double[m * block];
        double worst = 0;
        for (int first = 0; first < n; first += block)
        {
            int count = Math.Min(block, n - first);
            double[] blockErrors = new double[count];
            product.Multiply(SliceSet.ByColumns(scaled, m, first, count, bits, depth + 1), result, 0, blockErrors, buffer, operand);
            worst = Math.Max(worst, blockErrors.Max());
            for (int j = 0; j < count; j++)
            {
                for (int i = 0; i < n; i++)
                {
                    double sum = 0;
                    for (int t = sums - 1; t >= 0; t--)
                    {
                        sum += result[t][i + (j * n)];
                    }

                    values[i + ((first + j) * n)] = i == first + j ? 0
                        : sum * PowerOfTwo.Of(exponents[i]) * PowerOfTwo.Of(exponents[first + j]);
                }
            }
        }

        // The two triangles were computed apart; one of them serves both, so that the matrix is symmetric.
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                values[j + (i * n)] = values[i + (j * n)];
            }

            double own = columnErrors is null ? 0 : 1.5 * columnErrors[j];
            errors[j] = RoundingBounds.Enlarge((worst * Math.ScaleB(1, exponents[j])) + own) + RoundingBounds.Underflow;
        }

        return new GramBound(n, values, norms, errors);
    }

    // Two parts and the rest; the arrays of x are overwritten.
    private static GramBound Of(IEngine engine, SliceSet x, double[] norms, double[]? columnErrors)
    {
        int m = x.Rows, n = x.Columns;
        double[] first = x.Parts[0], second = x.Parts[1], rest = x.Rest;
        double[] values = new double[(long)n * n], mixed = new double[(long)n * n], low = new double[(long)n * n];
        engine.Gram(m, n, first, values);
        long[] check = IntegerProductCheck.RandomVector(n);
        bool right = IntegerProductCheck.Gram(m, n, first, x.InverseGrid, values);
        bool hasSecond = x.Norm(1) != 0, hasRest = x.Norm(2) != 0;
        if (hasSecond)
        {
            engine.Multiply(true, false, n, n, m, first, second, mixed);
            right &= IsRight(x, check, mixed);
        }

        if (!right)
        {
            throw new EngineRefusedException(
                $"The engine '{engine.Name}' returned a wrong exact product (XᵀX, {m}×{n}); no certificate rests on it.");
        }

        double[] errors = ErrorBounds(x, norms, columnErrors);
        double[] tail = [];
        if (hasRest)
        {
            // (X₀ + X₁ + R/2)ᵀR and its transpose make up everything but X₀ᵀX₀, X₀ᵀX₁ + X₁ᵀX₀ and X₁ᵀX₁.
            Columnwise.For(n, 4L * m, j =>
            {
                SliceKernels.Combine(first, j * m, 1, second, j * m, first, j * m, m);
                SliceKernels.Combine(first, j * m, 0.5, rest, j * m, first, j * m, m);
            });
            engine.Multiply(true, false, n, n, m, first, rest, low);
        }

        if (hasSecond)
        {
            tail = new double[(long)n * n];
            engine.Gram(m, n, second, tail);
        }

        Assemble(n, values, mixed, low, tail);
        return new GramBound(n, values, norms, errors);
    }

    // a_j collects, relative to w: γ(1.1‖r_j‖ + σ‖x₁_j‖) with σ = max ‖x₁_i‖/w_i, four roundings of the small sums, and the column's own
    // error.
    private static double[] ErrorBounds(SliceSet x, double[] norms, double[]? columnErrors)
    {
        const double Roundings = 8 * RoundingBounds.Unit;
        int n = x.Columns;
        double gamma = RoundingBounds.Gamma(x.Rows + SliceKernels.MostTerms), largest = 0;
        for (int j = 0; j < n; j++)
        {
            largest = Math.Max(largest, x.ColumnNorm(1, j) / Math.Max(norms[j], RoundingBounds.Underflow));
        }

        double[] errors = new double[n];
        for (int j = 0; j < n; j++)
        {
            double restNorm = x.ColumnNorm(2, j), secondNorm = x.ColumnNorm(1, j), own = columnErrors is null ? 0 : columnErrors[j];
            double arithmetic = ((gamma + Roundings) * ((2.2 * restNorm) + (largest * secondNorm)))
                + (RoundingBounds.Unit * RoundingBounds.Unit * 8 * norms[j]);
            errors[j] = RoundingBounds.Enlarge(arithmetic + (1.5 * own)) + RoundingBounds.Underflow;
        }

        return errors;
    }

    private static void Assemble(int n, double[] values, double[] mixed, double[] low, double[] tail)
    {
        const int Block = 32;
        int blocks = (n + Block - 1) / Block;
        _ = Parallel.For(0, blocks, b0 =>
        {
            int j0 = b0 * Block, j1 = Math.Min(j0 + Block, n);
            for (int i0 = 0; i0 <= j0; i0 += Block)
            {
                int i1 = Math.Min(i0 + Block, n);
                for (int j = j0; j < j1; j++)
                {
                    for (int i = i0; i < Math.Min(i1, j); i++)
                    {
                        int upper = i + (j * n), lower = j + (i * n);
                        double sum = Arithmetic.ErrorFree.TwoSum(values[upper], mixed[upper], out double e1);
                        sum = Arithmetic.ErrorFree.TwoSum(sum, mixed[lower], out double e2);
                        double small = e1 + e2 + low[upper] + low[lower] + (tail.Length == 0 ? 0 : tail[upper]);
                        values[upper] = sum + small;
                        values[lower] = sum + small;
                    }
                }
            }
        });

        for (int j = 0; j < n; j++)
        {
            values[j + (j * n)] = 0;
        }
    }

    // C = X₀ᵀX₁: xᵀC = (X₀x)ᵀX₁.
    private static bool IsRight(SliceSet x, long[] check, double[] product)
    {
        int m = x.Rows, n = x.Columns, wrong = 0;
        long[] image = IntegerProductCheck.Image(m, n, x.Parts[0], x.InverseGrid, check);
        double shift = PowerOfTwo.Of(x.Bits);
        Columnwise.For(n, 4L * (m + n), j =>
        {
            double scale = x.InverseGrid[j] * shift;
            if (!IntegerProductCheck.TryDot(image, x.Parts[1].AsSpan(j * m, m), null, scale, out long expected)
                || !IntegerProductCheck.TryDot(check, product.AsSpan(j * n, n), x.InverseGrid, scale, out long found)
                || expected != found)
            {
                Interlocked.Exchange(ref wrong, 1);
            }
        });
        return wrong == 0;
    }
}
