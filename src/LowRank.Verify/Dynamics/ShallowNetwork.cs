using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// The network f(W) = V φ(W Xᵀ) on n inputs (rows of X, n×d) with k hidden neurons (rows of W, k×d, trained) and K outputs (rows of V,
/// K×k, fixed), enclosed. Outputs and rows of the Jacobian stand class by class: f_1(x_1), …, f_1(x_n), f_2(x_1), …; its columns
/// neuron by neuron (Oymak et al. 2019, (5.2), (6.27)-(6.29)).
/// </summary>
internal sealed class ShallowNetwork(IntervalContext context, HiddenActivation activation, IntervalMatrix x, IntervalMatrix v)
{
    /// <summary>The activation.</summary>
    public HiddenActivation Activation => activation;

    /// <summary>The inputs.</summary>
    public IntervalMatrix Inputs => x;

    /// <summary>The output weights.</summary>
    public IntervalMatrix OutputWeights => v;

    /// <summary>The outputs, Kn of them.</summary>
    public Interval[] Outputs(IntervalMatrix w)
    {
        IntervalMatrix hidden = Hidden(w, activation.Value), outputs = v.Times(context, hidden);
        return [.. Enumerable.Range(0, v.Rows * x.Rows).Select(p => outputs[p / x.Rows, p % x.Rows])];
    }

    /// <summary>The Jacobian, Kn×kd: row (l, i) is the Khatri-Rao product of (V_ls φ'(w_s·x_i))_s and x_i.</summary>
    public IntervalMatrix Jacobian(IntervalMatrix w)
    {
        IntervalMatrix slopes = Slopes(w);
        int n = x.Rows, d = x.Columns;
        return IntervalMatrix.From(v.Rows * n, w.Rows * d, (p, q) =>
            context.Multiply(context.Multiply(v[p / n, q / d], slopes[q / d, p % n]), x[p % n, q % d]));
    }

    /// <summary>J Jᵀ without J (Lemma 6.11): block (l, m) is (X Xᵀ) ∘ Σ_s V_ls V_ms φ'(X w_s) φ'(X w_s)ᵀ.</summary>
    public IntervalMatrix JacobianGram(IntervalMatrix w)
    {
        IntervalMatrix slopes = Slopes(w), products = x.Transpose().Gram(context);
        int n = x.Rows;
        return IntervalMatrix.From(v.Rows * n, v.Rows * n, (p, q) => context.Multiply(
            products[p % n, q % n],
            context.Sum(Enumerable.Range(0, w.Rows).Select(s => context.Multiply(
                context.Multiply(v[p / n, s], slopes[s, p % n]),
                context.Multiply(v[q / n, s], slopes[s, q % n]))))));
    }

    /// <summary>Jᵀ u as a k×d matrix, without J: Σ_l diag(v_l) φ'(W Xᵀ) diag(u_l) X.</summary>
    public IntervalMatrix TransposedProduct(IntervalMatrix w, IReadOnlyList<Interval> u)
    {
        IntervalMatrix slopes = Slopes(w);
        int n = x.Rows;
        IntervalMatrix weights = IntervalMatrix.From(w.Rows, n, (s, i) => context.Multiply(
            slopes[s, i],
            context.Sum(Enumerable.Range(0, v.Rows).Select(l => context.Multiply(v[l, s], u[(l * n) + i])))));
        return weights.Times(context, x);
    }

    /// <summary>‖J‖_F² without J: Σ_{s,i} (Σ_l V_ls²) φ'(w_s·x_i)² ‖x_i‖².</summary>
    public Interval SquaredJacobianNorm(IntervalMatrix w)
    {
        IntervalMatrix slopes = Slopes(w);
        return context.Sum(
            from s in Enumerable.Range(0, w.Rows)
            from i in Enumerable.Range(0, x.Rows)
            select context.Multiply(
                context.Multiply(context.Sum(Enumerable.Range(0, v.Rows).Select(l => context.Square(v[l, s]))),
                    context.Square(slopes[s, i])),
                context.Sum(Enumerable.Range(0, x.Columns).Select(j => context.Square(x[i, j])))));
    }

    // φ'(W Xᵀ), k×n.
    private IntervalMatrix Slopes(IntervalMatrix w) => Hidden(w, activation.Slope);

    private IntervalMatrix Hidden(IntervalMatrix w, Func<IntervalContext, Interval, Interval> function)
    {
        IntervalMatrix inner = w.Times(context, x.Transpose());
        return IntervalMatrix.From(w.Rows, x.Rows, (s, i) => function(context, inner[s, i]));
    }
}
