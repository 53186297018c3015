using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Approximate eigenvectors of a small symmetric matrix by cyclic Jacobi rotations in MPFR arithmetic. They are a proposal: whoever
/// uses them certifies what they are.
/// </summary>
internal static class SymmetricJacobi
{
    private const int MaximumSweeps = 60;

    /// <summary>The columns of Q, nearly orthonormal, with QᵀGQ nearly diagonal; G is the middle of the enclosures.</summary>
    public static BigFloat[][] Vectors(IntervalMatrix gram, int precision)
    {
        int n = gram.Rows;
        BigFloat[][] g = [.. Enumerable.Range(0, n)
            .Select(i => Enumerable.Range(0, n).Select(j => Middle(gram[i, j], precision)).ToArray())];
        BigFloat[][] q = [.. Enumerable.Range(0, n)
            .Select(j => Enumerable.Range(0, n).Select(i => BigFloat.Of(i == j ? 1L : 0L)).ToArray())];
        BigFloat size = g.SelectMany(row => row).Select(BigFloat.Abs).Aggregate(BigFloat.Zero, BigFloat.Max);
        BigFloat negligible = BigFloat.Scale(size, 8 - precision);
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            bool rotated = false;
            for (int i = 0; i < n - 1; i++)
            {
                for (int j = i + 1; j < n; j++)
                {
                    if (BigFloat.Abs(g[i][j]) > negligible)
                    {
                        Rotate(g, q, i, j, precision);
                        rotated = true;
                    }
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        return q;
    }

    /// <summary>A point near the middle.</summary>
    public static BigFloat Middle(Interval x, int precision) =>
        BigFloat.Scale(BigFloat.Add(x.Lower, x.Upper, precision, Rounding.Nearest), -1);

    // t = sign(θ)/(|θ| + √(1 + θ²)), θ = (g_jj − g_ii)/(2 g_ij).
    private static void Rotate(BigFloat[][] g, BigFloat[][] q, int i, int j, int precision)
    {
        BigFloat theta = BigFloat.Divide(Minus(g[j][j], g[i][i]), BigFloat.Scale(g[i][j], 1), precision, Rounding.Nearest);
        BigFloat root = BigFloat.Sqrt(Plus(BigFloat.One, Times(theta, theta)), precision, Rounding.Nearest);
        BigFloat t = BigFloat.Divide(BigFloat.One, Plus(BigFloat.Abs(theta), root), precision, Rounding.Nearest);
        t = theta.Sign < 0 ? BigFloat.Negate(t) : t;
        BigFloat c = BigFloat.Divide(BigFloat.One, BigFloat.Sqrt(Plus(BigFloat.One, Times(t, t)), precision, Rounding.Nearest), precision,
            Rounding.Nearest);
        BigFloat s = Times(c, t);
        for (int k = 0; k < g.Length; k++)
        {
            (g[k][i], g[k][j]) = (Minus(Times(c, g[k][i]), Times(s, g[k][j])), Plus(Times(s, g[k][i]), Times(c, g[k][j])));
        }

        for (int k = 0; k < g.Length; k++)
        {
            (g[i][k], g[j][k]) = (Minus(Times(c, g[i][k]), Times(s, g[j][k])), Plus(Times(s, g[i][k]), Times(c, g[j][k])));
            (q[i][k], q[j][k]) = (Minus(Times(c, q[i][k]), Times(s, q[j][k])), Plus(Times(s, q[i][k]), Times(c, q[j][k])));
        }

        BigFloat Plus(BigFloat x, BigFloat y) => BigFloat.Add(x, y, precision, Rounding.Nearest);
        BigFloat Minus(BigFloat x, BigFloat y) => BigFloat.Subtract(x, y, precision, Rounding.Nearest);
        BigFloat Times(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, precision, Rounding.Nearest);
    }
}
