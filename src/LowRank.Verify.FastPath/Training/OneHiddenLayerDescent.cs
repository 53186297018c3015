using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Training;

/// <summary>
/// Gradient descent on L(W) = ½‖f(W) − y‖², W_{τ+1} = W_τ − η ∇L(W_τ), ∇L = J(W)^T (f(W) − y), all samples in every step. Double
/// precision. Source: arXiv:1906.05392v2, (1.4)–(1.5).
/// </summary>
public sealed class OneHiddenLayerDescent
{
    private readonly IEngine engine;
    private readonly OneHiddenLayerNetwork start;
    private readonly double[] columns, targets, parameters, arguments, features, slopes, back, residual, gradient;

    /// <summary>Begins at a network, with inputs X ∈ ℝ^{n×d} and targets y ∈ ℝ^{nK}, class-major.</summary>
    /// <exception cref="ArgumentException">Sizes disagree, or the step size is not positive and finite.</exception>
    public OneHiddenLayerDescent(IEngine engine, OneHiddenLayerNetwork network, Matrix inputs, ReadOnlySpan<double> targets,
        double stepSize)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (targets.Length != (long)inputs.Rows * network.Classes)
        {
            throw new ArgumentException(
                $"{inputs.Rows} inputs and {network.Classes} outputs need {(long)inputs.Rows * network.Classes} targets, not "
                + $"{targets.Length}.", nameof(targets));
        }

        if (!(stepSize > 0 && double.IsFinite(stepSize)))
        {
            throw new ArgumentException("The step size must be positive and finite.", nameof(stepSize));
        }

        this.engine = engine;
        start = network;
        Samples = inputs.Rows;
        StepSize = stepSize;
        columns = network.Columns(inputs);
        this.targets = targets.ToArray();
        parameters = network.Parameters.ToArray();
        gradient = new double[parameters.Length];
        arguments = new double[(long)network.Width * Samples];
        features = new double[arguments.Length];
        slopes = new double[arguments.Length];
        back = new double[arguments.Length];
        residual = new double[targets.Length];
        Look();
    }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>η.</summary>
    public double StepSize { get; }

    /// <summary>τ, the number of steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>f(W_τ) − y, class-major.</summary>
    public ReadOnlySpan<double> Residual => residual;

    /// <summary>vect(W_τ).</summary>
    public ReadOnlySpan<double> Parameters => parameters;

    /// <summary>The network with the present weights.</summary>
    public OneHiddenLayerNetwork Network() => new([.. parameters], start.InputDimension, start.Output, start.Activation);

    /// <summary>Makes steps.</summary>
    /// <exception cref="ArithmeticException">The residual is no longer finite: the step size is too large.</exception>
    public void Advance(int steps)
    {
        int n = Samples, k = start.Width, d = start.InputDimension;
        for (int step = 0; step < steps; step++)
        {
            engine.Multiply(true, true, k, n, start.Classes, start.Output.Values, residual, back);
            for (int i = 0; i < back.Length; i++)
            {
                back[i] *= slopes[i];
            }

            engine.Multiply(false, true, d, k, n, columns, back, gradient);
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= StepSize * gradient[i];
            }

            Look();
            Steps++;
        }

        if (!double.IsFinite(residual.Sum()))
        {
            throw new ArithmeticException($"Gradient descent with step size {StepSize:R} left the finite numbers within {Steps} steps.");
        }
    }

    // Forward pass at the present weights: slopes and residual.
    private void Look()
    {
        engine.Multiply(true, false, start.Width, Samples, start.InputDimension, parameters, columns, arguments);
        start.Activation.Apply(arguments, features, slopes);
        engine.Multiply(true, true, Samples, start.Classes, start.Width, features, start.Output.Values, residual);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] -= targets[i];
        }
    }
}
