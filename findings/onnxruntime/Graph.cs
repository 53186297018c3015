// A writer of small ONNX files, field by field, and a session over one: all that the scripts beside this folder need.
using System.Text;
using Microsoft.ML.OnnxRuntime;

static class Graph
{
    public const int Float = 1, Int8 = 3, Float16 = 10;

    public static byte[] Tensor(string name, int type, long[] dims, Array values)
    {
        byte[] raw = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, raw, 0, raw.Length);
        return [.. dims.SelectMany(d => Number(1, d)), .. Number(2, type), .. Field(8, name), .. Field(9, raw)];
    }

    public static byte[] Node(string type, string[] inputs, string output, params (string Name, long[] Values)[] attributes) =>
        [
            .. inputs.SelectMany(i => Field(1, i)), .. Field(2, output), .. Field(3, type + "_" + output), .. Field(4, type),
            .. attributes.SelectMany(a => Field(5, Attribute(a.Name, a.Values))),
        ];

    public static byte[] Model(int type, long[] shape, IEnumerable<byte[]> nodes, IEnumerable<byte[]> tensors)
    {
        byte[] graph =
        [
            .. nodes.SelectMany(n => Field(1, n)), .. Field(2, "g"), .. tensors.SelectMany(t => Field(5, t)),
            .. Field(11, Value("x", type, shape)), .. Field(12, Value("y", type, null)),
        ];
        return [.. Number(1, 8), .. Field(7, graph), .. Field(8, [.. Field(1, ""), .. Number(2, 13)])];
    }

    // The output of a model for an input of its type.
    public static T[] Run<T>(
        byte[] model, T[] x, long[] shape, GraphOptimizationLevel? level = null, Action<SessionOptions>? more = null) where T : unmanaged
    {
        using SessionOptions options = new();
        if (level is { } l)
        {
            options.GraphOptimizationLevel = l;
        }

        more?.Invoke(options);
        using InferenceSession session = new(model, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, shape);
        using RunOptions run = new();
        using var result = session.Run(run, ["x"], [input], session.OutputNames);
        return result[0].GetTensorDataAsSpan<T>().ToArray();
    }

    // The largest distance of two arrays over the largest entry of the second.
    public static double Distance(float[] a, float[] b) =>
        a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max() / b.Max(v => Math.Abs((double)v));

    static byte[] Attribute(string name, long[] values) => values.Length == 1 && name != "axes"
        ? [.. Field(1, name), .. Number(3, values[0]), .. Number(20, 2)]
        : [.. Field(1, name), .. values.SelectMany(v => Number(8, v)), .. Number(20, 7)];

    static byte[] Value(string name, int type, long[]? shape)
    {
        byte[] dims = shape is null ? [] : Field(2, [.. shape.SelectMany(d => Field(1, Number(1, d)))]);
        return [.. Field(1, name), .. Field(2, Field(1, [.. Number(1, type), .. dims]))];
    }

    static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    static byte[] Field(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    static byte[] Field(int field, byte[] bytes) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)(value | 128);
        }

        yield return (byte)value;
    }
}
