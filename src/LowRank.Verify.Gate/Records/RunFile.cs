using System.Text;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>Reads the records of a run, which <c>lowrank gate</c> writes as one JSON object per line.</summary>
public static class RunFile
{
    private const int Chunk = 1 << 16;

    /// <summary>Reads a file. A last line that was cut off, and the cases of a unit that was not finished, are left out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file cannot be read, or a line is wrong: "file:line: …".</exception>
    public static RunReport Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads lines that are there already.</summary>
    /// <param name="lines">The lines, without their ends.</param>
    /// <param name="source">How they are named in messages.</param>
    /// <exception cref="InputException">A line is wrong: "source:line: …".</exception>
    public static RunReport Read(IEnumerable<string> lines, string source)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return Read(stream, source);
    }

    private static RunReport Read(Stream stream, string source)
    {
        RunReader reader = new(source);
        byte[] buffer = new byte[Chunk];
        int filled = 0;
        long start = 0; // of buffer[0] in the stream
        while (true)
        {
            int searched = filled;
            int got = stream.Read(buffer, filled, buffer.Length - filled);
            filled += got;
            int begin = 0;
            for (int at; (at = Array.IndexOf(buffer, (byte)'\n', Math.Max(begin, searched), filled - Math.Max(begin, searched)))
                >= 0; begin = at + 1)
            {
                reader.Add(buffer.AsMemory(begin, at - begin), start + begin, start + at + 1, mayBeCut: false);
            }

            filled -= begin;
            start += begin;
            Buffer.BlockCopy(buffer, begin, buffer, 0, filled);
            if (got == 0)
            {
                break;
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, checked(buffer.Length * 2));
            }
        }

        // Without its line feed a record is whole only when it is JSON.
        if (filled > 0)
        {
            reader.Add(buffer.AsMemory(0, filled), start, start + filled, mayBeCut: true);
        }

        return reader.Finish();
    }
}
