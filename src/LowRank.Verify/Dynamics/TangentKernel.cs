using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// Closed forms of the single-output tangent kernel κ = c E[φ'(u) φ'(v)], u and v normal with variances a, b and covariance c, and the
/// matrices that they make. The multiclass kernel is I_K ⊗ Σ̃ (Oymak et al. 2019, Definition 3.1).
/// </summary>
internal static class TangentKernel
{
    /// <summary>The closed form of an activation, or null where there is none for all variances.</summary>
    public static Func<IntervalContext, Interval, Interval, Interval, Interval>? Of(HiddenActivation activation) => activation.Name switch
    {
        "smoothed-relu" => (k, a, b, c) => k.Multiply(c, k.Add(k.Of(new Rational(1, 4)), k.Divide(
            k.Arcsin(k.Divide(c, k.Sqrt(k.Multiply(k.Add(Interval.One, a), k.Add(Interval.One, b))).Value).Value).Value,
            k.Multiply(Interval.Of(2L), k.Pi())).Value)),
        "erf" => (k, a, b, c) => k.Divide(k.Multiply(Interval.Of(4L), c), k.Multiply(k.Pi(), k.Sqrt(Determinant(k, a, b, c)).Value)).Value,
        "sin" => (k, a, b, c) => k.Multiply(c, k.Multiply(k.Exp(IntervalContext.Negate(Interval.Scale(k.Add(a, b), -1))), k.Cosh(c))),
        _ => null,
    };

    /// <summary>Σ̃(X), n×n.</summary>
    public static IntervalMatrix Matrix(IntervalContext context, IntervalMatrix x,
        Func<IntervalContext, Interval, Interval, Interval, Interval> kernel)
    {
        IntervalMatrix products = x.Transpose().Gram(context);
        return IntervalMatrix.From(x.Rows, x.Rows, (i, j) => kernel(context, products[i, i], products[j, j], products[i, j]));
    }

    /// <summary>
    /// L with L Lᵀ the given positive definite matrix, by Cholesky's elimination; undecided where a pivot may not be positive.
    /// </summary>
    public static Outcome<IntervalMatrix> Root(IntervalContext context, IntervalMatrix a)
    {
        Interval[,] l = new Interval[a.Rows, a.Rows];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Interval rest = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    rest = context.Subtract(rest, i == j ? context.Square(l[i, k]) : context.Multiply(l[i, k], l[j, k]));
                }

                if (i == j && rest.Lower.Sign <= 0)
                {
                    return Outcome<IntervalMatrix>.Undecided($"pivot {i + 1} of the kernel matrix may not be positive: {rest}");
                }

                l[i, j] = i == j ? context.Sqrt(rest).Value : context.Divide(rest, l[j, j]).Value;
            }
        }

        return Outcome<IntervalMatrix>.Of(IntervalMatrix.From(a.Rows, a.Rows, (i, j) => j <= i ? l[i, j] : Interval.Zero));
    }

    // (1 + 2a)(1 + 2b) − 4c².
    private static Interval Determinant(IntervalContext k, Interval a, Interval b, Interval c) => k.Subtract(
        k.Multiply(k.Add(Interval.One, Interval.Scale(a, 1)), k.Add(Interval.One, Interval.Scale(b, 1))),
        k.Square(Interval.Scale(c, 1)));
}
