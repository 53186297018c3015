using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>Forward mode through the operators between layers, in double: how the output of a step moves with its input.</summary>
internal static class TangentPass
{
    /// <summary>The change of the step's output for a change of its input x.</summary>
    public static double[] Through(StepOperation operation, double[] x, double[] change, int count)
    {
        int before = x.Length / count;
        int after = operation switch { StepOperation.Gather g => g.Source.Length, StepOperation.Window w => w.Inside.Length, _ => before };
        double[] result = new double[after * count];
        for (int s = 0; s < count; s++)
        {
            ReadOnlySpan<double> sample = x.AsSpan(s * before, before), moved = change.AsSpan(s * before, before);
            Span<double> to = result.AsSpan(s * after, after);
            for (int i = 0; i < after; i++)
            {
                to[i] = Entry(operation, sample, moved, i);
            }
        }

        return result;
    }

    private static double Entry(StepOperation operation, ReadOnlySpan<double> x, ReadOnlySpan<double> change, int i)
    {
        switch (operation)
        {
            case StepOperation.Gather gather:
                return gather.Source[i] < 0 ? 0 : change[gather.Source[i]];
            case StepOperation.Window { IsMaximum: true } window:
                return change[BackwardPass.Largest(window.Inside[i], x)];
            case StepOperation.Window window:
                double sum = 0;
                foreach (int place in window.Inside[i])
                {
                    sum += change[place];
                }

                return sum / window.Divisors[i];
            case StepOperation.Scalar scalar:
                return scalar.Function.Slope(x[i], i) * change[i];
            case StepOperation.WithConstant constant:
                return constant.Operator switch
                {
                    ConstantOperator.SubtractFrom => -change[i],
                    ConstantOperator.Multiply => change[i] * constant.At(i),
                    ConstantOperator.Divide => change[i] / constant.At(i),
                    _ => change[i],
                };
            case StepOperation.Normalise normalise:
                DoubleRange steepness = CertifiedPass.Steepness(normalise, i / (x.Length / normalise.Scale.Length));
                return change[i] * ((0.5 * steepness.Lower) + (0.5 * steepness.Upper));
            default:
                return change[i];
        }
    }
}
