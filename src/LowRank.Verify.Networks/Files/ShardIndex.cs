using System.Text.Json;

namespace LowRank.Verify.Networks.Files;

/// <summary>
/// A model in several files: *.index.json with "weight_map", tensor → file beside it. The shards are read as one file; what the index
/// does not list is named.
/// </summary>
internal static class ShardIndex
{
    private const string Suffix = ".index.json";

    private const long Longest = 1 << 28;

    public static bool IsIndex(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that a folder stands for: its only index of shards.</summary>
    /// <exception cref="InputException">There is none, or several.</exception>
    public static string InFolder(string folder)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal)];
            return files.Length switch
            {
                1 => files[0],
                0 => throw new InputException(
                    $"{folder}: this is a directory without an index of shards (*.safetensors{Suffix}); name a file in it (.onnx, "
                    + $".safetensors, .pt, .npy or .npz)."),
                _ => throw new InputException($"{folder}: this directory holds {Path.GetFileName(files[0])} and "
                    + $"{(files.Length == 2 ? Path.GetFileName(files[1]) : $"{files.Length - 1} more such files")}; name one file."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the directory cannot be read ({e.Message.ReplaceLineEndings(" ")}).", e);
        }
    }

    public static TensorList Read(FileSource index, Func<string, TensorList> readShard)
    {
        string path = index.Path;
        TensorList list = new(path);
        foreach (var shard in Map(index).GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal))
        {
            string file = Path.Join(Path.GetDirectoryName(path), shard.Key);
            if (!File.Exists(file))
            {
                throw new InputException($"{path}: its shard '{FileText.Short(shard.Key)}' is missing; it is to hold {shard.Count()} "
                    + $"tensors, the first is '{FileText.Short(shard.First())}'.");
            }

            HashSet<string> due = new(shard, StringComparer.Ordinal);
            TensorList found = readShard(file);
            foreach (StoredTensor tensor in found.Tensors)
            {
                if (due.Remove(tensor.Name))
                {
                    list.Add(tensor.Name, tensor.Shape, () => tensor);
                }
                else
                {
                    list.Notes.Add($"{file}: tensor '{FileText.Short(tensor.Name)}' is not in the index, and is left out");
                }
            }

            foreach (UnreadTensor tensor in found.Unread.Where(tensor => due.Remove(tensor.Name)))
            {
                list.Leave(tensor.Name, tensor.Shape, tensor.Reason);
            }

            if (due.Count > 0)
            {
                throw new InputException($"{ElementDecoder.Place(file, due.Order(StringComparer.Ordinal).First())}: {path} says that it is "
                    + $"in this file, and it is not.");
            }
        }

        return list.Checked("the index lists no tensor");
    }

    private static Dictionary<string, string> Map(FileSource index)
    {
        string path = index.Path;
        if (index.Length > Longest)
        {
            throw new InputException($"{path}: an index of {index.Length} bytes is longer than any model needs.");
        }

        Dictionary<string, string> map = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(index.Read(0, index.Length, "the index"));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out JsonElement pairs) || pairs.ValueKind != JsonValueKind.Object)
            {
                throw new InputException($"{path}: this is no index of shards, it has no object 'weight_map'.");
            }

            foreach (JsonProperty pair in pairs.EnumerateObject())
            {
                string? file = pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() : null;
                if (string.IsNullOrEmpty(file) || file is "." or ".." || file.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
                {
                    throw new InputException($"{path}: 'weight_map' puts tensor '{FileText.Short(pair.Name)}' into "
                        + $"{FileText.Short(pair.Value.GetRawText())}, which is no file beside the index.");
                }

                if (!map.TryAdd(pair.Name, file))
                {
                    throw new InputException($"{path}: 'weight_map' names tensor '{FileText.Short(pair.Name)}' twice.");
                }
            }

            return map;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: the index is not JSON ({FileText.Short(e.Message.ReplaceLineEndings(" "))}).", e);
        }
    }
}
