using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Training;

/// <summary>
/// The network f(x; W) = V φ(W x): W ∈ ℝ^{k×d} is trained, V ∈ ℝ^{K×k} is fixed. Parameters are vect(W), the rows of W one after the
/// other; outputs on n inputs are class-major, f_1(x_1), …, f_1(x_n), f_2(x_1), …. Double precision, no promise about rounding beyond
/// that of the engine's products. Source: arXiv:1906.05392v2, (1.1)–(1.3), ordering (5.2).
/// </summary>
public sealed class OneHiddenLayerNetwork
{
    // Column-major d×k, which is vect(W).
    private readonly double[] rows;

    /// <summary>A network.</summary>
    /// <param name="hidden">W, k×d.</param>
    /// <param name="output">V, K×k.</param>
    /// <param name="activation">φ.</param>
    /// <exception cref="ArgumentException">The columns of V are not as many as the rows of W.</exception>
    public OneHiddenLayerNetwork(Matrix hidden, Matrix output, OneHiddenLayerActivation activation)
        : this(hidden.Transpose().Values, hidden.Columns, output, activation)
    {
    }

    internal OneHiddenLayerNetwork(double[] parameters, int inputDimension, Matrix output, OneHiddenLayerActivation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (parameters.LongLength != (long)inputDimension * output.Columns)
        {
            throw new ArgumentException($"V has {output.Columns} columns, W {parameters.Length / inputDimension} rows; they must be equal.",
                nameof(output));
        }

        rows = parameters;
        InputDimension = inputDimension;
        Output = output;
        Activation = activation;
    }

    /// <summary>d.</summary>
    public int InputDimension { get; }

    /// <summary>k, the number of hidden units.</summary>
    public int Width => Output.Columns;

    /// <summary>K, the number of outputs.</summary>
    public int Classes => Output.Rows;

    /// <summary>V, K×k.</summary>
    public Matrix Output { get; }

    /// <summary>φ.</summary>
    public OneHiddenLayerActivation Activation { get; }

    /// <summary>vect(W): the kd entries of W, row after row. Not to be written to.</summary>
    public ReadOnlySpan<double> Parameters => rows;

    /// <summary>W, k×d.</summary>
    public Matrix Hidden() => Matrix.FromRowMajor(Width, InputDimension, rows);

    /// <summary>V φ(W X^T) for the rows of X ∈ ℝ^{n×d}: n·K numbers, class-major.</summary>
    /// <exception cref="ArgumentException">X has another number of columns than d.</exception>
    public double[] Outputs(IEngine engine, Matrix inputs)
    {
        double[] features = Features(engine, Columns(inputs)), outputs = new double[(long)inputs.Rows * Classes];
        engine.Multiply(true, true, inputs.Rows, Classes, Width, features, Output.Values, outputs);
        return outputs;
    }

    /// <summary>φ(X W^T), n×k: the Jacobian with respect to V is I_K ⊗ φ(X W^T).</summary>
    /// <exception cref="ArgumentException">X has another number of columns than d.</exception>
    public Matrix Features(IEngine engine, Matrix inputs) => new Matrix(Width, inputs.Rows, Features(engine, Columns(inputs))).Transpose();

    /// <summary>X as d×n columns, its size checked.</summary>
    internal double[] Columns(Matrix inputs) => inputs.Columns == InputDimension
        ? inputs.Transpose().Values
        : throw new ArgumentException($"The inputs have {inputs.Columns} coordinates, the network takes {InputDimension}.", nameof(inputs));

    /// <summary>W X^T, k×n column-major, for X as d×n columns.</summary>
    internal double[] Arguments(IEngine engine, double[] columns)
    {
        int samples = columns.Length / InputDimension;
        double[] arguments = new double[(long)Width * samples];
        engine.Multiply(true, false, Width, samples, InputDimension, rows, columns, arguments);
        return arguments;
    }

    private double[] Features(IEngine engine, double[] columns)
    {
        double[] values = Arguments(engine, columns);
        Activation.Apply(values, values, default);
        return values;
    }
}
