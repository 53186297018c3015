using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Reads an output of a child on a thread of its own. Where the system tells when a pipe has something, the thread only waits for it
/// and reads under the lock, so that whoever holds the lock can read all that was written so far.
/// </summary>
internal sealed class OutputPump
{
    private const int Chunk = 64 * 1024;
    private const int Slice = 500; // ms: after the end another process may still hold the pipe

    private readonly PipeStream pipe;
    private readonly SafeHandle handle;
    private readonly object sync;
    private readonly Func<ReadOnlySpan<byte>, bool> take;
    private readonly byte[] chunk = new byte[Chunk];
    private bool isFull, isOver;

    /// <summary>Starts the thread.</summary>
    /// <param name="pipe">What is read, and closed at the end.</param>
    /// <param name="sync">Held while bytes are taken; pulsed afterwards.</param>
    /// <param name="take">Takes bytes; false when it wants no more until <see cref="MakeRoom"/>.</param>
    public OutputPump(PipeStream pipe, object sync, Func<ReadOnlySpan<byte>, bool> take)
    {
        (this.pipe, this.sync, this.take, handle) = (pipe, sync, take, pipe.SafePipeHandle);
        new Thread(Work) { IsBackground = true, Name = "output of a harness" }.Start();
    }

    /// <summary>True once the stream has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Under the lock: takes what has been written so far, up to a few chunks.</summary>
    public void CatchUp()
    {
        const int MostChunks = 8;
        for (int i = 0; i < MostChunks && !HasEnded && !isFull && PipePoll.IsSupported && PipePoll.CanRead(handle, 0); i++)
        {
            Take(Read());
        }
    }

    /// <summary>Under the lock: more can be taken again.</summary>
    public void MakeRoom()
    {
        if (isFull)
        {
            isFull = false;
            Monitor.PulseAll(sync);
        }
    }

    /// <summary>Under the lock: ends the thread, which closes the pipe.</summary>
    public void End()
    {
        isOver = true;
        Monitor.PulseAll(sync);
    }

    private void Work()
    {
        using (pipe)
        {
            while (true)
            {
                bool isReady = !PipePoll.IsSupported || PipePoll.CanRead(handle, Slice);
                int read = isReady && !PipePoll.IsSupported ? Read() : -1;
                lock (sync)
                {
                    while (isFull && !isOver)
                    {
                        _ = Monitor.Wait(sync);
                    }

                    if (isOver || HasEnded)
                    {
                        return;
                    }

                    if (read >= 0)
                    {
                        Take(read);
                    }
                    else if (isReady && PipePoll.CanRead(handle, 0))
                    {
                        Take(Read());
                    }
                }
            }
        }
    }

    private int Read()
    {
        try
        {
            return pipe.Read(chunk);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Take(int count)
    {
        HasEnded = count == 0;
        isFull = !take(chunk.AsSpan(0, count));
        Monitor.PulseAll(sync);
    }
}
