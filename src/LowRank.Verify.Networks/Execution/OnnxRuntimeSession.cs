using System.Globalization;
using System.Runtime.InteropServices;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// An ONNX file in ONNX Runtime, in the file's own precision (mostly float32). It ends with the scores, as everything here does: a final
/// Softmax or ArgMax is not run.
/// </summary>
public sealed class OnnxRuntimeSession : IDisposable
{
    /// <summary>Samples of one call, and the numbers that they hold at most.</summary>
    private const int MostSamples = 512, MostEntries = 1 << 22;

    private const string ExternalFolder = "session.model_external_initializers_file_folder_path";

    private readonly InferenceSession session;
    private readonly string input;
    private readonly int[] shape;
    private readonly TensorElementType type;

    /// <summary>Opens the file of a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">Its network, as read from it.</param>
    /// <param name="options">Level and provider.</param>
    /// <exception cref="InputException">The library is missing or refuses the file (with node and type), or the file's input is not one
    /// array of floats with samples first.</exception>
    public OnnxRuntimeSession(string path, Network network, OnnxRuntimeOptions options)
        : this(path, Ending(network), network?.InputType, options)
    {
    }

    /// <summary>Opens the file of a graph, to be run to its scores.</summary>
    /// <exception cref="InputException">As above; the graph has several inputs.</exception>
    public OnnxRuntimeSession(NetworkGraph graph, OnnxRuntimeOptions options)
        : this(graph?.Path ?? throw new ArgumentNullException(nameof(graph)), graph.Scores,
            graph.Inputs is [var first, ..] ? first.Type : null, options)
    {
    }

    private OnnxRuntimeSession(string path, string? scores, string? inputType, OnnxRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (string version, IReadOnlyList<string> providers) = OnnxRuntimeLibrary.Start();
        if (options.Provider == OnnxRuntimeProvider.Cuda && !providers.Contains("CUDAExecutionProvider"))
        {
            throw new InputException(
                $"this build of ONNX Runtime ({version}) has no CUDA provider, only {string.Join(", ", providers)}; "
                + $"{OnnxRuntimeLibrary.Variable} names another");
        }

        Library = $"ONNX Runtime {version}";
        session = Open(path, scores, inputType, options);
        try
        {
            if (session.InputMetadata.Count != 1 || session.OutputMetadata.Count != 1)
            {
                throw new InputException(
                    $"the file has {session.InputMetadata.Count} inputs and {session.OutputMetadata.Count} outputs; one of each is needed");
            }

            (input, NodeMetadata takes) = session.InputMetadata.First();
            (type, shape) = takes.IsTensor ? (takes.ElementDataType, takes.Dimensions) : (default, []);
            if (type is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16))
            {
                throw new InputException(
                    $"its input '{FileText.Short(input)}' is {(takes.IsTensor ? takes.ElementDataType : takes.OnnxValueType)}; float32, "
                    + $"float64 and float16 are run");
            }

            if (shape.Length < 2)
            {
                throw new InputException(
                    $"its input '{FileText.Short(input)}' of shape [{string.Join(", ", shape)}] has no dimension for samples");
            }
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The library and its version.</summary>
    public string Library { get; }

    /// <summary>The type in which the file computes.</summary>
    public string Precision => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        _ => "float16",
    };

    /// <summary>
    /// Scores, one row of classes per sample: entry l + i·classes is f_l(x_i) as the runtime computes it, for inputs rounded to the type
    /// that it takes.
    /// </summary>
    /// <exception cref="InputException">The data does not fit, or the runtime fails while it runs.</exception>
    public double[] Scores(NetworkProgram program, StoredTensor data)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(data);
        (int samples, _) = NetworkRun.Shape(program, data);
        return Scores(data, samples, program.OutputLength);
    }

    /// <summary>The same for the samples that a graph was run on.</summary>
    /// <param name="data">One sample per row.</param>
    /// <param name="samples">Their number.</param>
    /// <param name="classes">Scores of one sample.</param>
    /// <exception cref="InputException">As above.</exception>
    public double[] Scores(StoredTensor data, int samples, int classes)
    {
        ArgumentNullException.ThrowIfNull(data);
        int length = data.RowMajor.Length / samples;
        double[] scores = new double[samples * classes];
        int batch = shape[0] > 0 ? shape[0] : Math.Clamp(MostEntries / (length + 1), 1, Math.Min(MostSamples, samples));
        for (int first = 0; first < samples; first += batch)
        {
            // Where the file fixes the number of samples, the last batch is filled up with zeros.
            int count = Math.Min(batch, samples - first), fed = shape[0] > 0 ? batch : count;
            double[] block = new double[fed * length];
            data.RowMajor.AsSpan(first * length, count * length).CopyTo(block);
            double[] part = Run(block, Dimensions(fed, length, data));
            if (part.Length != fed * classes)
            {
                throw new InputException($"it gives {part.Length} numbers for {fed} samples, not {fed * classes}");
            }

            part.AsSpan(0, count * classes).CopyTo(scores.AsSpan(first * classes));
        }

        return scores;
    }

    /// <summary>True where the data holds a number that the file's input type rounds.</summary>
    public bool Rounds(StoredTensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return type switch
        {
            TensorElementType.Float => Array.Exists(data.RowMajor, x => (float)x != x),
            TensorElementType.Float16 => Array.Exists(data.RowMajor, x => (double)(Half)x != x),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static string? Ending(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.HasSamplesAsColumns ? throw new InputException(
            "its layers take or give samples as columns; files are run of which the first dimension counts samples")
            : network.ScoresTensor;
    }

    private static InferenceSession Open(string path, string? ending, string? inputType, OnnxRuntimeOptions options)
    {
        try
        {
            return OnnxRuntimeLibrary.Guard(() =>
            {
                using SessionOptions session = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                if (options.Level != OnnxRuntimeLevel.Default)
                {
                    session.GraphOptimizationLevel = Level(options.Level);
                }

                if (options.Provider == OnnxRuntimeProvider.Cuda)
                {
                    session.AppendExecutionProvider_CUDA(0);
                }

                if (ending is not { } scores)
                {
                    return new InferenceSession(path, session);
                }

                session.AddSessionConfigEntry(ExternalFolder, Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty);
                return new InferenceSession(OnnxReader.EndingAt(path, scores), session);
            });
        }
        catch (InputException e) when (e.InnerException is OnnxRuntimeException && inputType is { } takes)
        {
            throw new InputException($"{e.Message} (the graph's input is {takes})", e);
        }
    }

    private static GraphOptimizationLevel Level(OnnxRuntimeLevel level) => level switch
    {
        OnnxRuntimeLevel.Disable => GraphOptimizationLevel.ORT_DISABLE_ALL,
        OnnxRuntimeLevel.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        OnnxRuntimeLevel.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        OnnxRuntimeLevel.All => GraphOptimizationLevel.ORT_ENABLE_ALL,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>The shape of a batch: what the file leaves open is as the data has it, or what is left of a flattened sample.</summary>
    private long[] Dimensions(int count, int length, StoredTensor data)
    {
        bool alike = data.Shape.Count == shape.Length;
        long known = shape.Skip(1).Where(d => d > 0).Aggregate(1L, (product, d) => product * d);
        long[] full = [count, .. shape.Skip(1).Select((d, i) => d > 0 ? d : alike ? data.Shape[i + 1] : length / known)];
        return full.Skip(1).Aggregate(1L, (product, d) => product * d) == length
            ? full
            : throw new InputException(
                $"its input of shape [{string.Join(", ", shape.Select(d => d > 0 ? d.ToString(CultureInfo.InvariantCulture) : "any"))}] "
                    + $"does not hold samples of {length} numbers");
    }

    private double[] Run(double[] block, long[] full) => OnnxRuntimeLibrary.Guard(() =>
    {
        using OrtValue samples = type switch
        {
            TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(block, x => (float)x), full),
            TensorElementType.Float16 =>
                OrtValue.CreateTensorValueFromMemory(MemoryMarshal.Cast<Half, Float16>(Array.ConvertAll(block, x => (Half)x)).ToArray(),
                full),
            _ => OrtValue.CreateTensorValueFromMemory(block, full),
        };
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [input], [samples], session.OutputNames);
        OrtValue result = results[0];
        TensorElementType gives = result.GetTensorTypeAndShape().ElementDataType;
        return gives switch
        {
            TensorElementType.Float => Array.ConvertAll(result.GetTensorDataAsSpan<float>().ToArray(), x => (double)x),
            TensorElementType.Double => result.GetTensorDataAsSpan<double>().ToArray(),
            TensorElementType.Float16 =>
                Array.ConvertAll(MemoryMarshal.Cast<Float16, Half>(result.GetTensorDataAsSpan<Float16>()).ToArray(), x => (double)x),
            _ => throw new InputException($"its output is {gives}; float32, float64 and float16 are read"),
        };
    });
}
