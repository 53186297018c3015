using System.Globalization;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>A network on the samples of a data set: enclosures of the scores, and of the norms on the way.</summary>
public sealed class NetworkRun
{
    /// <summary>Numbers held at once for one batch, so that memory does not grow with the data.</summary>
    private const long BatchEntries = 1 << 22;

    private NetworkRun(int samples, int classes, DoubleRange[] scores, DoubleRange[] norms, DoubleRange[] patchNorms) =>
        (Samples, Classes, Scores, InputNorms, PatchNorms) = (samples, classes, scores, norms, patchNorms);

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>Scores of one sample.</summary>
    public int Classes { get; }

    /// <summary>Scores[l + i·Classes] encloses f_l(x_i).</summary>
    public DoubleRange[] Scores { get; }

    /// <summary>
    /// For each layer (a part of a factored one is a layer here) an enclosure of the largest Euclidean norm of its input over the samples.
    /// </summary>
    public DoubleRange[] InputNorms { get; }

    /// <summary>
    /// The same for the largest norm of a patch that a position of the layer sees; a fully connected layer sees its whole input.
    /// </summary>
    public DoubleRange[] PatchNorms { get; }

    /// <summary>Runs the certified pass.</summary>
    /// <exception cref="InputException">The data does not fit, an operator has no enclosure, or the range of doubles is left.</exception>
    public static NetworkRun Certified(NetworkProgram program, StoredTensor data, IEngine engine)
    {
        CertifiedPass pass = new(program, engine);
        (int samples, int length) = Shape(program, data);
        int[] layers = [.. Enumerable.Range(0, program.Steps.Count)
            .Where(i => program.Steps[i] is ProgramStep.Dense or ProgramStep.Convolution)];
        DoubleRange[] scores = new DoubleRange[samples * program.OutputLength], squares = new DoubleRange[layers.Length],
            patches = new DoubleRange[layers.Length];
        int batch = (int)Math.Clamp(BatchEntries / (length + 1), 1, samples);
        for (int first = 0; first < samples; first += batch)
        {
            int count = Math.Min(batch, samples - first);
            BallArray[] trace = pass.Trace(data.RowMajor.AsSpan(first * length, count * length).ToArray(), count);
            for (int i = 0; i < trace[^1].Middle.Length; i++)
            {
                scores[(first * program.OutputLength) + i] = trace[^1][i];
            }

            for (int l = 0; l < layers.Length; l++)
            {
                BallArray x = trace[layers[l]];
                ConvolutionPlan? plan = (program.Steps[layers[l]] as ProgramStep.Convolution)?.Plan;
                for (int s = 0; s < count; s++)
                {
                    squares[l] = Largest(squares[l], SumOfSquares(x, Enumerable.Range(s * x.Length, x.Length)));
                    patches[l] = plan is null ? squares[l] : Largest(patches[l], LargestPatch(plan, x, s));
                }
            }
        }

        return new NetworkRun(samples, program.OutputLength, scores, [.. squares.Select(Root)], [.. patches.Select(Root)]);
    }

    /// <summary>Number of samples, and numbers of each.</summary>
    /// <exception cref="InputException">The data is not one sample per row, or the network takes another count of numbers.</exception>
    public static (int Samples, int Length) Shape(NetworkProgram program, StoredTensor data)
    {
        string place = data.Source.Length == 0 ? data.Name : data.Source;
        if (data.Shape.Count < 2 || data.RowMajor.Length == 0)
        {
            throw new InputException(
                $"{place}: data has one sample per row, in two or more dimensions; its shape is [{string.Join(", ", data.Shape)}].");
        }

        // A sample may be flattened; one with dimensions of its own must have those of the network, in their order.
        if (data.Shape.Count > 2 && program.InputShape is { Count: > 2 } declared
            && (declared.Count != data.Shape.Count
                || declared.Skip(1).Zip(data.Shape.Skip(1)).Any(pair => pair.First is { } d && d != pair.Second)))
        {
            IEnumerable<string> taken = declared.Select((d, i) => i == 0 ? "n" : d?.ToString(CultureInfo.InvariantCulture) ?? "any");
            throw new InputException(
                $"{place}: its shape is [{string.Join(", ", data.Shape)}], but the network takes [{string.Join(", ", taken)}] "
                    + "(or one flattened sample per row).");
        }

        int length = data.RowMajor.Length / data.Shape[0];
        return program.InputLength is { } takes && takes != length
            ? throw new InputException($"{place}: a sample has {length} numbers, but the network takes {takes}.")
            : (data.Shape[0], length);
    }

    private static DoubleRange LargestPatch(ConvolutionPlan plan, BallArray x, int sample)
    {
        DoubleRange largest = default;
        foreach (int[] places in plan.Places)
        {
            for (int p = 0; p < plan.Positions; p++)
            {
                largest = Largest(largest,
                    SumOfSquares(x,
                    places.AsSpan(p * plan.Taps, plan.Taps).ToArray().Where(at => at >= 0).Select(at => (sample * x.Length) + at)));
            }
        }

        return largest;
    }

    private static DoubleRange SumOfSquares(BallArray x, IEnumerable<int> places)
    {
        DoubleRange sum = default;
        foreach (int i in places)
        {
            DoubleRange size = x[i].Magnitude;
            if (size.Upper > 0)
            {
                sum += new DoubleRange(Math.Max(0, Math.BitDecrement(size.Lower * size.Lower)), Math.BitIncrement(size.Upper * size.Upper));
            }
        }

        return sum;
    }

    private static DoubleRange Root(DoubleRange square) =>
        square.Upper == 0 ? square
            : new(Math.Max(0, Math.BitDecrement(Math.Sqrt(Math.Max(0, square.Lower)))), Math.BitIncrement(Math.Sqrt(square.Upper)));

    private static DoubleRange Largest(DoubleRange x, DoubleRange y) => new(Math.Max(x.Lower, y.Lower), Math.Max(x.Upper, y.Upper));
}
