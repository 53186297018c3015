using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// The columns of a Jacobian that belong to one weight tensor, as the structure that they have: the row of class l and sample s is
/// scale·Σ_P δ_P ⊗ a_P, δ_P what the outputs at place P weigh in f_l(x_s) and a_P what entered there; a dense layer has one place.
/// Products use that a does not depend on l. Error bounds: docs/proofs/jacobian-products.md.
/// </summary>
internal abstract class JacobianPart
{
    private readonly double[][] delta;
    private readonly double scale;

    private JacobianPart(JacobianParameter block, double[][] delta, int length, int samples)
    {
        (Block, this.delta, Length, Samples, scale) = (block, delta, length, samples, block.Scale);
    }

    public JacobianParameter Block { get; }

    /// <summary>An upper bound of (Σ_rows (scale·‖δ‖‖a‖)²)^½: of ‖J̃‖_F where there is one place.</summary>
    public double Size { get; private set; }

    /// <summary>Terms of the longest sum in J̃x.</summary>
    public abstract long Terms { get; }

    /// <summary>Terms of the longest sum in J̃ᵀy.</summary>
    public abstract long TransposedTerms { get; }

    /// <summary>Outputs of the layer.</summary>
    protected int Length { get; }

    protected int Samples { get; }

    protected int Classes => delta.Length;

    private double Scale => Math.Abs(scale);

    /// <summary>
    /// The part of a weight tensor or bias, from δ of every class (length × samples) and what entered the layer (inputs × samples).
    /// </summary>
    public static JacobianPart Of(ProgramStep step, JacobianParameter block, double[][] delta, double[] inputs, int samples)
    {
        JacobianPart part = step switch
        {
            ProgramStep.Dense { Layer: { } layer } when block.IsBias => new Bias(block, delta, layer.OutputDimension, samples),
            ProgramStep.Dense { Layer: { } layer } => new Dense(block, delta, layer, inputs, samples),
            ProgramStep.Convolution convolution when block.IsBias => new Bias(block, delta, convolution.Layer.OutputDimension, samples),
            ProgramStep.Convolution convolution => new Convolution(block, delta, convolution, inputs, samples),
            _ => throw new InvalidOperationException(step.Name),
        };
        double squares = 0;
        for (int s = 0; s < samples; s++)
        {
            double input = part.InputNorm(s) * part.Scale;
            for (int l = 0; l < delta.Length; l++)
            {
                double row = RoundingBounds.Enlarge(input * DenseLoops.Norm(part.Delta(l, s)));
                squares += row * row;
            }
        }

        part.Size = RoundingBounds.NormFromSquares(squares, (long)samples * delta.Length);
        return part;
    }

    /// <summary>result += J̃x. Products are the engine's, or of loops of our own where there is none.</summary>
    public void Forward(ReadOnlySpan<double> x, Span<double> result, IEngine? engine)
    {
        double[] images = new double[Length];
        Prepare(x, engine);
        for (int s = 0; s < Samples; s++)
        {
            Image(s, x, images, engine);
            for (int l = 0; l < Classes; l++)
            {
                result[(l * Samples) + s] += scale * DenseLoops.Dot(Delta(l, s), images);
            }
        }
    }

    /// <summary>result ← J̃ᵀy.</summary>
    public void Backward(ReadOnlySpan<double> y, Span<double> result, IEngine? engine)
    {
        double[] weighed = new double[Length * Samples];
        for (int s = 0; s < Samples; s++)
        {
            for (int l = 0; l < Classes; l++)
            {
                DenseLoops.AddMultiple(Delta(l, s), y[(l * Samples) + s], weighed.AsSpan(s * Length, Length));
            }
        }

        result.Clear();
        Gather(weighed, result, engine);
        for (int i = 0; scale != 1 && i < result.Length; i++)
        {
            result[i] *= scale;
        }
    }

    protected ReadOnlySpan<double> Delta(int l, int s) => delta[l].AsSpan(s * Length, Length);

    /// <summary>‖a‖ of a sample, over all places.</summary>
    protected abstract double InputNorm(int s);

    protected virtual void Prepare(ReadOnlySpan<double> x, IEngine? engine)
    {
    }

    /// <summary>X a of one sample, in the order of δ.</summary>
    protected abstract void Image(int s, ReadOnlySpan<double> x, Span<double> image, IEngine? engine);

    /// <summary>Σ_s w_s ⊗ a_s for w (length × samples).</summary>
    protected abstract void Gather(double[] weighed, Span<double> result, IEngine? engine);

    /// <summary>C ← op(A)·op(B) by the engine, or by loops.</summary>
    private static void Product(IEngine? engine, bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a,
        ReadOnlySpan<double> b, Span<double> c)
    {
        if (engine is not null)
        {
            engine.Multiply(transposeA, transposeB, m, n, k, a, b, c);
            return;
        }

        double[] column = new double[k];
        for (int j = 0; j < n; j++)
        {
            for (int t = 0; t < k; t++)
            {
                column[t] = transposeB ? b[j + (t * n)] : b[t + (j * k)];
            }

            Span<double> target = c.Slice(j * m, m);
            if (transposeA)
            {
                for (int i = 0; i < m; i++)
                {
                    target[i] = DenseLoops.Dot(a.Slice(i * k, k), column);
                }
            }
            else
            {
                DenseLoops.Combine(a, m, k, column, target);
            }
        }
    }

    private sealed class Bias(JacobianParameter block, double[][] delta, int length, int samples)
        : JacobianPart(block, delta, length, samples)
    {
        // Outputs that one entry is added to: the positions of its channel, or all.
        private readonly int each = length / block.Count;

        public override long Terms => Length;

        public override long TransposedTerms => Classes + ((long)Samples * each);

        protected override double InputNorm(int s) => Math.BitIncrement(Math.Sqrt(each));

        protected override void Image(int s, ReadOnlySpan<double> x, Span<double> image, IEngine? engine)
        {
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = x[i / each];
            }
        }

        protected override void Gather(double[] weighed, Span<double> result, IEngine? engine)
        {
            for (int i = 0; i < weighed.Length; i++)
            {
                result[i % Length / each] += weighed[i];
            }
        }
    }

    private sealed class Dense(JacobianParameter block, double[][] delta, DenseLayer layer, double[] inputs, int samples)
        : JacobianPart(block, delta, layer.OutputDimension, samples)
    {
        private double[] images = [];

        public override long Terms => layer.InputDimension + Length;

        public override long TransposedTerms => Classes + Samples;

        protected override double InputNorm(int s) => DenseLoops.Norm(inputs.AsSpan(s * layer.InputDimension, layer.InputDimension));

        protected override void Prepare(ReadOnlySpan<double> x, IEngine? engine)
        {
            // Rows concatenated are the columns of the transpose.
            images = images.Length == 0 ? new double[Length * Samples] : images;
            Product(engine, true, false, Length, Samples, layer.InputDimension, x, inputs, images);
        }

        protected override void Image(int s, ReadOnlySpan<double> x, Span<double> image, IEngine? engine) =>
            images.AsSpan(s * Length, Length).CopyTo(image);

        protected override void Gather(double[] weighed, Span<double> result, IEngine? engine) =>
            Product(engine, false, true, layer.InputDimension, Length, Samples, inputs, weighed, result);
    }

    private sealed class Convolution(JacobianParameter block, double[][] delta, ProgramStep.Convolution step, double[] inputs, int samples)
        : JacobianPart(block, delta, step.Layer.OutputDimension, samples)
    {
        private readonly ConvolutionPlan plan = step.Plan;

        public override long Terms => plan.Taps + Length;

        public override long TransposedTerms => Classes + ((long)Samples * plan.Positions);

        // A row's group g has δ and patches of that group only; the norm over all groups is at least each.
        protected override double InputNorm(int s)
        {
            double squares = 0;
            for (int g = 0; g < plan.Groups; g++)
            {
                double norm = DenseLoops.Norm(Patches(g, s));
                squares += norm * norm;
            }

            return RoundingBounds.NormFromSquares(squares, plan.Groups);
        }

        protected override void Image(int s, ReadOnlySpan<double> x, Span<double> image, IEngine? engine)
        {
            int part = plan.Positions * plan.Outputs, kernel = plan.Outputs * plan.Taps;
            for (int g = 0; g < plan.Groups; g++)
            {
                Product(engine, true, false, plan.Positions, plan.Outputs, plan.Taps, Patches(g, s), x.Slice(g * kernel, kernel),
                    image.Slice(g * part, part));
            }
        }

        protected override void Gather(double[] weighed, Span<double> result, IEngine? engine)
        {
            int part = plan.Positions * plan.Outputs, kernel = plan.Outputs * plan.Taps;
            double[] product = new double[kernel];
            for (int s = 0; s < Samples; s++)
            {
                for (int g = 0; g < plan.Groups; g++)
                {
                    Product(engine, false, false, plan.Taps, plan.Outputs, plan.Positions, Patches(g, s),
                        weighed.AsSpan((s * Length) + (g * part), part), product);
                    DenseLoops.AddMultiple(product, 1, result.Slice(g * kernel, kernel));
                }
            }
        }

        private double[] Patches(int g, int s) => plan.Patches(g, inputs.AsSpan(s * plan.InputLength, plan.InputLength));
    }
}
