using System.Buffers.Binary;

namespace LowRank.Verify.Networks;

/// <summary>
/// Reads a network or tensors from ONNX, safetensors (also in shards), torch's zip files, .npy or .npz. The content decides, the extension
/// helps. Every value read is the double equal to the stored number.
/// </summary>
public static class NetworkReader
{
    private const int Prefix = 16;

    /// <summary>Reads the file, or the index of shards that a folder holds.</summary>
    /// <param name="path">The file, the index of its shards, or a folder with such an index.</param>
    /// <param name="options">What is said of a file that holds weights only; null for nothing.</param>
    /// <returns>Its tensors and, where it has one, its network.</returns>
    /// <exception cref="InputException">
    /// The file is missing, truncated, damaged or of an unknown format, nothing in it can be read, it refers to data outside its own
    /// folder, or the options name what is not there: one line that names the file and the tensor.
    /// </exception>
    public static StoredFile Read(string path, WeightFileOptions? options = null)
    {
        try
        {
            return ReadFile(path, options ?? new WeightFileOptions());
        }
        catch (UnreadableTensorException e)
        {
            throw new InputException(e.Message, e);
        }
    }

    private static StoredFile ReadFile(string path, WeightFileOptions options)
    {
        path = Directory.Exists(path) ? ShardIndex.InFolder(path) : path;
        using FileSource file = FileSource.Open(path);
        if (ShardIndex.IsIndex(path))
        {
            return WeightFileLayers.Build(path, ShardIndex.Read(file, shard => Weights(shard, options)), options);
        }

        byte[] start = file.Read(0, Math.Min(Prefix, file.Length), "the first bytes");
        if (start.AsSpan().StartsWith(NpyHeader.Magic))
        {
            StoredTensor tensor = NpyReader.Read(file, Path.GetFileNameWithoutExtension(path));
            return new StoredFile(path, [tensor], SingleMatrix(path, tensor)) 
            {
                HoldsWeightsOnly = true,
                Weights = tensor.ReasonAgainstNumbers is null ? [StoredWeight.Of(tensor)] : [],
            };
        }

        if (Weights(file, start, options) is { } list)
        {
            return WeightFileLayers.Build(path, list, options);
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPY" => throw new InputException($"{path}: this is not a .npy file, its first bytes are not \\x93NUMPY."),
            ".NPZ" => throw new InputException($"{path}: this is not a .npz file, its first bytes are not a zip archive's."),
            ".PT" or ".PTH" or ".PKL" or ".CKPT" => throw PickleFile.Refusal(path),
            var extension when extension == ".ONNX" || start[0] == 0x08 => Onnx.OnnxReader.Read(file),
            _ => throw new InputException($"{path}: the format is not known; .onnx, .safetensors, .pt, .npy and .npz are read."),
        };
    }

    /// <summary>Reads an ONNX file as the network that ends with one of the graph's outputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">The output's name.</param>
    /// <returns>Its tensors and its network.</returns>
    /// <exception cref="InputException">As for <see cref="Read"/>; the file is no ONNX graph, or has no such output.</exception>
    public static StoredFile ReadOutput(string path, string output)
    {
        using FileSource file = FileSource.Open(path);
        bool isOnnx = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            || file.Read(0, 1, "the first byte")[0] == 0x08;
        return isOnnx ? Onnx.OnnxReader.Read(file, output)
            : throw new InputException($"{path}: only a graph has outputs by name; this file is no .onnx file.");
    }

    private static TensorList Weights(string path, WeightFileOptions options)
    {
        using FileSource file = FileSource.Open(path);
        return Weights(file, file.Read(0, Math.Min(Prefix, file.Length), "the first bytes"), options)
            ?? throw new InputException($"{path}: this is no file of weights; shards are .safetensors or torch's .bin.");
    }

    // Tensors of a file that holds nothing but tensors, or null.
    private static TensorList? Weights(FileSource file, byte[] start, WeightFileOptions options)
    {
        string path = file.Path;
        return start.AsSpan().StartsWith("PK"u8)
            ? ZipMembers.Read(path, archive => TorchReader.IsTorch(archive) ? TorchReader.Read(archive, options.Key)
                : NpzReader.Read(archive))
            : PickleFile.IsPickle(start) ? throw PickleFile.Refusal(path)
            : Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) || IsSafetensors(start, file.Length)
            ? SafetensorsReader.Read(file)
            : null;
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
