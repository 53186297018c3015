using LowRank.Verify.Arithmetic;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Batches;

/// <summary>Singular values of many matrices, those of one shape in one call.</summary>
internal static class BatchedSpectra
{
    /// <summary>Layers of networks, each decomposed once: one batch a layer.</summary>
    /// <exception cref="MissingLibraryException">The device has too little memory, or libtorch failed.</exception>
    public static LayerBatch[] Layers(TorchEngine engine, IReadOnlyList<IReadOnlyList<Matrix>> networks)
    {
        int depth = networks[0].Count, count = networks.Count;
        double words = networks[0].Sum(layer => 4.0 * layer.Rows * layer.Columns) * count;
        engine.Device.RequireMemory(8 * words, $"the spectra of {count} networks");
        Device device = engine.Device.Handle;
        LayerBatch[] result = new LayerBatch[depth];
        foreach (IGrouping<(int Rows, int Columns), int> shape in Enumerable.Range(0, depth)
            .GroupBy(l => (networks[0][l].Rows, networks[0][l].Columns)))
        {
            using IDisposable scope = NewDisposeScope();
            int[] members = [.. shape];
            (int rows, int columns) = shape.Key;
            double[] entries = new double[(long)members.Length * count * rows * columns], scales = new double[members.Length * count];
            Parallel.For(0, scales.Length, i =>
            {
                (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(networks[i % count][members[i / count]]);
                scaled.Values.CopyTo(entries.AsSpan(i * rows * columns));
                scales[i] = exponent * Math.Log(2);
            });
            Tensor stack = Tensors.Upload(entries, [scales.Length, columns, rows], device),
                values = Values(engine, stack, entries, rows, columns);
            for (int k = 0; k < members.Length; k++)
            {
                result[members[k]] = LayerBatch.Of(
                    stack.narrow(0, (long)k * count, count), values.narrow(0, (long)k * count, count),
                        scales[(k * count)..((k + 1) * count)], rows, columns);
            }
        }

        return result;
    }

    // On a processor libtorch takes one matrix of a batch after the other, twice as slowly as OpenBLAS where both are there: the engine of
    // the processor does it then, one matrix a core.
    private static Tensor Values(TorchEngine engine, Tensor stack, double[] entries, int rows, int columns)
    {
        IEngine processor = Engines.Available[0];
        if (engine.Device.IsCuda || processor is not OpenBlasEngine)
        {
            return engine.BatchedSingularValues(stack);
        }

        int count = (int)stack.shape[0], values = Math.Min(rows, columns), size = rows * columns;
        double[] found = new double[count * values];
        Parallel.For(0, count, i =>
        {
            double[] sigma = processor.SingularValues(new Matrix(rows, columns, entries.AsSpan(i * size, size).ToArray()))
                ?? throw new InvalidOperationException(
                    $"The library's singular value iteration did not converge for matrix {i + 1} of the batch.");
            sigma.CopyTo(found.AsSpan(i * values));
        });
        return Tensors.Upload(found, [count, values], engine.Device.Handle);
    }
}
