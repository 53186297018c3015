using System.Buffers.Binary;

namespace LowRank.Verify.Networks;

/// <summary>
/// Reads a network or a tensor from ONNX, safetensors, .npy or .npz. The content decides, the extension helps. Every value read is
/// the double equal to the stored number.
/// </summary>
public static class NetworkReader
{
    private const int Prefix = 16;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors and, where it has one, its network.</returns>
    /// <exception cref="InputException">
    /// The file is missing, truncated, damaged, of an unknown format or type, holds NaN or infinity or an empty matrix, or refers to
    /// data outside its own folder: one line that names the file and the tensor.
    /// </exception>
    public static StoredFile Read(string path)
    {
        using FileSource file = FileSource.Open(path);
        byte[] start = file.Read(0, Math.Min(Prefix, file.Length), "the first bytes");
        string extension = Path.GetExtension(path).ToUpperInvariant();
        if (extension is ".PT" or ".PTH" or ".PKL" or ".CKPT" || PickleFile.IsPickle(start))
        {
            throw PickleFile.Refusal(path);
        }

        if (start.AsSpan().StartsWith(NpyHeader.Magic))
        {
            StoredTensor tensor = NpyReader.Read(file, Path.GetFileNameWithoutExtension(path));
            return new StoredFile(path, [tensor], SingleMatrix(path, tensor));
        }

        if (start.AsSpan().StartsWith("PK"u8))
        {
            List<StoredTensor> arrays = NpzReader.Read(path);
            return new StoredFile(path, arrays, WeightFileLayers.Build(path, arrays));
        }

        if (extension == ".SAFETENSORS" || IsSafetensors(start, file.Length))
        {
            List<StoredTensor> tensors = SafetensorsReader.Read(file);
            return new StoredFile(path, tensors, WeightFileLayers.Build(path, tensors));
        }

        return extension switch
        {
            ".NPY" => throw new InputException($"{path}: this is not a .npy file, its first bytes are not \\x93NUMPY."),
            ".NPZ" => throw new InputException($"{path}: this is not a .npz file, its first bytes are not a zip archive's."),
            _ when extension == ".ONNX" || start[0] == 0x08 => Onnx.OnnxReader.Read(file),
            _ => throw new InputException($"{path}: the format is not known; .onnx, .safetensors, .npy and .npz are read."),
        };
    }

    /// <summary>Reads an ONNX file as the network that ends with one of the graph's outputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">The output's name.</param>
    /// <returns>Its tensors and its network.</returns>
    /// <exception cref="InputException">As for <see cref="Read(string)"/>; the file is no ONNX graph, or has no such output.</exception>
    public static StoredFile ReadOutput(string path, string output)
    {
        using FileSource file = FileSource.Open(path);
        bool isOnnx = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            || file.Read(0, 1, "the first byte")[0] == 0x08;
        return isOnnx ? Onnx.OnnxReader.Read(file, output)
            : throw new InputException($"{path}: only a graph has outputs by name; this file is no .onnx file.");
    }

    private static bool IsSafetensors(byte[] start, long length) =>
        start.Length > 8 && start[8] == (byte)'{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)length;

    private static Network? SingleMatrix(string path, StoredTensor tensor) =>
        tensor.StorageType is null || tensor.Shape.Count != 2
            ? null
            : new Network(
                [new DenseLayer(tensor.Name, tensor.ToMatrix()) { TensorName = tensor.Name }],
                [],
                [],
                [$"{path} holds a single matrix: as a network it is one dense layer, taken as out × in"]);
}
