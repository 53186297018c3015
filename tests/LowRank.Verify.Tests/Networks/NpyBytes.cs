using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Files written byte by byte for tests, so that nothing of the readers is used to make their input.</summary>
internal static class NpyBytes
{
    public static byte[] Npy(string descr, string shape, byte[] data, bool fortran = false, byte version = 1)
    {
        string header = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return Raw(header, data, version);
    }

    public static byte[] Raw(string header, byte[] data, byte version = 1)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Safetensors(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. data];
    }

    public static byte[] Safetensors(params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        int at = 0;
        StringBuilder header = new("{");
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            header.Append(CultureInfo.InvariantCulture,
                $"{(at > 0 ? "," : "")}\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],"
                    + $"\"data_offsets\":[{at},{at += 4 * values.Length}]}}");
        }

        return Safetensors(header.Append('}').ToString(), [.. tensors.SelectMany(t => Floats(t.Values))]);
    }

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] members)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
