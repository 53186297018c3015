using System.Runtime.InteropServices;
using System.Text;

namespace LowRank.Verify.Networks.Execution;

/// <summary>The entries of ONNX Runtime's C API that are used here, by their places in the function table of API version 20 (onnxruntime_c_api.h; places never move).</summary>
internal sealed unsafe class OnnxRuntimeApi
{
    public const uint Version = 20;

    public const int Float32 = 1, Float64 = 11;

    private readonly nint* table;

    /// <summary>Binds a loaded library.</summary>
    /// <exception cref="InputException">The library is older than the API version used.</exception>
    public OnnxRuntimeApi(nint library, string path)
    {
        nint* start = ((delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        table = ((delegate* unmanaged[Cdecl]<uint, nint*>)start[0])(Version);
        Release = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)start[1])()) ?? "unknown";
        if (table is null)
        {
            throw new InputException($"{path}: ONNX Runtime {Release} does not know version {Version} of its interface; a newer library is needed.");
        }
    }

    /// <summary>The library's version.</summary>
    public string Release { get; }

    public nint CreateEnvironment()
    {
        const int Errors = 3;
        nint result;
        fixed (byte* name = "lowrank\0"u8)
        {
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)table[3])(Errors, name, &result));
        }

        return result;
    }

    public nint CreateOptions()
    {
        nint result;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)table[10])(&result));
        Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)table[24])(result, 1)); // one thread: sums in one order
        return result;
    }

    public nint CreateSession(nint environment, string path, nint options)
    {
        nint result;
        byte[] text = [.. OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path) : Encoding.UTF8.GetBytes(path), 0, 0];
        fixed (byte* file = text)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, nint, nint*, nint>)table[7])(environment, file, options, &result));
        }

        return result;
    }

    /// <summary>Name of the only input or output, as bytes with a closing 0.</summary>
    public byte[] Name(nint session, bool input)
    {
        nint allocator, name;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)table[78])(&allocator));
        Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint, nint*, nint>)table[input ? 36 : 37])(session, 0, allocator, &name));
        byte[] result = [.. MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)name), 0];
        Check(((delegate* unmanaged[Cdecl]<nint, nint, nint>)table[76])(allocator, name));
        return result;
    }

    public (int Inputs, int Outputs) Counts(nint session)
    {
        nuint inputs, outputs;
        Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[30])(session, &inputs));
        Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[31])(session, &outputs));
        return ((int)inputs, (int)outputs);
    }

    /// <summary>Element type and dimensions of the only input; −1 for a dimension that is open.</summary>
    public (int Type, long[] Shape) InputShape(nint session)
    {
        nint information, tensor;
        Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)table[33])(session, 0, &information));
        try
        {
            Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[55])(information, &tensor));
            return tensor == 0 ? (0, []) : Shape(tensor);
        }
        finally
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)table[98])(information);
        }
    }

    /// <summary>A tensor over the caller's memory, which must stay pinned while the tensor lives.</summary>
    public nint Wrap(nint memory, void* data, nuint bytes, long[] shape, int type)
    {
        nint result;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[49])(memory, data, bytes, dimensions, (nuint)shape.Length, type, &result));
        }

        return result;
    }

    public nint CreateMemory()
    {
        nint result;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)table[69])(0, 0, &result)); // device allocator, default memory
        return result;
    }

    public nint Run(nint session, byte[] inputName, nint input, byte[] outputName)
    {
        nint output = 0;
        fixed (byte* from = inputName, to = outputName)
        {
            byte* names = from, outputs = to;
            Check(((delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[9])(session, 0, &names, &input, 1, &outputs, 1, &output));
        }

        return output;
    }

    /// <summary>The numbers of a tensor of floats or doubles, as doubles; null for another type.</summary>
    public double[]? Numbers(nint value)
    {
        nint information;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[65])(value, &information));
        (int type, long[] shape) = Shape(information);
        ((delegate* unmanaged[Cdecl]<nint, void>)table[99])(information);
        nint data;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[51])(value, &data));
        int count = (int)shape.Aggregate(1L, (product, d) => product * d);
        return type switch
        {
            Float32 => [.. new ReadOnlySpan<float>((void*)data, count).ToArray().Select(x => (double)x)],
            Float64 => new ReadOnlySpan<double>((void*)data, count).ToArray(),
            _ => null,
        };
    }

    public void ReleaseEnvironment(nint handle) => Free(92, handle);

    public void ReleaseMemory(nint handle) => Free(94, handle);

    public void ReleaseSession(nint handle) => Free(95, handle);

    public void ReleaseValue(nint handle) => Free(96, handle);

    public void ReleaseOptions(nint handle) => Free(100, handle);

    private (int Type, long[] Shape) Shape(nint tensor)
    {
        int type;
        nuint count;
        Check(((delegate* unmanaged[Cdecl]<nint, int*, nint>)table[60])(tensor, &type));
        Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[61])(tensor, &count));
        long[] shape = new long[(int)count];
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)table[62])(tensor, dimensions, count));
        }

        return (type, shape);
    }

    private void Free(int place, nint handle)
    {
        if (handle != 0)
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)table[place])(handle);
        }
    }

    private void Check(nint status)
    {
        if (status != 0)
        {
            string message = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)table[2])(status)) ?? "unknown error";
            ((delegate* unmanaged[Cdecl]<nint, void>)table[93])(status);
            throw new InputException($"ONNX Runtime: {message.ReplaceLineEndings(" ")}");
        }
    }
}
