using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Enclosures of any precision for small matrices, by a route of its own: one-sided Jacobi rotations in MPFR arithmetic (Hestenes
/// 1958) propose V and the columns of W = AV; the certificate of the double level is then evaluated in interval arithmetic,
/// with U the normalised columns of W and every norm a Frobenius norm. Columns of W that vanish to working precision get s = 0,
/// and no column of U is needed for them.
/// </summary>
internal sealed class JacobiCertificate
{
    private const int MaximumSweeps = 60;

    private readonly int precision;
    private readonly IntervalContext context;

    private JacobiCertificate(int precision)
    {
        this.precision = precision;
        context = new IntervalContext(precision);
    }

    /// <summary>True when the rotations of an m×n matrix, n ≤ m, take at most about a second.</summary>
    public static bool IsAffordable(Matrix a) =>
        (double)a.Rows * a.Columns * a.MinimumDimension <= 64 * 64 * 64 && a.MinimumDimension <= 64;

    /// <summary>
    /// Enclosures of the singular values in descending order, computed with <paramref name="precision"/> bits; null when the
    /// iteration stalls. <paramref name="start"/> may hold n×n approximate right singular vectors of the tall orientation of A.
    /// </summary>
    public static Interval[]? Enclose(Matrix a, int precision, double[]? start) =>
        new JacobiCertificate(precision).Run(a.Rows >= a.Columns ? a : a.Transpose(), start);

    private Interval[]? Run(Matrix a, double[]? start)
    {
        int m = a.Rows, n = a.Columns;
        BigFloat[][] entries = [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, m).Select(i => BigFloat.Of(a[i, j])).ToArray())];
        BigFloat[][] v = StartingVectors(n, start);
        BigFloat[][] w = [.. v.Select(column => Times(entries, column, m))];
        if (!Rotate(w, v))
        {
            return null;
        }

        BigFloat[] squares = [.. w.Select(column => Dot(column, column))];
        BigFloat[] s = [.. squares.Select(x => BigFloat.Sqrt(x, precision, Rounding.Nearest))];
        BigFloat negligible = BigFloat.Scale(s.Aggregate(BigFloat.Max), 24 - precision);
        int[] kept = [.. Enumerable.Range(0, n).Where(j => s[j] > negligible)];
        BigFloat[][] u = [.. kept.Select(j => w[j].Select(x => BigFloat.Divide(x, s[j], precision, Rounding.Nearest)).ToArray())];
        BigFloat alpha = Defect(u), beta = Defect(v);
        if (alpha >= BigFloat.One || beta >= BigFloat.One)
        {
            return null;
        }

        BigFloat phi = Residual(entries, v, u, s, kept, m);
        BigFloat[] proposed = [.. Enumerable.Range(0, n).Select(j => kept.Contains(j) ? s[j] : BigFloat.Zero).OrderDescending()];
        return [.. proposed.Select(value => OstrowskiWeyl.Enclose(value, alpha, beta, phi, precision))];
    }

    // The engine's right vectors, rounded to about 50 bits, are orthonormal to working precision only after orthogonalisation.
    private BigFloat[][] StartingVectors(int n, double[]? start)
    {
        BigFloat[][] v = new BigFloat[n][];
        for (int j = 0; j < n; j++)
        {
            v[j] = [.. Enumerable.Range(0, n).Select(i => start is { } given && given.Length == n * n && double.IsFinite(given[i + (j * n)])
                ? BigFloat.Of(given[i + (j * n)])
                : BigFloat.Of(i == j ? 1L : 0L))];
        }

        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < j; k++)
                {
                    BigFloat overlap = Dot(v[k], v[j]);
                    v[j] = [.. v[j].Select((x, i) => Minus(x, Times(overlap, v[k][i])))];
                }

                BigFloat norm = BigFloat.Sqrt(Dot(v[j], v[j]), precision, Rounding.Nearest);
                if (norm < BigFloat.Of(0.5))
                {
                    return StartingVectors(n, null);
                }

                v[j] = [.. v[j].Select(x => BigFloat.Divide(x, norm, precision, Rounding.Nearest))];
            }
        }

        return v;
    }

    private bool Rotate(BigFloat[][] w, BigFloat[][] v)
    {
        // Orthogonal to working precision: |wᵢᵀwⱼ| ≤ 2^(16−precision)·‖wᵢ‖‖wⱼ‖, or both columns negligible against the largest.
        BigFloat tolerance = BigFloat.Scale(BigFloat.One, 2 * (16 - precision));
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            bool rotated = false;
            BigFloat[] norms = [.. w.Select(column => Dot(column, column))];
            BigFloat negligible = BigFloat.Scale(norms.Aggregate(BigFloat.Max), 2 * (16 - precision));
            for (int p = 0; p < w.Length - 1; p++)
            {
                for (int q = p + 1; q < w.Length; q++)
                {
                    rotated |= RotatePair(w, v, p, q, tolerance, negligible);
                }
            }

            if (!rotated)
            {
                return true;
            }
        }

        return false;
    }

    private bool RotatePair(BigFloat[][] w, BigFloat[][] v, int p, int q, BigFloat tolerance, BigFloat negligible)
    {
        BigFloat a = Dot(w[p], w[p]), b = Dot(w[q], w[q]), c = Dot(w[p], w[q]);
        if ((a <= negligible && b <= negligible)
            || Times(c, c) <= Times(tolerance, BigFloat.Max(Times(a, b), Times(negligible, BigFloat.Max(a, b)))))
        {
            return false;
        }

        // tan of the rotation angle: t = sign(ζ)/(|ζ| + √(1 + ζ²)), ζ = (b − a)/(2c).
        BigFloat zeta = BigFloat.Divide(Minus(b, a), BigFloat.Scale(c, 1), precision, Rounding.Nearest);
        BigFloat root = BigFloat.Sqrt(Plus(BigFloat.One, Times(zeta, zeta)), precision, Rounding.Nearest);
        BigFloat t = BigFloat.Divide(BigFloat.One, Plus(BigFloat.Abs(zeta), root), precision, Rounding.Nearest);
        t = zeta.Sign < 0 ? BigFloat.Negate(t) : t;
        BigFloat cosine = BigFloat.Divide(BigFloat.One, BigFloat.Sqrt(Plus(BigFloat.One, Times(t, t)), precision, Rounding.Nearest),
            precision, Rounding.Nearest);
        BigFloat sine = Times(cosine, t);
        Turn(w[p], w[q], cosine, sine);
        Turn(v[p], v[q], cosine, sine);
        return true;
    }

    private void Turn(BigFloat[] x, BigFloat[] y, BigFloat cosine, BigFloat sine)
    {
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = (Minus(Times(cosine, x[i]), Times(sine, y[i])), Plus(Times(sine, x[i]), Times(cosine, y[i])));
        }
    }

    // Upper bound of ‖I − QᵀQ‖_F.
    private BigFloat Defect(BigFloat[][] q)
    {
        Interval sum = Interval.Zero;
        for (int i = 0; i < q.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Interval entry = ExactDot(q[i], q[j]);
                Interval square = context.Square(i == j ? context.Subtract(entry, Interval.One) : entry);
                sum = context.Add(sum, i == j ? square : context.Add(square, square));
            }
        }

        return BigFloat.Sqrt(sum.Upper, precision, Rounding.Up);
    }

    // Upper bound of ‖AV − U diag(s)‖_F, with the columns of s = 0 compared with 0.
    private BigFloat Residual(BigFloat[][] entries, BigFloat[][] v, BigFloat[][] u, BigFloat[] s, int[] kept, int m)
    {
        Interval sum = Interval.Zero;
        for (int j = 0; j < v.Length; j++)
        {
            int position = Array.IndexOf(kept, j);
            for (int i = 0; i < m; i++)
            {
                Interval entry = Interval.Zero;
                for (int k = 0; k < entries.Length; k++)
                {
                    entry = context.Add(entry, Product(entries[k][i], v[j][k]));
                }

                entry = position < 0 ? entry : context.Subtract(entry, Product(u[position][i], s[j]));
                sum = context.Add(sum, context.Square(entry));
            }
        }

        return BigFloat.Sqrt(sum.Upper, precision, Rounding.Up);
    }

    private Interval ExactDot(BigFloat[] x, BigFloat[] y)
    {
        Interval sum = Interval.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum = context.Add(sum, Product(x[i], y[i]));
        }

        return sum;
    }

    private Interval Product(BigFloat x, BigFloat y) => new(
        BigFloat.Multiply(x, y, precision, Rounding.Down), BigFloat.Multiply(x, y, precision, Rounding.Up));

    private BigFloat Dot(BigFloat[] x, BigFloat[] y)
    {
        BigFloat sum = BigFloat.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum = Plus(sum, Times(x[i], y[i]));
        }

        return sum;
    }

    private BigFloat[] Times(BigFloat[][] entries, BigFloat[] column, int rows)
    {
        BigFloat[] result = new BigFloat[rows];
        for (int i = 0; i < rows; i++)
        {
            BigFloat sum = BigFloat.Zero;
            for (int k = 0; k < column.Length; k++)
            {
                sum = Plus(sum, Times(entries[k][i], column[k]));
            }

            result[i] = sum;
        }

        return result;
    }

    private BigFloat Plus(BigFloat x, BigFloat y) => BigFloat.Add(x, y, precision, Rounding.Nearest);

    private BigFloat Minus(BigFloat x, BigFloat y) => BigFloat.Subtract(x, y, precision, Rounding.Nearest);

    private BigFloat Times(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, precision, Rounding.Nearest);
}
