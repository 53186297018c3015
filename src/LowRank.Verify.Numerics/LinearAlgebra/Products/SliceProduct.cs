namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Products X·Y of a fixed m×k matrix X (parts on row grids) with blocks of columns Y (parts on column grids), as unevaluated sums of
/// doubles with a bound of the error. Part products X_i·Y_l with i + l ≤ depth are exact and checked modulo 2^61 − 1; what lies deeper
/// is computed once in doubles, where its error γ‖X_i‖‖Y_rest‖ is already below the grid of the depth.
/// </summary>
internal sealed class SliceProduct
{
    private readonly IEngine engine;
    private readonly SliceSet left;
    private readonly int depth;
    private readonly long[] x;
    private readonly long[][] images;

    /// <summary>Prepares the check vectors of X's parts.</summary>
    public SliceProduct(IEngine engine, SliceSet left, int depth)
    {
        this.engine = engine;
        this.left = left;
        this.depth = depth;
        x = IntegerProductCheck.RandomVector(left.Rows);
        images = [.. left.Parts.Select((part, i) => Image(part, i))];
    }

    /// <summary>
    /// The product with one block of columns. result holds the terms (zeroed here), each left.Rows × right.Columns from offset on;
    /// error[j] ≥ ‖column j of the result − column j of X·Y‖₂.
    /// </summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    public void Multiply(SliceSet right, double[][] result, int offset, Span<double> error, double[] product, double[] operand)
    {
        int m = left.Rows, k = left.Columns, n = right.Columns, additions = 0;
        double[] sizes = new double[n], norms = new double[n];
        foreach (double[] term in result)
        {
            Array.Clear(term, offset, m * n);
        }

        error[..n].Clear();
        for (int level = 0; level <= depth; level++)
        {
            for (int i = 0; i <= Math.Min(level, left.Parts.Length - 1); i++)
            {
                int l = level - i;
                if (left.Norm(i) == 0 || right.Norm(l) == 0)
                {
                    continue;
                }

                engine.Multiply(false, false, m, n, k, left.Parts[i], right.Parts[l], product);
                if (!IsRight(right, i, l, product))
                {
                    throw new EngineRefusedException(
                        $"The engine '{engine.Name}' returned a wrong exact product ({m}×{k} by {k}×{n}); no certificate rests on it.");
                }

                Add(product, result, offset, m, n);
                additions++;
                for (int j = 0; j < n; j++)
                {
                    sizes[j] += left.Norm(i) * right.ColumnNorm(l, j);
                }
            }
        }

        // The deepest parts of X meet the most of Y; the rest of X meets all of it.
        double gamma = RoundingBounds.Gamma(k + SliceKernels.MostTerms);
        for (int i = left.Parts.Length; i >= 0; i--)
        {
            int first = i == left.Parts.Length ? 0 : depth - i + 1;
            if (left.Norm(i) == 0)
            {
                continue;
            }

            right.RestAfter(first, operand, norms);
            if (Array.TrueForAll(norms, norm => norm == 0))
            {
                continue;
            }

            engine.Multiply(false, false, m, n, k, i == left.Parts.Length ? left.Rest : left.Parts[i], operand, product);
            Add(product, result, offset, m, n);
            additions++;
            for (int j = 0; j < n; j++)
            {
                double size = left.Norm(i) * norms[j];
                sizes[j] += size;
                error[j] += gamma * size;
            }
        }

        // Every addition loses at most one ulp of the last term, and each term is at most additions·u times the one before.
        double dropped = Math.Pow(additions * RoundingBounds.Unit, result.Length);
        for (int j = 0; j < n; j++)
        {
            error[j] = RoundingBounds.Enlarge(error[j] + (2 * dropped * sizes[j])) + RoundingBounds.Underflow;
        }
    }

    private static void Add(double[] product, double[][] result, int offset, int m, int n) =>
        Columnwise.For(n, (long)m * result.Length, j => SliceKernels.Accumulate(result, offset + (j * m), product, j * m, m));

    private bool IsRight(SliceSet right, int i, int l, double[] product)
    {
        int m = left.Rows, k = left.Columns, wrong = 0;
        double leftShift = PowerOfTwo.Of(left.Bits * i), rightShift = PowerOfTwo.Of(right.Bits * l);
        Columnwise.For(right.Columns, 4L * (m + k), j =>
        {
            double scale = right.InverseGrid[j] * rightShift;
            if (!IntegerProductCheck.TryDot(images[i], right.Parts[l].AsSpan(j * k, k), null, scale, out long expected)
                || !IntegerProductCheck.TryDot(x, product.AsSpan(j * m, m), left.InverseGrid, leftShift * scale, out long found)
                || expected != found)
            {
                Interlocked.Exchange(ref wrong, 1);
            }
        });
        return wrong == 0;
    }

    // xᵀX_i modulo p, one number per column of X.
    private long[] Image(double[] part, int i)
    {
        long[] image = new long[left.Columns];
        double shift = PowerOfTwo.Of(left.Bits * i);
        int m = left.Rows;
        Columnwise.For(left.Columns, 4L * m, c =>
        {
            if (!IntegerProductCheck.TryDot(x, part.AsSpan(c * m, m), left.InverseGrid, shift, out image[c]))
            {
                throw new InvalidOperationException("A part of a slice set does not lie on its grid.");
            }
        });
        return image;
    }
}
