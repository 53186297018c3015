using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>The forward pass in double precision, on all samples of a batch at once; nothing is promised of its rounding.</summary>
internal sealed class FastPass(NetworkProgram program, IEngine engine)
{
    /// <summary>What enters step i, for every i, and what leaves the last: Steps.Count + 1 arrays, one column per sample.</summary>
    public double[][] Trace(double[] samples, int count)
    {
        double[][] values = new double[program.Steps.Count + 1][];
        values[0] = samples;
        for (int i = 0; i < program.Steps.Count; i++)
        {
            values[i + 1] = Apply(program.Steps[i], values[i], count);
        }

        return values;
    }

    /// <summary>The scores, one column per sample.</summary>
    public double[] Scores(double[] samples, int count)
    {
        double[] values = samples;
        foreach (ProgramStep step in program.Steps)
        {
            values = Apply(step, values, count);
        }

        return values;
    }

    private double[] Apply(ProgramStep step, double[] x, int count) => step switch
    {
        ProgramStep.Dense dense => Dense(dense.Layer, x, count),
        ProgramStep.Convolution convolution => Convolve(convolution, x, count),
        ProgramStep.Operation operation => Apply(operation.Does, x, count),
        _ => throw new InvalidOperationException(step.Name),
    };

    private double[] Dense(DenseLayer layer, double[] x, int count)
    {
        double[] y = new double[layer.OutputDimension * count];
        engine.Multiply(false, false, layer.OutputDimension, count, layer.InputDimension, layer.Weight.Values, x, y);
        return Finish(y, layer, 1);
    }

    private double[] Convolve(ProgramStep.Convolution step, double[] x, int count)
    {
        ConvolutionPlan plan = step.Plan;
        int outputLength = step.Layer.OutputDimension, part = plan.Positions * plan.Outputs;
        double[] y = new double[outputLength * count];
        for (int s = 0; s < count; s++)
        {
            for (int g = 0; g < plan.Groups; g++)
            {
                double[] patches = plan.Patches(g, x.AsSpan(s * plan.InputLength, plan.InputLength));
                plan.Apply(engine, patches, plan.Kernels[g], y.AsSpan((s * outputLength) + (g * part), part));
            }
        }

        return Finish(y, step.Layer, plan.Positions);
    }

    /// <summary>Scale and bias; each bias stands for <paramref name="repeats"/> numbers in a row.</summary>
    private static double[] Finish(double[] y, Layer layer, int repeats)
    {
        double scale = layer.Scale.ToDouble();
        bool scaled = layer.Scale != Rational.One;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (scaled ? scale * y[i] : y[i]) + (layer.Bias is { } bias ? bias[i / repeats % bias.Length] : 0);
        }

        return y;
    }

    private static double[] Apply(StepOperation operation, double[] x, int count)
    {
        switch (operation)
        {
            case StepOperation.Gather gather:
                return Each(x, gather.InputLength, gather.Source.Length, count,
                    (sample, i) => gather.Source[i] < 0 ? gather.Fill : sample[gather.Source[i]]);
            case StepOperation.Window window:
                return Each(x, window.InputLength, window.Inside.Length, count, (sample, i) => Pool(window, sample, i));
            default:
                int length = x.Length / count;
                double[] y = new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = Apply(operation, x[i], i % length, length);
                }

                return y;
        }
    }

    private static double Apply(StepOperation operation, double x, int i, int length)
    {
        switch (operation)
        {
            case StepOperation.Scalar scalar:
                return scalar.Function.Value(x, i);
            case StepOperation.WithConstant constant:
                double c = constant.At(i);
                return constant.Operator switch
                {
                    ConstantOperator.Add => x + c,
                    ConstantOperator.Subtract => x - c,
                    ConstantOperator.SubtractFrom => c - x,
                    ConstantOperator.Multiply => x * c,
                    _ => x / c,
                };
            case StepOperation.Normalise normalise:
                int channel = i / (length / normalise.Scale.Length);
                return ((x - normalise.Mean[channel]) / Math.Sqrt(normalise.Variance[channel] + normalise.Epsilon)
                    * normalise.Scale[channel]) + normalise.Shift[channel];
            default:
                return x;
        }
    }

    private static double Pool(StepOperation.Window window, ReadOnlySpan<double> sample, int i)
    {
        double result = window.IsMaximum ? double.NegativeInfinity : 0;
        foreach (int place in window.Inside[i])
        {
            result = window.IsMaximum ? Math.Max(result, sample[place]) : result + sample[place];
        }

        return window.IsMaximum ? result : result / window.Divisors[i];
    }

    private delegate double Entry(ReadOnlySpan<double> sample, int i);

    private static double[] Each(double[] x, int before, int after, int count, Entry entry)
    {
        double[] y = new double[after * count];
        for (int s = 0; s < count; s++)
        {
            ReadOnlySpan<double> sample = x.AsSpan(s * before, before);
            for (int i = 0; i < after; i++)
            {
                y[(s * after) + i] = entry(sample, i);
            }
        }

        return y;
    }
}
