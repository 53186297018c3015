using System.Text;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// The lines that a harness writes, read by a thread of its own, since a reader can give up waiting but not stop a read. Nothing
/// that the harness writes makes this grow beyond its limit: reading stops there, and the writer blocks until it is killed.
/// </summary>
internal sealed class OutputLines
{
    private const int PendingLines = 100;
    private const int ChunkSize = 1 << 16;

    private readonly object door = new();
    private readonly Queue<string> lines = [];
    private readonly Stream stream;
    private readonly int limit;
    private bool isFlooded;
    private bool isOver;
    private bool hasExited;
    private string? rest;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">Standard output of the harness.</param>
    /// <param name="limit">Bytes that a line may have.</param>
    public OutputLines(Stream stream, int limit)
    {
        this.stream = stream;
        this.limit = limit;
        new Thread(Read) { IsBackground = true, Name = "harness output" }.Start();
    }

    /// <summary>True when more was written than a line, or the lines that nobody asked for, may have.</summary>
    public bool IsFlooded
    {
        get
        {
            lock (door)
            {
                return isFlooded;
            }
        }
    }

    /// <summary>What stood behind the last end of line when the output ended; null when nothing.</summary>
    public string? Rest
    {
        get
        {
            lock (door)
            {
                return rest;
            }
        }
    }

    /// <summary>Says that the process is gone, so that whoever waits looks again.</summary>
    public void Exited()
    {
        lock (door)
        {
            hasExited = true;
            Monitor.PulseAll(door);
        }
    }

    /// <summary>A line that has already come, or null.</summary>
    public string? Pending()
    {
        lock (door)
        {
            return lines.TryDequeue(out string? line) ? line : null;
        }
    }

    /// <summary>
    /// The next line; null when the limit passed, the output ended or was flooded, or the process is gone and <paramref name="grace"/>
    /// with it (a child may hold the pipe open for ever).
    /// </summary>
    public string? Next(TimeSpan wait, TimeSpan grace)
    {
        long start = Environment.TickCount64;
        lock (door)
        {
            while (true)
            {
                if (lines.TryDequeue(out string? line))
                {
                    return line;
                }

                TimeSpan left = wait - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
                if (isOver || isFlooded || left <= TimeSpan.Zero)
                {
                    return null;
                }

                if (hasExited)
                {
                    left = left < grace ? left : grace;
                    if (!Monitor.Wait(door, left) && lines.Count == 0)
                    {
                        return null;
                    }
                }
                else
                {
                    _ = Monitor.Wait(door, left);
                }
            }
        }
    }

    private void Read()
    {
        byte[] chunk = new byte[ChunkSize];
        using MemoryStream line = new();
        try
        {
            while (stream.Read(chunk) is > 0 and int count)
            {
                int from = 0;
                while (Array.IndexOf(chunk, (byte)'\n', from, count - from) is >= 0 and int end)
                {
                    line.Write(chunk, from, end - from);
                    from = end + 1;
                    if (!Add(line))
                    {
                        return;
                    }
                }

                line.Write(chunk, from, count - from);
                if (line.Length > limit)
                {
                    lock (door)
                    {
                        isFlooded = true;
                        Monitor.PulseAll(door);
                    }

                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe broke with the process.
        }

        lock (door)
        {
            rest = line.Length > 0 ? Text(line) : null;
            isOver = true;
            Monitor.PulseAll(door);
        }
    }

    private bool Add(MemoryStream line)
    {
        lock (door)
        {
            isFlooded = line.Length > limit || lines.Count >= PendingLines;
            if (!isFlooded)
            {
                lines.Enqueue(Text(line));
                line.SetLength(0);
            }

            Monitor.PulseAll(door);
            return !isFlooded;
        }
    }

    private static string Text(MemoryStream line) => Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
}
