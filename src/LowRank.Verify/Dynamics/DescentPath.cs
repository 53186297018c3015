using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// Gradient descent on ½‖f(W) − y‖² and on its linearisation at W_0, enclosed step by step: W_{τ+1} = W_τ − η Jᵀ(W_τ) r_τ and
/// θ̃_{τ+1} = θ̃_τ − η Jᵀ(W_0) r̃_τ.
/// </summary>
/// <param name="Context">The arithmetic.</param>
/// <param name="Jacobian">J(W_0).</param>
/// <param name="Weights">W_τ, τ = 0, 1, ….</param>
/// <param name="Residuals">r_τ = f(W_τ) − y.</param>
/// <param name="LinearWeights">θ̃_τ − θ_0.</param>
/// <param name="LinearResiduals">r̃_τ = r_0 + J(W_0)(θ̃_τ − θ_0).</param>
internal sealed record DescentPath(
    IntervalContext Context,
    IntervalMatrix Jacobian,
    IReadOnlyList<IntervalMatrix> Weights,
    IReadOnlyList<Interval[]> Residuals,
    IReadOnlyList<Interval[]> LinearWeights,
    IReadOnlyList<Interval[]> LinearResiduals)
{
    /// <summary>The path of an instance.</summary>
    public static DescentPath Of(IntervalContext context, TrainingInstance instance, Rational eta, int steps)
    {
        ShallowNetwork network = instance.Network(context);
        Interval step = context.Of(eta);
        Interval[] y = [.. instance.Y.Select(context.Of)];
        IntervalMatrix w = TrainingInstance.Enclose(context, instance.W0), jacobian = network.Jacobian(w);
        Interval[] Residual(IntervalMatrix weights) => [.. network.Outputs(weights).Zip(y, context.Subtract)];
        Interval[] r = Residual(w), start = r, linear = [.. Enumerable.Repeat(Interval.Zero, jacobian.Columns)], linearResidual = r;
        List<IntervalMatrix> weights = [w];
        List<Interval[]> residuals = [r], linearWeights = [linear], linearResiduals = [r];
        for (int t = 0; t < steps; t++)
        {
            IntervalMatrix gradient = network.TransposedProduct(w, r), before = w;
            w = IntervalMatrix.From(w.Rows, w.Columns, (i, j) => context.Subtract(before[i, j], context.Multiply(step, gradient[i, j])));
            r = Residual(w);
            Interval[] slope = jacobian.TransposeTimes(context, linearResidual);
            linear = [.. linear.Zip(slope, (p, g) => context.Subtract(p, context.Multiply(step, g)))];
            linearResidual = [.. start.Zip(jacobian.Times(context, linear), context.Add)];
            weights.Add(w);
            residuals.Add(r);
            linearWeights.Add(linear);
            linearResiduals.Add(linearResidual);
        }

        return new DescentPath(context, jacobian, weights, residuals, linearWeights, linearResiduals);
    }

    /// <summary>W_τ − W_0, row by row.</summary>
    public Interval[][] Moved(int step) =>
        [.. Enumerable.Range(0, Weights[0].Rows).Select(i => Enumerable.Range(0, Weights[0].Columns)
            .Select(j => Context.Subtract(Weights[step][i, j], Weights[0][i, j])).ToArray())];

    /// <summary>‖x‖.</summary>
    public Interval Norm(IEnumerable<Interval> x) => Context.Sqrt(Context.Sum(x.Select(Context.Square))).Value;
}
