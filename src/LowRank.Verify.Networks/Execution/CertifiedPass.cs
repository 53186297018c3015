using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// The forward pass with rigorous error bounds: every entry is a double with a radius, and the exact result of the network in real
/// arithmetic, for weights and inputs exactly as stored, lies within it. Products carry the a-priori bound of inner products in any order
/// of summation; scalar functions are enclosed over the range.
/// </summary>
internal sealed class CertifiedPass
{
    private readonly NetworkProgram program;
    private readonly IEngine engine;

    /// <summary>A pass over a program.</summary>
    /// <exception cref="InputException">An operator has no enclosure; it is named.</exception>
    /// <exception cref="EngineRefusedException">The engine's products are not exact where they must be.</exception>
    public CertifiedPass(NetworkProgram program, IEngine engine)
    {
        if (program.WithoutEnclosure is { } place)
        {
            throw new InputException(
                $"{place}: no certified evaluation of this operator is known; only the double-precision pass runs it.");
        }

        EngineProbe.Require(engine);
        this.program = program;
        this.engine = engine;
    }

    /// <summary>What enters step i, for every i, and what leaves the last.</summary>
    public BallArray[] Trace(double[] samples, int count)
    {
        BallArray[] values = new BallArray[program.Steps.Count + 1];
        values[0] = BallArray.Exact(samples.Length / count, count, samples);
        for (int i = 0; i < program.Steps.Count; i++)
        {
            values[i + 1] = Apply(program.Steps[i], values[i]).Finite($"'{program.Steps[i].Name}'");
        }

        return values;
    }

    /// <summary>The scores.</summary>
    public BallArray Scores(double[] samples, int count)
    {
        BallArray values = BallArray.Exact(samples.Length / count, count, samples);
        foreach (ProgramStep step in program.Steps)
        {
            values = Apply(step, values).Finite($"'{step.Name}'");
        }

        return values;
    }

    private BallArray Apply(ProgramStep step, BallArray x) => step switch
    {
        ProgramStep.Dense dense => Finish(
            BallArray.Product(engine, false, dense.Layer.OutputDimension, dense.Layer.InputDimension, dense.Layer.Weight.Values,
                Magnitudes(dense.Layer.Weight.Values), x), dense.Layer, 1),
        ProgramStep.Convolution convolution => Finish(Convolve(convolution, x), convolution.Layer, convolution.Plan.Positions),
        ProgramStep.Operation operation => Apply(operation.Does, x),
        _ => throw new InvalidOperationException(step.Name),
    };

    public static double[] Magnitudes(double[] values) => [.. values.Select(Math.Abs)];

    private BallArray Convolve(ProgramStep.Convolution step, BallArray x)
    {
        ConvolutionPlan plan = step.Plan;
        int length = step.Layer.OutputDimension, part = plan.Positions * plan.Outputs;
        BallArray y = BallArray.Zero(length, x.Samples);
        double gamma = RoundingBounds.Gamma(plan.Taps);
        for (int g = 0; g < plan.Groups; g++)
        {
            double[] magnitudes = Magnitudes(plan.Kernels[g]);
            for (int s = 0; s < x.Samples; s++)
            {
                int from = s * plan.InputLength, to = (s * length) + (g * part);
                double[] patches = plan.Patches(g, x.Middle.AsSpan(from, plan.InputLength)),
                    spread = plan.Patches(g, x.Radius.AsSpan(from, plan.InputLength));
                for (int i = 0; i < spread.Length; i++)
                {
                    spread[i] = BallArray.Spread(patches[i], spread[i], gamma);
                }

                plan.Apply(engine, patches, plan.Kernels[g], y.Middle.AsSpan(to, part));
                plan.Apply(engine, spread, magnitudes, y.Radius.AsSpan(to, part));
                for (int p = 0; p < plan.Positions; p++)
                {
                    if (!spread.AsSpan(p * plan.Taps, plan.Taps).ContainsAnyExcept(0.0))
                    {
                        continue; // a patch of zeros
                    }

                    for (int o = 0; o < plan.Outputs; o++)
                    {
                        BallArray.Widen(y.Radius.AsSpan(to + p + (o * plan.Positions), 1), gamma, plan.Taps);
                    }
                }
            }
        }

        return y;
    }

    private static BallArray Finish(BallArray y, Layer layer, int repeats)
    {
        if (layer.Scale != Rational.One)
        {
            double scale = layer.Scale.ToDouble();
            y.Scale(scale, Rational.Of(scale) == layer.Scale);
        }

        if (layer.Bias is { } bias)
        {
            for (int i = 0; i < y.Middle.Length; i++)
            {
                y.Add(i, bias[i / repeats % bias.Length]);
            }
        }

        return y;
    }

    private static BallArray Apply(StepOperation operation, BallArray x)
    {
        switch (operation)
        {
            case StepOperation.Gather gather:
                return Gather(gather, x);
            case StepOperation.Window window:
                return Pool(window, x);
            default:
                BallArray y = BallArray.Zero(x.Length, x.Samples);
                for (int i = 0; i < x.Middle.Length; i++)
                {
                    Apply(operation, x, y, i);
                }

                return y;
        }
    }

    private static void Apply(StepOperation operation, BallArray x, BallArray y, int i)
    {
        int place = i % x.Length;
        DoubleRange value = x[i];
        switch (operation)
        {
            case StepOperation.Scalar { Function: { } function }:
                if (function.IsIdentityWhereSteep && function.Slope(value, place) is { IsPoint: true, Lower: 1 })
                {
                    (y.Middle[i], y.Radius[i]) = (x.Middle[i], x.Radius[i]); // nothing is rounded
                }
                else
                {
                    y.Set(i, function.Value(value, place));
                }

                break;
            case StepOperation.WithConstant constant:
                DoubleRange c = DoubleRange.Point(constant.At(place));
                y.Set(i, constant.Operator switch
                {
                    ConstantOperator.Add => value + c,
                    ConstantOperator.Subtract => value - c,
                    ConstantOperator.SubtractFrom => c - value,
                    ConstantOperator.Multiply => value * c,
                    _ => value / c,
                });
                break;
            case StepOperation.Normalise normalise:
                int channel = place / (x.Length / normalise.Scale.Length);
                y.Set(i, ((value - DoubleRange.Point(normalise.Mean[channel])) * Steepness(normalise, channel))
                    + DoubleRange.Point(normalise.Shift[channel]));
                break;
            default:
                (y.Middle[i], y.Radius[i]) = (x.Middle[i], x.Radius[i]);
                break;
        }
    }

    /// <summary>scale/sqrt(variance + ε) of a channel.</summary>
    public static DoubleRange Steepness(StepOperation.Normalise normalise, int channel)
    {
        DoubleRange spread = DoubleRange.Point(normalise.Variance[channel]) + DoubleRange.Point(normalise.Epsilon);
        return DoubleRange.Point(normalise.Scale[channel]) / DoubleRange.Outward(Math.Sqrt(spread.Lower), Math.Sqrt(spread.Upper));
    }

    private static BallArray Gather(StepOperation.Gather gather, BallArray x)
    {
        int after = gather.Source.Length;
        BallArray y = BallArray.Zero(after, x.Samples);
        for (int s = 0; s < x.Samples; s++)
        {
            for (int i = 0; i < after; i++)
            {
                int to = (s * after) + i, from = gather.Source[i] < 0 ? -1 : (s * x.Length) + gather.Source[i];
                (y.Middle[to], y.Radius[to]) = from < 0 ? (gather.Fill, 0) : (x.Middle[from], x.Radius[from]);
            }
        }

        return y;
    }

    private static BallArray Pool(StepOperation.Window window, BallArray x)
    {
        BallArray y = BallArray.Zero(window.Inside.Length, x.Samples);
        for (int s = 0; s < x.Samples; s++)
        {
            for (int i = 0; i < y.Length; i++)
            {
                DoubleRange result = x[(s * x.Length) + window.Inside[i][0]];
                foreach (int place in window.Inside[i].Skip(1))
                {
                    DoubleRange next = x[(s * x.Length) + place];
                    result = window.IsMaximum ? new DoubleRange(Math.Max(result.Lower, next.Lower), Math.Max(result.Upper, next.Upper))
                        : result + next;
                }

                y.Set((s * y.Length) + i, window.IsMaximum ? result : result / DoubleRange.Point(window.Divisors[i]));
            }
        }

        return y;
    }
}
