using System.IO.Compression;
using System.Text;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// torch's zip files written opcode by opcode (Python's pickletools lists them), so that they can also say what torch never does.
/// </summary>
internal static class TorchBytes
{
    public static byte[] Dictionary(params (string Name, byte[] Value)[] members) =>
        [0x80, 2, (byte)'}', (byte)'(', .. members.SelectMany(m => (byte[])[.. Text(m.Name), .. m.Value]), (byte)'u', (byte)'.'];

    public static byte[] Tensor(string type, string key, int length, int offset, int[] shape, int[] strides) =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"), (byte)'(',
        (byte)'(', .. Text("storage"), .. Global("torch", type), .. Text(key), .. Text("cpu"), .. Integer(length), (byte)'t', (byte)'Q',
        .. Integer(offset), .. Tuple(shape), .. Tuple(strides), 0x89, (byte)'}', (byte)'t', (byte)'R',
    ];

    public static byte[] Global(string module, string name) => [(byte)'c', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n")];

    /// <summary>An object of a class, made of these opcodes as its arguments.</summary>
    public static byte[] Call(string module, string name, params byte[] arguments) =>
        [.. Global(module, name), (byte)'(', .. arguments, (byte)'t', (byte)'R'];

    public static byte[] Text(string text) =>
        [(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Integer(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];

    public static byte[] Zip(byte[] pickle, params (string Name, byte[] Content)[] storages) => NpyBytes.Zip(CompressionLevel.NoCompression,
        [("a/data.pkl", pickle), .. storages.Select(s => ("a/data/" + s.Name, s.Content)), ("a/version", "3\n"u8.ToArray())]);

    private static byte[] Tuple(int[] values) => [(byte)'(', .. values.SelectMany(Integer), (byte)'t'];
}
