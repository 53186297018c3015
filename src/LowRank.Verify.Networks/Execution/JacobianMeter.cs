using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// Rows of a Jacobian from what the layers' outputs weigh (δ) and what entered them (a). With radii r the block δaᵀ as computed is within
/// ‖δ‖‖r_a‖ + ‖r_δ‖(‖a‖ + ‖r_a‖) + γ‖δ‖‖a‖ of the exact one in the Frobenius norm; for a convolution δ and a are the matrices of positions
/// by filters and of patches.
/// </summary>
internal sealed class JacobianMeter(NetworkProgram program, BallArray[] trace, IEngine engine, int rows, bool certified)
{
    /// <summary>An error above this part of the norm cannot come from rounding.</summary>
    private const double FarAboveRounding = 1e-6;

    /// <summary>Squares summed on their own before they enter the total, which keeps the error of long sums small.</summary>
    private const int Chunk = 1024;

    private double squares, chunk, errors;
    private long terms, errorTerms, longest;

    public void Add(JacobianParameter block, BallArray weights, int firstRow, double[]? matrix)
    {
        for (int s = 0; s < weights.Samples; s++)
        {
            if (program.Steps[block.Step] is ProgramStep.Dense dense)
            {
                Dense(block, dense.Layer, weights, s, firstRow + s, matrix);
            }
            else
            {
                Convolution(block, (ProgramStep.Convolution)program.Steps[block.Step], weights, s, firstRow + s, matrix);
            }
        }
    }

    public JacobianMeasure Finish()
    {
        squares += chunk;
        chunk = 0;
        double norm = RoundingBounds.NormFromSquares(squares, (terms / Chunk) + Chunk + longest),
            error = RoundingBounds.NormFromSquares(errors, errorTerms);
        return double.IsFinite(norm) && double.IsFinite(error)
            ? new JacobianMeasure(squares, norm, certified ? error : null, certified && error > FarAboveRounding * norm)
            : throw new InputException("The Jacobian leaves the range of doubles.");
    }

    private void Dense(JacobianParameter block, DenseLayer layer, BallArray weights, int sample, int row, double[]? matrix)
    {
        int outputs = layer.OutputDimension, inputs = layer.InputDimension;
        ReadOnlySpan<double> delta = weights.Middle.AsSpan(sample * outputs, outputs);
        double size = Norm(delta), spread = Norm(weights.Radius.AsSpan(sample * outputs, outputs));
        if (block.IsBias)
        {
            PutBias(matrix, row, block, delta, 1);
            Error(BiasError(block, size, spread, block.Count == 1 ? outputs : 1));
            return;
        }

        double scale = block.Scale;
        ReadOnlySpan<double> a = trace[block.Step].Middle.AsSpan(sample * inputs, inputs);
        double inputSize = Norm(a), inputSpread = Norm(trace[block.Step].Radius.AsSpan(sample * inputs, inputs));
        if (matrix is null)
        {
            // ‖δ ⊗ a‖² without its entries.
            Square(scale * scale * DenseLoops.Dot(delta, delta) * DenseLoops.Dot(a, a));
            longest = Math.Max(longest, outputs + inputs + 8);
        }

        for (int o = 0; matrix is not null && o < outputs; o++)
        {
            if (delta[o] != 0)
            {
                double factor = scale * delta[o];
                for (int j = 0; j < inputs; j++)
                {
                    Put(matrix, row, block.Offset + (o * inputs) + j, factor * a[j]);
                }
            }
        }

        Error(Math.Abs(scale)
            * ((size * inputSpread) + (spread * (inputSize + inputSpread)) + (RoundingBounds.Gamma(4) * size * inputSize)));
    }

    private void Convolution(JacobianParameter block, ProgramStep.Convolution step, BallArray weights, int sample, int row,
        double[]? matrix)
    {
        ConvolutionPlan plan = step.Plan;
        int part = plan.Positions * plan.Outputs, length = step.Layer.OutputDimension, kernel = plan.Outputs * plan.Taps;
        double gamma = RoundingBounds.Gamma(plan.Positions + 4), scale = block.Scale;
        double[] product = new double[kernel];
        for (int g = 0; g < plan.Groups; g++)
        {
            int from = (sample * length) + (g * part);
            ReadOnlySpan<double> delta = weights.Middle.AsSpan(from, part);
            double size = Norm(delta), spread = Norm(weights.Radius.AsSpan(from, part));
            if (block.IsBias)
            {
                if (g == 0)
                {
                    ReadOnlySpan<double> all = weights.Middle.AsSpan(from, length);
                    PutBias(matrix, row, block, all, plan.Positions);
                    Error(BiasError(block, Norm(all), Norm(weights.Radius.AsSpan(from, length)),
                        block.Count == 1 ? length : plan.Positions));
                }

                continue;
            }

            double[] patches = plan.Patches(g, trace[block.Step].Middle.AsSpan(sample * plan.InputLength, plan.InputLength));
            double[] spreads = plan.Patches(g, trace[block.Step].Radius.AsSpan(sample * plan.InputLength, plan.InputLength));
            engine.Multiply(false, false, plan.Taps, plan.Outputs, plan.Positions, patches, delta, product);
            for (int i = 0; i < kernel; i++)
            {
                Put(matrix, row, block.Offset + (g * kernel) + i, scale * product[i]);
            }

            double inputSize = Norm(patches), inputSpread = Norm(spreads);
            Error(Math.Abs(scale) * ((size * inputSpread) + (spread * (inputSize + inputSpread)) + (gamma * size * inputSize)));
        }
    }

    // The gradient by a bias sums δ over the outputs that it is added to, of which there are places·count.
    private void PutBias(double[]? matrix, int row, JacobianParameter block, ReadOnlySpan<double> delta, int places)
    {
        int each = block.Count == 1 ? delta.Length : places;
        for (int o = 0; o < block.Count; o++)
        {
            double sum = 0;
            foreach (double value in delta.Slice(o * each, each))
            {
                sum += value;
            }

            Put(matrix, row, block.Offset + o, block.Scale * sum);
        }
    }

    private static double BiasError(JacobianParameter block, double size, double spread, int terms) =>
        Math.Abs(block.Scale) * Math.BitIncrement(Math.Sqrt(terms)) * (spread + (RoundingBounds.Gamma(terms + 4) * (size + spread)));

    private void Put(double[]? matrix, int row, int column, double value)
    {
        Square(value * value);
        if (matrix is not null)
        {
            matrix[row + ((long)column * rows)] = value;
        }
    }

    private void Square(double square)
    {
        chunk += square;
        if (++terms % Chunk == 0)
        {
            squares += chunk;
            chunk = 0;
        }
    }

    private void Error(double error)
    {
        double enlarged = RoundingBounds.Enlarge(error);
        errors += enlarged * enlarged;
        errorTerms++;
    }

    private static double Norm(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum == 0 && !values.ContainsAnyExcept(0.0) ? 0 : RoundingBounds.NormFromSquares(sum, values.Length);
    }
}
