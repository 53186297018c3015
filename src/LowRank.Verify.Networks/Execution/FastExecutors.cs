using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>Which executor runs a network beside the certified one: ONNX Runtime for an ONNX model where the library is here, else the double-precision pass.</summary>
public static class FastExecutors
{
    /// <summary>One line for people: the library that runs ONNX models beside the certified pass, or why it is not used.</summary>
    public static string Describe()
    {
        try
        {
            return OnnxRuntimeLibrary.Load(out string reason) is { } library
                ? $"ONNX Runtime {new OnnxRuntimeApi(library.Handle, library.Path).Release} ({library.Path})"
                : $"double precision of this package; {reason}";
        }
        catch (InputException e)
        {
            return $"double precision of this package; {e.Message}";
        }
    }

    /// <summary>The executor for a network; the caller disposes it where it is disposable.</summary>
    public static IFastExecutor For(StoredFile file, Network network, NetworkProgram program)
    {
        if (Path.GetExtension(file.Path).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            if (network.LeftOut.Count > 0)
            {
                return Own(program, $"ONNX Runtime would include the final {network.LeftOut[0]}");
            }

            try
            {
                if (OnnxRuntimeLibrary.Load(out string reason) is { } library)
                {
                    return new OnnxRuntimeExecutor(new OnnxRuntimeApi(library.Handle, library.Path), file.Path, program);
                }

                return Own(program, reason);
            }
            catch (InputException e)
            {
                return Own(program, e.Message);
            }
        }

        return Own(program, string.Empty);
    }

    private static DoubleExecutor Own(NetworkProgram program, string why) => new(program, Engines.Default, why);
}
