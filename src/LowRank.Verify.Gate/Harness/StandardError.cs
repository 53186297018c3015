using System.Text;

namespace LowRank.Verify.Gate.Harness;

/// <summary>Drains the standard error of a harness and keeps its end.</summary>
internal sealed class StandardError
{
    private const int Kept = 4096;

    private readonly object door = new();
    private readonly Stream stream;
    private byte[] end = [];
    private bool isOver;

    /// <summary>Begins to read.</summary>
    public StandardError(Stream stream)
    {
        this.stream = stream;
        new Thread(Read) { IsBackground = true, Name = "harness errors" }.Start();
    }

    /// <summary>The end of what was written since the last time; null when nothing.</summary>
    /// <param name="wait">How long to wait for the writer to end, when it is known to be gone.</param>
    public string? Take(TimeSpan wait)
    {
        lock (door)
        {
            if (!isOver && wait > TimeSpan.Zero)
            {
                _ = Monitor.Wait(door, wait);
            }

            string text = Encoding.UTF8.GetString(end).Trim();
            end = [];
            return text.Length > 0 ? text : null;
        }
    }

    private void Read()
    {
        byte[] chunk = new byte[1 << 14];
        try
        {
            while (stream.Read(chunk) is > 0 and int count)
            {
                lock (door)
                {
                    byte[] all = [.. end, .. chunk.AsSpan(0, count)];
                    end = all.Length <= Kept ? all : all[^Kept..];
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe broke with the process.
        }

        lock (door)
        {
            isOver = true;
            Monitor.PulseAll(door);
        }
    }
}
