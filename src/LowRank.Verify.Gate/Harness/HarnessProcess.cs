using System.Diagnostics;
using System.Text;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// A running harness: lines go in, lines come out, each exchange within a limit. Both of its outputs are read whatever happens to its
/// input, so no order of reading and writing on the other side can block both; what is kept of either output is bounded. Whoever waits
/// does so himself wherever the system can wait for three pipes at once: a thread between costs each answer one more switch.
/// </summary>
internal sealed class HarnessProcess : IDisposable
{
    private const int Chunk = 64 * 1024;
    private const byte LineFeed = (byte)'\n';

    // A process may end while another holds its pipes, so its state is looked at this often.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20), Moment = TimeSpan.FromMilliseconds(1);

    private readonly object sync = new();
    private readonly ChildProcess child;
    private readonly OutputPump output, errors;
    private readonly TextTail diagnostics = new();
    private readonly int lineLimit;
    private readonly TimeSpan exitGrace;
    private readonly CancellationToken interruption;
    private byte[] buffer = new byte[Chunk];
    private int start, searched, end;
    private ReadOnlyMemory<byte> unsent;
    private bool isRefused;

    /// <summary>Starts it.</summary>
    /// <param name="command">The command that starts it.</param>
    /// <param name="lineLimit">Bytes that a line may have.</param>
    /// <param name="exitGrace">From the end of its output to its exit status.</param>
    /// <param name="interruption">Ends every wait for an answer.</param>
    public HarnessProcess(HarnessCommand command, int lineLimit, TimeSpan exitGrace, CancellationToken interruption)
    {
        this.interruption = interruption;
        this.lineLimit = lineLimit;
        this.exitGrace = exitGrace;
        child = ChildProcess.Start(command);
        output = new OutputPump(child.Output, sync, TakeOutput);
        errors = new OutputPump(child.Error, sync, text =>
        {
            diagnostics.Append(text);
            return true;
        });
    }

    /// <summary>The end of standard error since it was taken last; null when nothing.</summary>
    public string? TakeDiagnostics()
    {
        lock (sync)
        {
            errors.CatchUp();
            return diagnostics.Take();
        }
    }

    /// <summary>Sends a line and waits for one.</summary>
    /// <param name="request">The line with its line feed.</param>
    /// <param name="limit">Time for both.</param>
    /// <exception cref="OperationCanceledException">The run was interrupted meanwhile.</exception>
    public Reply Exchange(ReadOnlyMemory<byte> request, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        TimeSpan nextLook = Slice;
        lock (sync)
        {
            Send(request);
            while (true)
            {
                if (IsSendingOver && TakeLine() is { } line)
                {
                    return new Reply.Line(line);
                }

                if (IsTooLong)
                {
                    return TooLong();
                }

                TimeSpan passed = Stopwatch.GetElapsedTime(from);
                if (passed >= nextLook)
                {
                    interruption.ThrowIfCancellationRequested();
                    nextLook = passed + Slice;
                    if (child.Ending() is { } ending)
                    {
                        return Last(ending);
                    }
                }

                if (output.HasEnded || isRefused)
                {
                    return AfterClosing(output.HasEnded ? "output" : "input", limit - passed);
                }

                if (passed >= limit)
                {
                    return new Reply.Silent(Half());
                }

                Wait(Least(Slice, limit - passed));
            }
        }
    }

    /// <summary>What it has written without being asked: a line, the beginning of one, or its end; null when all is quiet.</summary>
    /// <param name="limit">Time to wait for it.</param>
    public Reply? Unasked(TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        lock (sync)
        {
            while (true)
            {
                output.CatchUp();
                if (TakeLine() is { } line)
                {
                    return new Reply.Line(line);
                }

                if (start < end)
                {
                    return new Reply.Silent(Half());
                }

                if (output.HasEnded)
                {
                    return AfterClosing("output", exitGrace);
                }

                TimeSpan rest = limit - Stopwatch.GetElapsedTime(from);
                if (rest <= TimeSpan.Zero)
                {
                    return null;
                }

                Wait(Least(Slice, rest));
                if (start == end && child.Ending() is { } ending)
                {
                    return Last(ending);
                }
            }
        }
    }

    /// <summary>Sends a last line and gives the process time to end by itself; false when it does not.</summary>
    public bool Stop(ReadOnlyMemory<byte> request, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        lock (sync)
        {
            Send(request);
            bool isOpen = true;
            while (child.Ending() is null && Stopwatch.GetElapsedTime(from) is var passed && passed < limit)
            {
                Forget();
                if (isOpen && IsSendingOver)
                {
                    child.Input.Dispose();
                    isOpen = false;
                }

                // Nothing tells of the exit of a process whose outputs are closed.
                Wait(output.HasEnded && errors.HasEnded ? Moment : Least(Slice, limit - passed));
            }

            return child.Ending() is not null;
        }
    }

    /// <summary>Kills the process with all that it has started.</summary>
    public void Dispose()
    {
        child.Dispose();
        lock (sync)
        {
            output.End();
            errors.End();
        }
    }

    /// <summary>The beginning of a text for a message, on one line.</summary>
    public static string Excerpt(ReadOnlySpan<byte> text)
    {
        const int Limit = 120;
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Limit)]);
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c)).Trim() + (text.Length > Limit ? " …" : string.Empty);
    }

    private bool IsSendingOver => unsent.IsEmpty || isRefused;

    // Under the lock: until something can be read or written, or a thread has done so.
    private void Wait(TimeSpan limit)
    {
        if (!PipePoll.IsSupported)
        {
            _ = Monitor.Wait(sync, limit);
            return;
        }

        PipePoll.Wait(IsSendingOver ? null : child.Input.SafePipeHandle, output.Awaited, errors.Awaited, limit);
        SendMore();
        output.CatchUp();
        errors.CatchUp();
    }

    private void Send(ReadOnlyMemory<byte> request)
    {
        (unsent, isRefused) = (request, false);
        if (PipePoll.IsSupported)
        {
            SendMore();
        }
        else
        {
            new Thread(() => SendAll(request)) { IsBackground = true, Name = "input of a harness" }.Start();
        }
    }

    // As far as the pipe takes it at once: the harness may answer before it reads on, or never read.
    private void SendMore()
    {
        while (!IsSendingOver && PipePoll.CanWrite(child.Input.SafePipeHandle))
        {
            int count = Math.Min(unsent.Length, PipePoll.AtOnce);
            isRefused = !Write(unsent[..count]);
            unsent = unsent[count..];
        }
    }

    private void SendAll(ReadOnlyMemory<byte> request)
    {
        bool isWritten = Write(request);
        lock (sync)
        {
            (unsent, isRefused) = (default, !isWritten);
            Monitor.PulseAll(sync);
        }
    }

    // False when nobody will ever read it.
    private bool Write(ReadOnlyMemory<byte> text)
    {
        try
        {
            child.Input.Write(text.Span);
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool TakeOutput(ReadOnlySpan<byte> text)
    {
        if (buffer.Length - end < text.Length)
        {
            byte[] larger = end - start + text.Length <= buffer.Length ? buffer
                : new byte[Math.Max(2 * buffer.Length, end - start + text.Length)];
            buffer.AsSpan(start, end - start).CopyTo(larger);
            (buffer, searched, end, start) = (larger, searched - start, end - start, 0);
        }

        text.CopyTo(buffer.AsSpan(end));
        end += text.Length;
        return !IsTooLong;
    }

    private bool IsTooLong => end - start > lineLimit;

    private byte[]? TakeLine()
    {
        int at = buffer.AsSpan(searched, end - searched).IndexOf(LineFeed);
        if (at < 0)
        {
            searched = end;
            return null;
        }

        int length = searched + at - start;
        if (length > lineLimit)
        {
            return null;
        }

        byte[] line = buffer.AsSpan(start, length).ToArray();
        start = searched = searched + at + 1;
        if (start == end)
        {
            Forget();
        }

        output.MakeRoom();
        return line;
    }

    // A long line is no reason to keep its space.
    private void Forget()
    {
        start = searched = end = 0;
        buffer = buffer.Length <= 4 * Chunk ? buffer : new byte[Chunk];
        output.MakeRoom();
    }

    // The process has ended: what it wrote before still counts.
    private Reply Last(string ending)
    {
        if (!PipePoll.IsSupported)
        {
            _ = Monitor.Wait(sync, Slice);
        }

        bool isMore = true;
        while (isMore && !output.HasEnded && !IsTooLong)
        {
            int before = end - start;
            output.CatchUp();
            isMore = end - start > before;
        }

        errors.CatchUp();
        return IsTooLong ? TooLong()
            : TakeLine() is { } line ? new Reply.Line(line)
            : new Reply.Ended(ending, Half());
    }

    private Reply AfterClosing(string stream, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        TimeSpan grace = Least(limit, exitGrace);
        while (true)
        {
            if (child.Ending() is { } ending)
            {
                return Last(ending);
            }

            if (Stopwatch.GetElapsedTime(from) >= grace)
            {
                return new Reply.Closed(stream, Half());
            }

            Wait(Moment);
        }
    }

    private Reply.TooLong TooLong() => new(Excerpt(buffer.AsSpan(start, end - start)));

    private string? Half() => start < end ? Excerpt(buffer.AsSpan(start, end - start)) : null;

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
