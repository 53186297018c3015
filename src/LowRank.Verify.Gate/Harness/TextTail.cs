using System.Text;

namespace LowRank.Verify.Gate.Harness;

/// <summary>Keeps the last few kilobytes of a stream of text, however long it is.</summary>
internal sealed class TextTail
{
    /// <summary>Bytes kept.</summary>
    public const int Capacity = 4096;

    private readonly byte[] ring = new byte[Capacity];
    private long written;

    /// <summary>Adds text.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > Capacity)
        {
            written += text.Length - Capacity;
            text = text[^Capacity..];
        }

        int at = (int)(written % Capacity);
        int first = Math.Min(text.Length, Capacity - at);
        text[..first].CopyTo(ring.AsSpan(at));
        text[first..].CopyTo(ring);
        written += text.Length;
    }

    /// <summary>What is kept, and forgets it; null when there is nothing.</summary>
    public string? Take()
    {
        if (written == 0)
        {
            return null;
        }

        int length = (int)Math.Min(written, Capacity);
        byte[] text = new byte[length];
        int start = (int)((written - length) % Capacity);
        int first = Math.Min(length, Capacity - start);
        ring.AsSpan(start, first).CopyTo(text);
        ring.AsSpan(0, length - first).CopyTo(text.AsSpan(first));

        // A character that was cut in two at the start is left out.
        int skip = 0;
        while (written > Capacity && skip < Math.Min(3, length) && (text[skip] & 0xC0) == 0x80)
        {
            skip++;
        }

        written = 0;
        return Encoding.UTF8.GetString(text.AsSpan(skip));
    }
}
