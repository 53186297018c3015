using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>The double-precision pass of this package, on batches of samples.</summary>
public sealed class DoubleExecutor(NetworkProgram program, IEngine engine)
{
    private const int Batch = 512;

    /// <summary>For people.</summary>
    public string Description => $"double precision, {engine.Name} engine";

    /// <summary>Scores, one row of classes per sample: entry l + i·classes is f_l(x_i). Nothing is promised of its rounding.</summary>
    public double[] Scores(StoredTensor data)
    {
        (int samples, int length) = NetworkRun.Shape(program, data);
        double[] scores = new double[samples * program.OutputLength];
        FastPass pass = new(program, engine);
        for (int first = 0; first < samples; first += Batch)
        {
            int count = Math.Min(Batch, samples - first);
            pass.Scores(data.RowMajor.AsSpan(first * length, count * length).ToArray(), count).CopyTo(scores, first * program.OutputLength);
        }

        return scores;
    }
}
