using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Reads an output of a child: where the system tells when a pipe has something, when asked to catch up; elsewhere on a thread of
/// its own.
/// </summary>
internal sealed class OutputPump
{
    private const int Chunk = 64 * 1024;

    private readonly PipeStream pipe;
    private readonly SafeHandle handle;
    private readonly object sync;
    private readonly Func<ReadOnlySpan<byte>, bool> take;
    private readonly byte[] chunk = new byte[Chunk];
    private bool isFull, isOver;

    /// <summary>Starts the thread where there has to be one.</summary>
    /// <param name="pipe">What is read, and closed at the end.</param>
    /// <param name="sync">Held while bytes are taken; pulsed afterwards.</param>
    /// <param name="take">Takes bytes; false when it wants no more until <see cref="MakeRoom"/>.</param>
    public OutputPump(PipeStream pipe, object sync, Func<ReadOnlySpan<byte>, bool> take)
    {
        (this.pipe, this.sync, this.take, handle) = (pipe, sync, take, pipe.SafePipeHandle);
        if (!PipePoll.IsSupported)
        {
            new Thread(Work) { IsBackground = true, Name = "output of a harness" }.Start();
        }
    }

    /// <summary>True once the stream has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What there is to wait for; null when nothing more comes, or is wanted.</summary>
    public SafeHandle? Awaited => HasEnded || isFull ? null : handle;

    /// <summary>Under the lock: takes what has been written so far, up to a few chunks.</summary>
    public void CatchUp()
    {
        const int MostChunks = 8;
        for (int i = 0; i < MostChunks && !HasEnded && !isFull && PipePoll.IsSupported && PipePoll.CanRead(handle); i++)
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

    /// <summary>Under the lock: closes the pipe, once nobody reads it.</summary>
    public void End()
    {
        isOver = true;
        Monitor.PulseAll(sync);
        if (PipePoll.IsSupported)
        {
            pipe.Dispose();
        }
    }

    private void Work()
    {
        using (pipe)
        {
            while (true)
            {
                int read = Read();
                lock (sync)
                {
                    while (isFull && !isOver)
                    {
                        _ = Monitor.Wait(sync);
                    }

                    if (isOver)
                    {
                        return;
                    }

                    Take(read);
                    if (HasEnded)
                    {
                        return;
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
