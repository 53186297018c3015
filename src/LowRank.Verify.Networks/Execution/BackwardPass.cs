using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// Reverse mode through one step: from what the output's numbers weigh to what the input's numbers weigh. The middles are the double
/// computation; where it is certified the radii hold its distance from the derivative in real arithmetic, kinks that an enclosure cannot
/// decide included (the derivative then lies between both sides).
/// </summary>
internal sealed class BackwardPass(IEngine engine, bool certified)
{
    /// <summary>The weights of x, the step's input, from those of its output.</summary>
    public BallArray Through(ProgramStep step, BallArray x, BallArray weights) => step switch
    {
        ProgramStep.Dense { Layer: { } layer } => Scaled(
            BallArray.Product(engine, true, layer.InputDimension, layer.OutputDimension, layer.Weight.Values,
                CertifiedPass.Magnitudes(layer.Weight.Values), weights), layer),
        ProgramStep.Convolution convolution => Scaled(Convolve(convolution.Plan, weights), convolution.Layer),
        ProgramStep.Operation operation => Through(operation.Does, x, weights),
        _ => throw new InvalidOperationException(step.Name),
    };

    private static BallArray Scaled(BallArray weights, Layer layer)
    {
        if (layer.Scale != Rational.One)
        {
            double scale = layer.Scale.ToDouble();
            weights.Scale(scale, Rational.Of(scale) == layer.Scale);
        }

        return weights;
    }

    private BallArray Convolve(ConvolutionPlan plan, BallArray weights)
    {
        BallArray result = BallArray.Zero(plan.InputLength, weights.Samples);
        int part = plan.Positions * plan.Outputs, size = plan.Taps * plan.Positions;

        // A product of inner dimension Outputs, then at most Taps summands on one place.
        double gamma = RoundingBounds.Gamma(plan.Outputs + plan.Taps);
        double[] patches = new double[size], radii = new double[size], spread = new double[part];
        for (int g = 0; g < plan.Groups; g++)
        {
            double[] magnitudes = CertifiedPass.Magnitudes(plan.Kernels[g]);
            for (int s = 0; s < weights.Samples; s++)
            {
                int from = (s * weights.Length) + (g * part), to = s * plan.InputLength;
                engine.Multiply(true, true, plan.Taps, plan.Positions, plan.Outputs, plan.Kernels[g], weights.Middle.AsSpan(from, part),
                    patches);
                plan.Return(g, patches, result.Middle.AsSpan(to, plan.InputLength));
                for (int i = 0; i < part; i++)
                {
                    spread[i] = BallArray.Spread(weights.Middle[from + i], weights.Radius[from + i], gamma);
                }

                if (certified && spread.AsSpan().ContainsAnyExcept(0.0))
                {
                    engine.Multiply(true, true, plan.Taps, plan.Positions, plan.Outputs, magnitudes, spread, radii);
                    BallArray.Widen(radii, gamma, plan.Outputs);
                    plan.Return(g, radii, result.Radius.AsSpan(to, plan.InputLength));
                }
            }
        }

        for (int i = 0; i < result.Radius.Length; i++)
        {
            result.Radius[i] = RoundingBounds.Enlarge(result.Radius[i] * (1 + (2 * gamma)));
        }

        return result;
    }

    private BallArray Through(StepOperation operation, BallArray x, BallArray weights)
    {
        BallArray result = BallArray.Zero(x.Length, x.Samples);
        for (int s = 0; s < x.Samples; s++)
        {
            int from = s * weights.Length, to = s * x.Length;
            switch (operation)
            {
                case StepOperation.Gather gather:
                    for (int i = 0; i < gather.Source.Length; i++)
                    {
                        if (gather.Source[i] >= 0)
                        {
                            Add(result, to + gather.Source[i], weights.Middle[from + i], weights.Radius[from + i]);
                        }
                    }

                    break;
                case StepOperation.Window window:
                    for (int i = 0; i < window.Inside.Length; i++)
                    {
                        Unpool(window, i, x, to, result, weights.Middle[from + i], weights.Radius[from + i]);
                    }

                    break;
                default:
                    for (int i = 0; i < x.Length; i++)
                    {
                        Times(result, to + i, weights.Middle[from + i], weights.Radius[from + i],
                            Slope(operation, x, i, to + i, out double middle), middle);
                    }

                    break;
            }
        }

        return result;
    }

    /// <summary>
    /// The derivative of an operation that acts on each number alone: an enclosure, and the double that is computed with.
    /// </summary>
    private DoubleRange Slope(StepOperation operation, BallArray x, int place, int index, out double middle)
    {
        DoubleRange slope;
        switch (operation)
        {
            case StepOperation.Scalar { Function: { } function }:
                middle = function.Slope(x.Middle[index], place);
                return certified ? function.Slope(x[index], place) : DoubleRange.Point(middle);
            case StepOperation.WithConstant constant:
                slope = constant.Operator switch
                {
                    ConstantOperator.SubtractFrom => DoubleRange.Point(-1),
                    ConstantOperator.Multiply => DoubleRange.Point(constant.At(place)),
                    ConstantOperator.Divide => DoubleRange.Point(1) / DoubleRange.Point(constant.At(place)),
                    _ => DoubleRange.Point(1),
                };
                break;
            case StepOperation.Normalise normalise:
                slope = CertifiedPass.Steepness(normalise, place / (x.Length / normalise.Scale.Length));
                break;
            default:
                slope = DoubleRange.Point(1);
                break;
        }

        middle = (0.5 * slope.Lower) + (0.5 * slope.Upper);
        return slope;
    }

    private void Unpool(StepOperation.Window window, int i, BallArray x, int to, BallArray result, double weight, double radius)
    {
        int[] places = window.Inside[i];
        if (!window.IsMaximum)
        {
            DoubleRange share = DoubleRange.Point(1) / DoubleRange.Point(window.Divisors[i]);
            foreach (int place in places)
            {
                Times(result, to + place, weight, radius, share, 1.0 / window.Divisors[i]);
            }

            return;
        }

        int first = Largest(places, x.Middle.AsSpan(to, x.Length));
        double least = certified ? places.Max(place => x[to + place].Lower) : double.PositiveInfinity;
        int[] candidates = certified ? [.. places.Where(place => x[to + place].Upper >= least)] : [first];
        foreach (int place in candidates)
        {
            // Of several that could be the largest each has the whole weight or nothing.
            Add(result, to + place, place == first ? weight : 0,
                candidates.Length == 1 ? radius : RoundingBounds.Enlarge(radius + Math.Abs(weight)));
        }
    }

    /// <summary>The first place of the largest number.</summary>
    public static int Largest(int[] places, ReadOnlySpan<double> sample)
    {
        int best = places[0];
        foreach (int place in places)
        {
            best = sample[place] > sample[best] ? place : best;
        }

        return best;
    }

    /// <summary>Adds slope·(weight ± radius) to an entry, with the middle computed from <paramref name="middle"/>.</summary>
    private static void Times(BallArray result, int index, double weight, double radius, DoubleRange slope, double middle)
    {
        if (slope.IsPoint && slope.Lower is 0 or 1)
        {
            if (slope.Lower == 1)
            {
                Add(result, index, weight, radius);
            }

            return;
        }

        double product = middle * weight;
        double spread = Math.Max(slope.Upper - middle, middle - slope.Lower), size = Math.Max(Math.Abs(slope.Lower), Math.Abs(slope.Upper));
        double error = RoundingBounds.Enlarge((Math.BitIncrement(spread) * Math.Abs(weight)) + (size * radius)
            + (RoundingBounds.Unit * Math.Abs(product)) + double.Epsilon);
        Add(result, index, product, slope.IsPoint && weight == 0 && radius == 0 ? 0 : error);
    }

    private static void Add(BallArray result, int index, double weight, double radius)
    {
        double before = result.Middle[index], sum = before + weight;
        result.Middle[index] = sum;
        result.Radius[index] = before == 0
            ? RoundingBounds.Enlarge(result.Radius[index] + radius)
            : RoundingBounds.Enlarge(result.Radius[index] + radius + (RoundingBounds.Unit * Math.Abs(sum)));
    }
}
