using System.Globalization;
using System.Text;

namespace LowRank.Verify.Cli.Tests;

/// <summary>A folder for the files of one test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");

    /// <summary>Where it is.</summary>
    public string Location => folder.FullName;

    public string Write(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A float64 array in numpy's format, version 1.0, written here byte by byte.</summary>
    public string WriteNpy(string name, int[] shape, params double[] rowMajor)
    {
        string extents = string.Join(", ", shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)))
            + (shape.Length == 1 ? "," : string.Empty);
        string header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({extents}), }}";
        header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        List<byte> bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length & 255), (byte)(header.Length >> 8),
            .. Encoding.ASCII.GetBytes(header)];
        foreach (double value in rowMajor)
        {
            bytes.AddRange(BitConverter.GetBytes(value));
        }

        return Write(name, [.. bytes]);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
