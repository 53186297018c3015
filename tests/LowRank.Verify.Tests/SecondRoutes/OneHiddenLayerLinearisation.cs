using LowRank.Verify.FastPath.Training;

namespace LowRank.Verify.Tests.SecondRoutes;

/// <summary>
/// Gradient descent on the linearised network f(θ₀) + J (θ − θ₀): r_{τ+1} = (I − η J J^T) r_τ, θ_{τ+1} = θ_τ − η J^T r_τ, matrix-free.
/// Double precision. Source: arXiv:1906.05392v2, Section 5 and Lemma 6.5.
/// </summary>
internal sealed class OneHiddenLayerLinearisation
{
    private readonly OneHiddenLayerJacobian jacobian;
    private readonly double[] residual, displacement;

    /// <summary>Begins with the residual f(θ₀) − y, class-major.</summary>
    /// <exception cref="ArgumentException">Sizes disagree, or the step size is not positive and finite.</exception>
    public OneHiddenLayerLinearisation(OneHiddenLayerJacobian jacobian, ReadOnlySpan<double> residual, double stepSize)
    {
        ArgumentNullException.ThrowIfNull(jacobian);
        if (residual.Length != jacobian.Rows)
        {
            throw new ArgumentException($"The residual has {residual.Length} entries, the Jacobian {jacobian.Rows} rows.",
                nameof(residual));
        }

        if (!(stepSize > 0 && double.IsFinite(stepSize)))
        {
            throw new ArgumentException("The step size must be positive and finite.", nameof(stepSize));
        }

        this.jacobian = jacobian;
        this.residual = residual.ToArray();
        displacement = new double[jacobian.Columns];
        StepSize = stepSize;
    }

    /// <summary>η.</summary>
    public double StepSize { get; }

    /// <summary>τ.</summary>
    public int Steps { get; private set; }

    /// <summary>r_τ.</summary>
    public ReadOnlySpan<double> Residual => residual;

    /// <summary>θ_τ − θ₀.</summary>
    public ReadOnlySpan<double> Displacement => displacement;

    /// <summary>Makes steps.</summary>
    public void Advance(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            double[] gradient = jacobian.TransposeTimes(residual), change = jacobian.Times(gradient);
            for (int i = 0; i < gradient.Length; i++)
            {
                displacement[i] -= StepSize * gradient[i];
            }

            for (int i = 0; i < change.Length; i++)
            {
                residual[i] -= StepSize * change[i];
            }

            Steps++;
        }
    }
}
