using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// A proposal for the leading left singular vectors of a linear operator: block Lanczos on AAᵀ with full reorthogonalisation, started from
/// AΩ with a random Ω, and Ritz vectors of the space that it spans. Nothing is promised of the result.
/// </summary>
internal sealed class KrylovSpace
{
    // A direction that is left with less than this of its length after projection is rounding noise.
    private const double Exhausted = 1e-11;

    // Ritz residuals ‖AAᵀq − θ²q‖ below this times θ₁² cannot be improved upon in doubles.
    private const double Converged = 1e-13;

    private readonly ILinearOperator a;
    private readonly IEngine engine;
    private readonly int size;
    private readonly double scale;
    private readonly List<double[]> basis = [];
    private readonly List<double[]> squares = []; // AAᵀ of the blocks: the images under Aᵀ may be far longer and are not kept
    private readonly List<int> widths = [];

    private KrylovSpace(ILinearOperator a, IEngine engine, int size, double scale)
    {
        this.a = a;
        this.engine = engine;
        this.size = size;
        this.scale = scale;
    }

    /// <summary>
    /// At most <paramref name="count"/> near orthonormal columns (m × count), the leading Ritz vectors first; null when a decomposition
    /// failed or nothing but zeros was found. scale·A has entries of moderate size.
    /// </summary>
    public static (double[] Vectors, int Count)? Leading(
        ILinearOperator a, IEngine engine, int count, int wanted, double scale, LeadingSpectrumOptions options,
            CancellationToken cancellation)
    {
        int smaller = Math.Min(a.Rows, a.Columns), block = Math.Min(smaller, count);
        return new KrylovSpace(a, engine, smaller, scale)
            .Run(block, Math.Min(count, smaller), Math.Min(wanted, smaller), options, cancellation);
    }

    private (double[] Vectors, int Count)? Run(int block, int count, int wanted, LeadingSpectrumOptions options,
        CancellationToken cancellation)
    {
        Random random = new(options.Seed);
        double[] start = new double[a.Columns * block];
        for (int i = 0; i < start.Length; i++)
        {
            start[i] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        }

        double[] next = new double[a.Rows * block];
        _ = a.Multiply(block, start, next);
        start = [];
        (double[] Vectors, int Count)? best = null;
        int width = block, total = 0;
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Orthonormal(Scaled(next), ref width, size - total) is not { } fresh || width == 0)
            {
                break;
            }

            double[] image = new double[a.Columns * width];
            _ = a.MultiplyTransposed(width, fresh, image);
            ScaleInPlace(image);
            basis.Add(fresh);
            widths.Add(width);
            total += width;
            next = new double[a.Rows * width];
            _ = a.Multiply(width, image, next);
            squares.Add(Scaled(next));
            if (Ritz(total, Math.Min(count, total)) is not { } ritz)
            {
                break;
            }

            best = (ritz.Vectors, Math.Min(count, total));
            double residual = Residual(next, width, ritz.Coefficients, total, Math.Min(wanted, total));
            options.Progress?.Report(
                $"step {step + 1}: space of {total} vectors, largest residual {residual / ritz.Top:E1} of the leading eigenvalue");
            if (total >= size || residual <= Converged * ritz.Top)
            {
                break;
            }
        }

        return best;
    }

    // T = QᵀAAᵀQ, made symmetric, its eigenvectors by a singular value decomposition (T is positive semidefinite).
    private (double[] Vectors, double[] Coefficients, double Top)? Ritz(int total, int count)
    {
        double[] all = new double[a.Rows * total], space = new double[a.Rows * total], t = new double[total * total];
        for (int b = 0, at = 0; b < basis.Count; at += widths[b++])
        {
            squares[b].CopyTo(all, at * a.Rows);
            basis[b].CopyTo(space, at * a.Rows);
        }

        engine.Multiply(true, false, total, total, a.Rows, space, all, t);
        for (int j = 0; j < total; j++)
        {
            for (int i = 0; i < j; i++)
            {
                t[j + (i * total)] = t[i + (j * total)] = 0.5 * (t[j + (i * total)] + t[i + (j * total)]);
            }
        }

        if (!Array.TrueForAll(t, double.IsFinite) || engine.Decompose(new Matrix(total, total, t)) is not { } decomposed
            || decomposed.Values[0] <= 0)
        {
            return null;
        }

        double[] vectors = new double[a.Rows * count];
        engine.Multiply(false, false, a.Rows, count, total, space, decomposed.Left.AsSpan(0, total * count), vectors);
        return (vectors, decomposed.Left, decomposed.Values[0]);
    }

    // ‖(I − QQᵀ)·AAᵀ·(part of the Ritz vector in the last block)‖: the rest of AAᵀQ lies in the space.
    private double Residual(double[] next, int width, double[] coefficients, int total, int wanted)
    {
        double[] outside = Scaled(next), part = new double[width * wanted], images = new double[a.Rows * wanted];
        Project(outside, width);
        for (int c = 0; c < wanted; c++)
        {
            coefficients.AsSpan((c * total) + total - width, width).CopyTo(part.AsSpan(c * width, width));
        }

        engine.Multiply(false, false, a.Rows, wanted, width, outside, part, images);
        double largest = 0;
        for (int c = 0; c < wanted; c++)
        {
            largest = Math.Max(largest, images.AsSpan(c * a.Rows, a.Rows).ToArray().Sum(x => x * x));
        }

        return Math.Sqrt(largest);
    }

    private double[]? Orthonormal(double[] x, ref int width, int most)
    {
        double before = Math.Sqrt(x.Sum(v => v * v));
        Project(x, width);
        Project(x, width);
        if (before == 0 || !Array.TrueForAll(x, double.IsFinite) || engine.Decompose(new Matrix(a.Rows, width, x)) is not { } first)
        {
            width = 0;
            return null;
        }

        int kept = Math.Min(most, first.Values.Count(value => value > Exhausted * before));
        if (kept == 0)
        {
            width = 0;
            return null;
        }

        double[] fresh = first.Left[..(a.Rows * kept)];
        width = kept;
        Project(fresh, kept);
        return engine.Decompose(new Matrix(a.Rows, kept, fresh))?.Left;
    }

    private void Project(double[] x, int width)
    {
        for (int b = 0; b < basis.Count; b++)
        {
            double[] coefficients = new double[widths[b] * width], part = new double[a.Rows * width];
            engine.Multiply(true, false, widths[b], width, a.Rows, basis[b], x, coefficients);
            engine.Multiply(false, false, a.Rows, width, widths[b], basis[b], coefficients, part);
            for (int i = 0; i < x.Length; i++)
            {
                x[i] -= part[i];
            }
        }
    }

    private void ScaleInPlace(double[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= scale;
        }
    }

    private double[] Scaled(double[] x) => Array.ConvertAll(x, value => value * scale);
}
