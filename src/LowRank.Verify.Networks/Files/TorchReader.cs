using System.IO.Compression;
using System.Text;

namespace LowRank.Verify.Networks.Files;

/// <summary>torch.save's files since version 1.6: a zip archive of a pickle (data.pkl) and the numbers (data/0, data/1, …).</summary>
internal static class TorchReader
{
    private const string Program = "data.pkl";

    /// <summary>Entries that a view may have beyond those of its storage (strides of 0 repeat them).</summary>
    private const int MostRepeated = 1 << 16;

    /// <summary>True for an archive with a pickle.</summary>
    public static bool IsTorch(ZipMembers archive) => Find(archive) is not null;

    public static TensorList Read(ZipMembers archive, string? key)
    {
        string path = archive.Path;
        ZipArchiveEntry program = Find(archive)!;
        string prefix = program.FullName[..^Program.Length];
        if (program.Length > TorchPickle.Longest)
        {
            throw new InputException($"{path}: its pickle of {program.Length} bytes is longer than any state dict needs.");
        }

        if (archive.Entries.Any(e => e.FullName.StartsWith(prefix + "code/", StringComparison.Ordinal)))
        {
            throw PickleFile.OfClass(path, "torch.jit.ScriptModule", null);
        }

        object? value = TorchPickle.Load(archive.Expand(program, $"{path}: member '{Program}'"), path);
        bool isBig = Member(archive, prefix + "byteorder") is { Length: < 16 } order
            && Encoding.ASCII.GetString(archive.Expand(order, $"{path}: member 'byteorder'")).StartsWith("big", StringComparison.Ordinal);
        TensorList list = new(path);
        Dictionary<string, byte[]> storages = new(StringComparer.Ordinal);
        Dictionary<(string, long, string, string), string> views = [];
        foreach ((string name, object? member) in TorchStates.Choose(value, key, list, path))
        {
            if (member is not TorchTensor tensor)
            {
                list.Leave(name, null, "it is no tensor");
                continue;
            }

            string place = ElementDecoder.Place(path, name);
            (int[] shape, int count) = TensorShape.Check(tensor.Shape, place);
            if (tensor.Type(out string unread) is not { } type)
            {
                list.Leave(name, shape, unread);
                continue;
            }

            CheckView(tensor, type, count, place);
            list.Add(name, shape, () => Decode(path, name, tensor, type, shape, count, isBig, Storage(tensor.Storage, type, place)));
            var view = (tensor.Storage.Key, tensor.Offset, string.Join(',', tensor.Shape), string.Join(',', tensor.Strides));
            if (count > 1 && !views.TryAdd(view, name))
            {
                list.Notes.Add($"{path}: tensors '{FileText.Short(views[view])}' and '{FileText.Short(name)}' are tied: they are one "
                    + $"storage");
            }
        }

        return list.Checked("the file holds no tensor");

        byte[] Storage(TorchStorage storage, ElementType type, string place)
        {
            if (storages.TryGetValue(storage.Key, out byte[]? known))
            {
                return known;
            }

            string member = $"{prefix}data/{storage.Key}";
            ZipArchiveEntry entry = Member(archive, member)
                ?? throw new InputException($"{place}: its numbers are the archive's member '{FileText.Short(member)}', which is missing.");
            Int128 needed = storage.IsUntyped ? storage.Length : (Int128)storage.Length * type.Size;
            return entry.Length >= needed ? storages[storage.Key] = archive.Expand(entry, place, zeroChecksum: true)
                : throw new InputException(
                    $"{place}: its storage claims {needed} bytes, the archive's member '{FileText.Short(member)}' has {entry.Length}.");
        }
    }

    private static void CheckView(TorchTensor tensor, ElementType type, int count, string place)
    {
        Int128 last = tensor.Offset, length = tensor.Storage.IsUntyped ? tensor.Storage.Length / type.Size : tensor.Storage.Length;
        bool isNegative = tensor.Offset < 0 || length < 0;
        for (int d = 0; d < tensor.Shape.Count; d++)
        {
            isNegative |= tensor.Strides[d] < 0;
            last += (Int128)(tensor.Shape[d] - 1) * tensor.Strides[d];
        }

        if (count > 0 && (isNegative || last >= length))
        {
            throw new InputException($"{place}: its shape and strides from entry {tensor.Offset} on leave its storage of "
                + $"{length} entries.");
        }

        if (count > Int128.Max(length, MostRepeated))
        {
            throw new InputException($"{place}: it claims {count} entries of a storage that has {length}.");
        }
    }

    private static StoredTensor Decode(string path, string name, TorchTensor tensor, ElementType type, int[] shape, int count, bool isBig,
        byte[] storage)
    {
        byte[] bytes = new byte[(long)count * type.Size];
        int[] index = new int[shape.Length];
        long at = tensor.Offset;
        for (int i = 0; i < count; i++)
        {
            storage.AsSpan((int)(at * type.Size), type.Size).CopyTo(bytes.AsSpan(i * type.Size));
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                at += tensor.Strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                at -= tensor.Strides[d] * index[d];
                index[d] = 0;
            }
        }

        return ElementDecoder.Decode(path, name, type, shape, count, bytes, isBig);
    }

    private static ZipArchiveEntry? Find(ZipMembers archive) => archive.Entries.FirstOrDefault(e => e.FullName == Program
        || e.FullName.EndsWith("/" + Program, StringComparison.Ordinal));

    private static ZipArchiveEntry? Member(ZipMembers archive, string name) => archive.Entries.FirstOrDefault(e => e.FullName == name);
}
