namespace LowRank.Verify.Networks.Files;

/// <summary>numpy's .npy: one array. C and Fortran order, either byte order.</summary>
internal static class NpyReader
{
    public static StoredTensor Read(FileSource file, string name)
    {
        string place = file.Path;
        byte[] prefix = file.Read(0, Math.Min(NpyHeader.PrefixLength, file.Length), "the .npy prefix");
        int total = NpyHeader.TotalLength(prefix, file.Length, place);
        NpyHeader header = NpyHeader.Parse(file.Read(0, total, "the .npy header"), place);
        long bytes = file.Length - total;
        CheckBytes(header, bytes, place);
        return Decode(header, file.Read(total, bytes, "the array"), file.Path, name);
    }

    /// <summary>An array whose bytes are all in memory (a member of a .npz).</summary>
    public static StoredTensor Read(byte[] array, string source, string name)
    {
        string place = ElementDecoder.Place(source, name);
        int total = NpyHeader.TotalLength(array.AsSpan(0, Math.Min(array.Length, NpyHeader.PrefixLength)), array.Length, place);
        NpyHeader header = NpyHeader.Parse(array.AsSpan(0, total), place);
        CheckBytes(header, array.Length - total, place);
        return Decode(header, array.AsSpan(total), source, name);
    }

    private static void CheckBytes(NpyHeader header, long available, string place)
    {
        long needed = (long)header.Count * header.Type.Size;
        if (needed != available)
        {
            throw new InputException(
                $"{place}: shape {TensorShape.Format(header.Shape)} of {header.Type.Name} needs {needed} bytes, the file has "
                + $"{available}: it is {(available < needed ? "truncated" : "longer than it says")}.");
        }
    }

    private static StoredTensor Decode(NpyHeader header, ReadOnlySpan<byte> data, string source, string name)
    {
        if (!header.Fortran || header.Shape.Length < 2)
        {
            return ElementDecoder.Decode(source, name, header.Type, header.Shape, header.Count, data, header.BigEndian);
        }

        // Fortran order is the row-major array of the reversed shape, its indices reversed.
        int[] reversed = [.. header.Shape.Reverse()];
        StoredTensor turned = ElementDecoder.Decode(source, name, header.Type, reversed, header.Count, data, header.BigEndian);
        return turned with { Shape = header.Shape,
            RowMajor = TensorOrder.Permute(turned.RowMajor, reversed, [.. Enumerable.Range(0, reversed.Length).Reverse()]) };
    }
}
