using System.Text;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Writes lines to a harness from a thread of its own: one that does not read must not hold up the gate once the pipe is full.
/// </summary>
internal sealed class InputLines
{
    private readonly object door = new();
    private readonly Stream stream;
    private readonly Queue<byte[]> waiting = [];
    private bool isWriting;
    private bool isClosing;

    /// <summary>Begins to write.</summary>
    public InputLines(Stream stream)
    {
        this.stream = stream;
        new Thread(Write) { IsBackground = true, Name = "harness input" }.Start();
    }

    /// <summary>True when all that was sent has gone into the pipe.</summary>
    public bool IsSent
    {
        get
        {
            lock (door)
            {
                return waiting.Count == 0 && !isWriting;
            }
        }
    }

    /// <summary>Sends a line.</summary>
    public void Send(string line)
    {
        lock (door)
        {
            waiting.Enqueue(Encoding.UTF8.GetBytes(line + "\n"));
            Monitor.PulseAll(door);
        }
    }

    /// <summary>Closes the pipe when everything has been written.</summary>
    public void Close()
    {
        lock (door)
        {
            isClosing = true;
            Monitor.PulseAll(door);
        }
    }

    private void Write()
    {
        try
        {
            while (true)
            {
                byte[]? bytes;
                lock (door)
                {
                    isWriting = false;
                    while (!waiting.TryDequeue(out bytes))
                    {
                        if (isClosing)
                        {
                            stream.Dispose();
                            return;
                        }

                        _ = Monitor.Wait(door);
                    }

                    isWriting = true;
                }

                stream.Write(bytes);
                stream.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody reads any more: what comes back, or does not, tells why.
        }
    }
}
