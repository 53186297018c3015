using System.Runtime.InteropServices;

namespace LowRank.Verify.Networks.Execution;

/// <summary>ONNX Runtime on the model file, in the model's own precision (mostly float32), one thread.</summary>
internal sealed unsafe class OnnxRuntimeExecutor : IFastExecutor, IDisposable
{
    private const int Batch = 512;

    private readonly OnnxRuntimeApi api;
    private readonly NetworkProgram program;
    private readonly byte[] input, output;
    private readonly long[] shape;
    private readonly int type;
    private nint environment, options, session, memory;

    /// <summary>Opens a model.</summary>
    /// <exception cref="InputException">The library refuses the model, or its input is not one array of floats with an open or single first dimension.</exception>
    public OnnxRuntimeExecutor(OnnxRuntimeApi api, string model, NetworkProgram program)
    {
        (this.api, this.program) = (api, program);
        try
        {
            environment = api.CreateEnvironment();
            options = api.CreateOptions();
            session = api.CreateSession(environment, model, options);
            memory = api.CreateMemory();
            (type, shape) = api.InputShape(session);
            if (api.Counts(session) != (1, 1) || type is not (OnnxRuntimeApi.Float32 or OnnxRuntimeApi.Float64))
            {
                throw new InputException($"{model}: ONNX Runtime is used for models with one input and one output of float32 or float64 only.");
            }

            // The first dimension counts samples; of the others one may be open.
            if (shape.Length < 2 || shape[0] > 1 || shape.Skip(1).Count(d => d <= 0) > 1)
            {
                throw new InputException($"{model}: its input of shape [{string.Join(", ", shape)}] does not say where samples lie.");
            }

            (input, output) = (api.Name(session, input: true), api.Name(session, input: false));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Description => $"ONNX Runtime {api.Release}, {(type == OnnxRuntimeApi.Float32 ? "float32" : "float64")}";

    /// <inheritdoc/>
    public double[] Scores(StoredTensor data)
    {
        (int samples, int length) = NetworkRun.Shape(program, data);
        double[] scores = new double[samples * program.OutputLength];
        int batch = shape[0] == 1 ? 1 : Batch;
        for (int first = 0; first < samples; first += batch)
        {
            int count = Math.Min(batch, samples - first);
            double[] part = Run(data.RowMajor.AsSpan(first * length, count * length), count, length);
            if (part.Length != count * program.OutputLength)
            {
                throw new InputException($"ONNX Runtime gave {part.Length} numbers for {count} samples, not {count * program.OutputLength}.");
            }

            part.CopyTo(scores, first * program.OutputLength);
        }

        return scores;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        api.ReleaseMemory(memory);
        api.ReleaseSession(session);
        api.ReleaseOptions(options);
        api.ReleaseEnvironment(environment);
        (environment, options, session, memory) = (0, 0, 0, 0);
    }

    private double[] Run(ReadOnlySpan<double> samples, int count, int length)
    {
        long known = shape.Skip(1).Where(d => d > 0).Aggregate(1L, (product, d) => product * d);
        long[] full = [count, .. shape.Skip(1).Select(d => d > 0 ? d : length / known)];
        if (full.Skip(1).Aggregate(1L, (product, d) => product * d) != length)
        {
            throw new InputException($"ONNX Runtime takes samples of shape [{string.Join(", ", full.Skip(1))}], but the data has {length} numbers each.");
        }

        if (type == OnnxRuntimeApi.Float64)
        {
            fixed (double* numbers = samples)
            {
                return Run(numbers, (nuint)samples.Length * sizeof(double), full);
            }
        }

        float[] single = new float[samples.Length];
        for (int i = 0; i < single.Length; i++)
        {
            single[i] = (float)samples[i];
        }

        fixed (float* numbers = single)
        {
            return Run(numbers, (nuint)single.Length * sizeof(float), full);
        }
    }

    private double[] Run(void* numbers, nuint bytes, long[] full)
    {
        nint value = 0, result = 0;
        try
        {
            value = api.Wrap(memory, numbers, bytes, full, type);
            result = api.Run(session, input, value, output);
            return api.Numbers(result) ?? throw new InputException("ONNX Runtime gave an output that is neither float32 nor float64.");
        }
        finally
        {
            api.ReleaseValue(result);
            api.ReleaseValue(value);
        }
    }
}
