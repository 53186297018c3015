using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// The Jacobian of a network's scores on n samples with respect to its weights. Rows are class-major (row l·n + i is the gradient of
/// f_l(x_i)), columns layer by layer: a weight matrix with its rows concatenated, then its bias. It is computed in double, explicitly or as
/// products; where every operator can be enclosed its distance from the Jacobian of the network in real arithmetic is bounded rigorously
/// (<see cref="Measure"/>).
/// </summary>
public sealed class NetworkJacobian
{
    /// <summary>Most entries of an explicit Jacobian: 1 GiB.</summary>
    public const long MostEntries = 1 << 27;

    private readonly NetworkProgram program;
    private readonly IEngine engine;
    private readonly BallArray[] trace;
    private readonly ILookup<int, JacobianParameter> blocks;
    private JacobianMeasure? measure;

    /// <summary>Runs the network forward on the data.</summary>
    /// <exception cref="InputException">The data does not fit, a chosen weight is not known, or the range of doubles is left.</exception>
    public NetworkJacobian(NetworkProgram program, StoredTensor data, IEngine engine, IReadOnlyCollection<string>? chosen, string path)
    {
        (this.program, this.engine) = (program, engine);
        (Samples, int length) = NetworkRun.Shape(program, data);
        Parameters = JacobianParameter.Of(program, chosen, path);
        Columns = Parameters.Sum(parameter => parameter.Count);
        Classes = program.OutputLength;
        if (Columns == 0 || (long)Samples * Classes > int.MaxValue)
        {
            throw new InputException($"{path}: a Jacobian of {(long)Samples * Classes} x {Columns} has no entries or too many rows.");
        }

        IsCertified = program.WithoutEnclosure is null;
        trace = IsCertified
            ? new CertifiedPass(program, engine).Trace(data.RowMajor, Samples)
            : [.. new FastPass(program, engine).Trace(data.RowMajor, Samples)
                .Select(values => BallArray.Exact(values.Length / Samples, Samples, values))];
        blocks = Parameters.ToLookup(parameter => parameter.Step);
        if (length != trace[0].Length)
        {
            throw new InvalidOperationException("The trace does not start with the data.");
        }
    }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>nK.</summary>
    public int Rows => Samples * Classes;

    /// <summary>Weights.</summary>
    public int Columns { get; }

    /// <summary>The weights, in the order of the columns.</summary>
    public IReadOnlyList<JacobianParameter> Parameters { get; }

    /// <summary>True where the distance from the exact Jacobian is bounded.</summary>
    public bool IsCertified { get; }

    /// <summary>Enclosures of the scores where certified, the scores as computed otherwise: entry l + i·K.</summary>
    internal BallArray Scores => trace[^1];

    /// <summary>The exact score at a place, class by class within a sample, lies within the radius of the middle.</summary>
    public (double Middle, double Radius) Score(int index) => (Scores.Middle[index], Scores.Radius[index]);

    /// <summary>‖Ĵ‖_F² as computed, in double.</summary>
    public double FrobeniusNormSquared => Measure().FrobeniusSquared;

    /// <summary>The Jacobian as computed.</summary>
    /// <exception cref="InputException">It has more than <see cref="MostEntries"/> entries.</exception>
    public Matrix ToMatrix()
    {
        if ((long)Rows * Columns > MostEntries)
        {
            throw new InputException(
                $"The Jacobian has {Rows} x {Columns} entries, more than are held ({MostEntries}): take fewer samples or weights.");
        }

        double[] values = new double[Rows * Columns];
        measure = Walk(values);
        return new Matrix(Rows, Columns, values);
    }

    /// <summary>Norm and error without holding the matrix.</summary>
    public JacobianMeasure Measure() => measure ??= Walk(null);

    /// <summary>
    /// J·V for a block of columns, column-major without gaps, by forward mode in double; nothing is promised of its rounding.
    /// </summary>
    public double[] Multiply(ReadOnlySpan<double> block, int columns)
    {
        double[] result = new double[Rows * columns];
        for (int c = 0; c < columns; c++)
        {
            Forward(block.Slice(c * Columns, Columns), result.AsSpan(c * Rows, Rows));
        }

        return result;
    }

    /// <summary>
    /// Jᵀ·U for a block of columns, column-major without gaps, by reverse mode in double; nothing is promised of its rounding.
    /// </summary>
    public double[] MultiplyTransposed(ReadOnlySpan<double> block, int columns)
    {
        double[] result = new double[Columns * columns];
        for (int c = 0; c < columns; c++)
        {
            Backward(block.Slice(c * Rows, Rows), result.AsSpan(c * Columns, Columns));
        }

        return result;
    }

    private void Forward(ReadOnlySpan<double> direction, Span<double> result)
    {
        double[] change = new double[trace[0].Middle.Length];
        for (int step = 0; step < program.Steps.Count; step++)
        {
            double[] x = trace[step].Middle;
            change = program.Steps[step] is ProgramStep.Operation operation ? TangentPass.Through(operation.Does, x, change, Samples)
                : Layer(step, x, change, direction);
        }

        for (int i = 0; i < change.Length; i++)
        {
            result[(i % Classes * Samples) + (i / Classes)] = change[i];
        }
    }

    private double[] Layer(int step, double[] x, double[] change, ReadOnlySpan<double> direction)
    {
        JacobianParameter? weights = blocks[step].FirstOrDefault(block => !block.IsBias);
        Layer layer;
        double[] result, moved;
        int repeats = 1;
        if (program.Steps[step] is ProgramStep.Dense { Layer: { } dense })
        {
            layer = dense;
            result = new double[dense.OutputDimension * Samples];
            moved = new double[result.Length];
            engine.Multiply(false, false, dense.OutputDimension, Samples, dense.InputDimension, dense.Weight.Values, change, result);
            if (weights is not null)
            {
                // Rows concatenated are the columns of the transpose.
                engine.Multiply(true, false, dense.OutputDimension, Samples, dense.InputDimension,
                    direction.Slice(weights.Offset, weights.Count), x, moved);
            }
        }
        else
        {
            ProgramStep.Convolution convolution = (ProgramStep.Convolution)program.Steps[step];
            ConvolutionPlan plan = convolution.Plan;
            layer = convolution.Layer;
            repeats = plan.Positions;
            int part = plan.Positions * plan.Outputs, length = layer.OutputDimension, kernel = plan.Outputs * plan.Taps;
            result = new double[length * Samples];
            moved = new double[result.Length];
            for (int s = 0; s < Samples; s++)
            {
                for (int g = 0; g < plan.Groups; g++)
                {
                    int to = (s * length) + (g * part);
                    plan.Apply(engine, plan.Patches(g, change.AsSpan(s * plan.InputLength, plan.InputLength)), plan.Kernels[g],
                        result.AsSpan(to, part));
                    if (weights is not null)
                    {
                        double[] patches = plan.Patches(g, x.AsSpan(s * plan.InputLength, plan.InputLength));
                        engine.Multiply(true, false, plan.Positions, plan.Outputs, plan.Taps, patches,
                            direction.Slice(weights.Offset + (g * kernel), kernel), moved.AsSpan(to, part));
                    }
                }
            }
        }

        double scale = layer.Scale.ToDouble(), own = weights?.Scale ?? 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (scale * result[i]) + (own * moved[i]);
            foreach (JacobianParameter bias in blocks[step].Where(block => block.IsBias))
            {
                result[i] += bias.Scale * direction[bias.Offset + (i / repeats % bias.Count)];
            }
        }

        return result;
    }

    private void Backward(ReadOnlySpan<double> direction, Span<double> result)
    {
        BallArray weights = BallArray.Zero(Classes, Samples);
        for (int i = 0; i < weights.Middle.Length; i++)
        {
            weights.Middle[i] = direction[(i % Classes * Samples) + (i / Classes)];
        }

        BackwardPass pass = new(engine, certified: false);
        int first = Parameters.Min(parameter => parameter.Step);
        for (int step = program.Steps.Count - 1; step >= first; step--)
        {
            foreach (JacobianParameter block in blocks[step])
            {
                Gradient(block, weights.Middle, result.Slice(block.Offset, block.Count));
            }

            weights = step > first ? pass.Through(program.Steps[step], trace[step], weights) : weights;
        }
    }

    /// <summary>Σ over samples of the gradient with respect to one block.</summary>
    private void Gradient(JacobianParameter block, double[] weights, Span<double> result)
    {
        double[] x = trace[block.Step].Middle;
        if (program.Steps[block.Step] is ProgramStep.Dense { Layer: { } dense })
        {
            if (block.IsBias)
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    result[i % block.Count] += weights[i];
                }

                Scale(result, block.Scale);

                return;
            }

            engine.Multiply(false, true, dense.InputDimension, dense.OutputDimension, Samples, x, weights, result);
            Scale(result, block.Scale);
            return;
        }

        ProgramStep.Convolution convolution = (ProgramStep.Convolution)program.Steps[block.Step];
        ConvolutionPlan plan = convolution.Plan;
        int part = plan.Positions * plan.Outputs, length = convolution.Layer.OutputDimension, kernel = plan.Outputs * plan.Taps;
        double[] product = new double[kernel];
        for (int s = 0; s < Samples; s++)
        {
            for (int g = 0; g < plan.Groups; g++)
            {
                ReadOnlySpan<double> own = weights.AsSpan((s * length) + (g * part), part);
                if (block.IsBias)
                {
                    for (int i = 0; i < part; i++)
                    {
                        result[((g * plan.Outputs) + (i / plan.Positions)) % block.Count] += own[i];
                    }

                    continue;
                }

                engine.Multiply(false, false, plan.Taps, plan.Outputs, plan.Positions,
                    plan.Patches(g, x.AsSpan(s * plan.InputLength, plan.InputLength)), own, product);
                for (int i = 0; i < kernel; i++)
                {
                    result[(g * kernel) + i] += product[i];
                }
            }
        }

        Scale(result, block.Scale);
    }

    private static void Scale(Span<double> values, double scale)
    {
        for (int i = 0; scale != 1 && i < values.Length; i++)
        {
            values[i] *= scale;
        }
    }

    /// <summary>All rows, class by class: fills the matrix where one is given, and gathers norm and error.</summary>
    private JacobianMeasure Walk(double[]? matrix)
    {
        JacobianMeter meter = new(program, trace, engine, Rows, IsCertified);
        for (int l = 0; l < Classes; l++)
        {
            foreach ((JacobianParameter block, BallArray weights) in Sensitivities(l))
            {
                meter.Add(block, weights, l * Samples, matrix);
            }
        }

        return meter.Finish();
    }

    /// <summary>
    /// The structure of every block (<see cref="JacobianPart"/>), and the measure of the very numbers in it: ‖J − J̃‖_F is at most its
    /// error, since J̃ has fewer roundings than Ĵ.
    /// </summary>
    /// <exception cref="InputException">What the scores weigh is more than is held.</exception>
    internal (IReadOnlyList<JacobianPart> Parts, JacobianMeasure Measure) Parts()
    {
        long size = Parameters.Select(block => block.Step).Distinct().Sum(step => (long)Outputs(program.Steps[step]) * Samples * Classes);
        if (size > MostEntries)
        {
            throw new InputException(
                $"What {Rows} scores weigh in the layers' outputs is {size} numbers, more than are held ({MostEntries}): take fewer "
                + $"samples.");
        }

        JacobianMeter meter = new(program, trace, engine, Rows, IsCertified);
        double[][][] delta = [.. Parameters.Select(_ => new double[Classes][])];
        for (int l = 0; l < Classes; l++)
        {
            foreach ((JacobianParameter block, BallArray weights) in Sensitivities(l))
            {
                meter.Add(block, weights, l * Samples, null);
                delta[Index(block)][l] = weights.Middle;
            }
        }

        measure = meter.Finish();
        return ([.. Parameters.Select((block, b) => JacobianPart.Of(program.Steps[block.Step], block, delta[b], trace[block.Step].Middle,
            Samples))], measure);
    }

    private static int Outputs(ProgramStep step) => step switch
    {
        ProgramStep.Dense { Layer: { } layer } => layer.OutputDimension,
        ProgramStep.Convolution { Layer: { } layer } => layer.OutputDimension,
        _ => throw new InvalidOperationException(step.Name),
    };

    private int Index(JacobianParameter block) => Enumerable.Range(0, Parameters.Count).First(b => Parameters[b] == block);

    /// <summary>
    /// ĴĴᵀ without Ĵ: a dense layer's rows are δ⊗a, so its part is (ΔᵀΔ)∘(AᵀA); a convolution's rows are formed. Also an upper bound of
    /// ‖fl(ĴĴᵀ) − ĴĴᵀ‖_F from rounding: each entry is off by
    /// γ|row||row|, so the whole by γ‖Ĵ‖_F². Null where a convolution has more than <see cref="MostEntries"/> of them.
    /// </summary>
    /// <exception cref="EngineRefusedException">A product is wrong.</exception>
    public (double[] Gram, double Rounding)? Gram()
    {
        if (Parameters.Any(block => program.Steps[block.Step] is ProgramStep.Convolution && (long)block.Count * Rows > MostEntries))
        {
            return null;
        }

        double[] gram = new double[(long)Rows * Rows];
        long terms = Parameters.Count + 4;
        (JacobianParameter Block, BallArray Weights)[][] all = [.. Enumerable.Range(0, Classes).Select(l => Sensitivities(l).ToArray())];
        for (int b = 0; b < Parameters.Count; b++)
        {
            JacobianParameter block = Parameters[b];
            BallArray[] weights = [.. all.Select(ofClass => ofClass.Single(item => item.Block == block).Weights)];
            long inner;
            if (program.Steps[block.Step] is ProgramStep.Dense { Layer: { } layer }
                && (!block.IsBias || block.Count == layer.OutputDimension))
            {
                double[] outer = DenseLoops.CheckedGram(engine, layer.OutputDimension, Rows, [.. weights.SelectMany(w => w.Middle)]);
                double[]? inputs = block.IsBias ? null
                    : DenseLoops.CheckedGram(engine, layer.InputDimension, Samples, trace[block.Step].Middle);
                double square = block.Scale * block.Scale;
                for (int j = 0; j < Rows; j++)
                {
                    for (int i = 0; i < Rows; i++)
                    {
                        gram[i + ((long)j * Rows)] += square * outer[i + ((long)j * Rows)]
                            * (inputs is null ? 1 : inputs[(i % Samples) + ((j % Samples) * Samples)]);
                    }
                }

                inner = layer.OutputDimension + layer.InputDimension + 16; // the two products, and the factor δ·scale that was rounded in Ĵ
            }
            else
            {
                JacobianMeter meter = new(program, trace, engine, Rows, IsCertified);
                double[] rows = new double[Rows * block.Count];
                for (int l = 0; l < Classes; l++)
                {
                    meter.Add(block with { Offset = 0 }, weights[l], l * Samples, rows);
                }

                double[] part = DenseLoops.CheckedGram(engine, block.Count, Rows, new Matrix(Rows, block.Count, rows).Transpose().Values);
                for (int i = 0; i < part.Length; i++)
                {
                    gram[i] += part[i];
                }

                inner = block.Count + 8;
            }

            terms = Math.Max(terms, inner + Parameters.Count);
        }

        double size = Measure().FrobeniusLimit;
        return (gram, RoundingBounds.Enlarge(RoundingBounds.Gamma(terms) * size * size));
    }

    /// <summary>What the outputs of the steps weigh in the scores of one class, from the last step back.</summary>
    private IEnumerable<(JacobianParameter Block, BallArray Weights)> Sensitivities(int l)
    {
        BackwardPass pass = new(engine, IsCertified);
        int first = Parameters.Min(parameter => parameter.Step);
        BallArray weights = BallArray.Zero(Classes, Samples);
        for (int s = 0; s < Samples; s++)
        {
            weights.Middle[l + (s * Classes)] = 1;
        }

        for (int step = program.Steps.Count - 1; step >= first; step--)
        {
            foreach (JacobianParameter block in blocks[step])
            {
                yield return (block, weights);
            }

            weights = step > first ? pass.Through(program.Steps[step], trace[step], weights) : weights;
        }
    }
}
