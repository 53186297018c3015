namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// How far ONNX Runtime may rewrite the graph before it runs it. From <see cref="Extended"/> on the rewritten graph may be another
/// function: activations rounded to int8, layers folded.
/// </summary>
public enum OnnxRuntimeLevel
{
    /// <summary>Whatever the library does when nothing is said; in 1.31 that is <see cref="All"/>.</summary>
    Default,

    /// <summary>ORT_DISABLE_ALL: the graph as it stands.</summary>
    Disable,

    /// <summary>ORT_ENABLE_BASIC: constants folded, nodes without effect removed.</summary>
    Basic,

    /// <summary>ORT_ENABLE_EXTENDED: fusions of its providers too.</summary>
    Extended,

    /// <summary>ORT_ENABLE_ALL: layouts too.</summary>
    All,
}

/// <summary>Where ONNX Runtime computes.</summary>
public enum OnnxRuntimeProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>
    /// The first CUDA device; the native library must be a build with CUDA (see <see cref="OnnxRuntimeLibrary.Variable"/>).
    /// </summary>
    Cuda,
}

/// <summary>Session options of ONNX Runtime; everything not named here is as the library has it.</summary>
public sealed record OnnxRuntimeOptions
{
    /// <summary>The optimisation level.</summary>
    public OnnxRuntimeLevel Level { get; init; }

    /// <summary>The execution provider.</summary>
    public OnnxRuntimeProvider Provider { get; init; }
}
