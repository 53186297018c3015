using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// The expected kernel (ν²/K) I_K ⊗ Σ̃(X) of inputs that are copies of centres, seen through the centres: with U the 0-1 matrix of
/// membership and D the cluster sizes, U D^(−1/2) has orthonormal columns and Σ̃(X) = U Σ̃(M) Uᵀ, so that the nonzero spectrum is that of
/// D^(1/2) Σ̃(M) D^(1/2), and labels y_l = U b_l have the coefficients D^(1/2) b_l.
/// </summary>
internal static class ClusteredKernel
{
    /// <summary>
    /// The parts of the labels at a cutoff, for the reference Jacobian J = (ν/√K) Σ(X)^(1/2), and ‖J_N J_Nᵀ …‖ as in
    /// <see cref="SpaceSplit{T}"/>. Undecided where Σ̃(M) may be singular or a singular value lies on the cutoff.
    /// </summary>
    /// <param name="context">The arithmetic.</param>
    /// <param name="kernel">Σ̃(M).</param>
    /// <param name="sizes">Inputs in each cluster.</param>
    /// <param name="classOf">Class of each cluster, counted from 0.</param>
    /// <param name="classes">K.</param>
    /// <param name="nu">ν.</param>
    /// <param name="alpha">The cutoff.</param>
    public static Outcome<SpaceSplit<Interval>> Labels(
        IntervalContext context, IntervalMatrix kernel, IReadOnlyList<long> sizes, IReadOnlyList<int> classOf, int classes, Interval nu,
            Interval alpha)
    {
        Interval[] roots = [.. sizes.Select(n => context.Sqrt(Interval.Of(n)).Value)];
        Outcome<IntervalMatrix> factor = TangentKernel.Root(context, kernel);
        if (!factor.IsEnclosed)
        {
            return Outcome<SpaceSplit<Interval>>.Undecided(factor.Reason);
        }

        Interval scale = context.Divide(nu, context.Sqrt(Interval.Of((long)classes)).Value).Value;
        IntervalMatrix j = IntervalMatrix.From(kernel.Rows, kernel.Rows,
            (a, b) => context.Multiply(scale, context.Multiply(roots[a], factor.Value[a, b])));
        Outcome<IntervalSpaces> split = IntervalSpaces.Of(context, j);
        if (!split.IsEnclosed)
        {
            return Outcome<SpaceSplit<Interval>>.Undecided(split.Reason);
        }

        SpaceSplit<Interval> sum = EnclosedSplit.OfZero(0);
        for (int l = 0; l < classes; l++)
        {
            Interval[] labels = [.. roots.Select((root, c) => classOf[c] == l ? root : Interval.Zero)];
            Outcome<SpaceSplit<Interval>> parts = split.Value.At(labels, alpha, null);
            if (!parts.IsEnclosed)
            {
                return parts;
            }

            sum = sum.With(parts.Value, (x, y) => context.Sqrt(context.Add(context.Square(x), context.Square(y))).Value);
        }

        return Outcome<SpaceSplit<Interval>>.Of(sum);
    }
}
