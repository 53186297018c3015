using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// A running harness: lines go in, lines come out, each exchange within a limit. Whoever waits reads both of its outputs and writes
/// its input as far as the pipes take it, all at once, so no order of reading and writing on the other side can block both; what is
/// kept of either output is bounded.
/// </summary>
/// <param name="command">The command that starts it.</param>
/// <param name="lineLimit">Bytes that a line may have.</param>
/// <param name="exitGrace">From the end of its output to its exit status.</param>
internal sealed class HarnessProcess(HarnessCommand command, int lineLimit, TimeSpan exitGrace) : IDisposable
{
    private const int Chunk = 64 * 1024;
    private const int InputEntry = 0, OutputEntry = 1, ErrorEntry = 2;
    private const byte LineFeed = (byte)'\n';

    // Standard error that is read after an answer; the rest waits for the next exchange.
    private const int ErrorsAfterAnswer = 4 * Chunk;

    // A process may end while another holds its pipes, so its state is looked at this often.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess child = ChildProcess.Start(command);
    private readonly Posix.PollEntry[] entries = new Posix.PollEntry[3];
    private readonly byte[] scratch = new byte[Chunk];
    private readonly TextTail diagnostics = new();
    private byte[] buffer = new byte[Chunk];
    private int start, searched, end;

    /// <summary>The end of standard error since it was taken last; null when nothing.</summary>
    public string? TakeDiagnostics() => diagnostics.Take();

    /// <summary>Sends a line and waits for one.</summary>
    /// <param name="request">The line with its line feed; empty to wait only.</param>
    /// <param name="limit">Time for both.</param>
    public Reply Exchange(ReadOnlyMemory<byte> request, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        TimeSpan nextLook = Slice;
        int sent = 0;
        bool isRefused = false;
        while (true)
        {
            if (!isRefused && sent < request.Length)
            {
                isRefused = !Write(request, ref sent);
            }

            bool isSent = sent == request.Length;
            if ((isSent || isRefused) && TakeLine() is { } line)
            {
                ReadErrors(ErrorsAfterAnswer);
                return new Reply.Line(line);
            }

            if (end - start > lineLimit)
            {
                return new Reply.TooLong(Excerpt(buffer.AsSpan(start, end - start)));
            }

            TimeSpan passed = Stopwatch.GetElapsedTime(from);
            if (passed >= nextLook)
            {
                nextLook = passed + Slice;
                if (child.Exit() is { } exit)
                {
                    return Last(exit);
                }
            }

            if (child.Output < 0 || isRefused)
            {
                return AfterClosing(child.Output < 0 ? "output" : "input", limit - passed);
            }

            if (passed >= limit)
            {
                return new Reply.Silent(Half());
            }

            Wait(TimeSpan.FromTicks(Math.Min(Slice.Ticks, (limit - passed).Ticks)), isSent);
        }
    }

    /// <summary>What it has written without being asked: a line, the beginning of one, or its end; null when all is quiet.</summary>
    /// <param name="limit">Time to wait for it.</param>
    public Reply? Unasked(TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        while (true)
        {
            if (start == end && child.Output >= 0)
            {
                ReadOutput();
            }

            ReadErrors(ErrorsAfterAnswer);
            if (TakeLine() is { } line)
            {
                return new Reply.Line(line);
            }

            if (start < end)
            {
                return new Reply.Silent(Half());
            }

            if (child.Output < 0)
            {
                return AfterClosing("output", exitGrace);
            }

            TimeSpan rest = limit - Stopwatch.GetElapsedTime(from);
            if (rest <= TimeSpan.Zero)
            {
                return null;
            }

            Wait(TimeSpan.FromTicks(Math.Min(Slice.Ticks, rest.Ticks)), isSent: true);
            if (child.Exit() is { } exit && start == end)
            {
                return Last(exit);
            }
        }
    }

    /// <summary>Sends a last line and gives the process time to end by itself; false when it does not.</summary>
    public bool Stop(ReadOnlyMemory<byte> request, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        int sent = 0;
        while (child.Exit() is null && Stopwatch.GetElapsedTime(from) is var passed && passed < limit)
        {
            start = end = searched = 0;
            if (child.Input >= 0 && (!Write(request, ref sent) || sent == request.Length))
            {
                child.CloseInput();
            }

            // No event tells of the exit of a process whose outputs are closed.
            if (child.Output < 0 && child.Error < 0)
            {
                Thread.Sleep(1);
            }
            else
            {
                Wait(TimeSpan.FromTicks(Math.Min(Slice.Ticks, (limit - passed).Ticks)), child.Input < 0);
            }
        }

        return child.Exit() is not null;
    }

    /// <summary>Kills the process with all that it has started.</summary>
    public void Dispose() => child.Dispose();

    /// <summary>The beginning of a text for a message, on one line.</summary>
    public static string Excerpt(ReadOnlySpan<byte> text)
    {
        const int Limit = 120;
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Limit)]);
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c)).Trim() + (text.Length > Limit ? " …" : string.Empty);
    }

    // False when nobody will ever read it.
    private bool Write(ReadOnlyMemory<byte> request, ref int sent)
    {
        while (sent < request.Length)
        {
            nint count = Posix.write(child.Input, ref MemoryMarshal.GetReference(request.Span[sent..]), (nuint)(request.Length - sent));
            if (count >= 0)
            {
                sent += (int)count;
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != Posix.Interrupted)
            {
                return error == Posix.TryAgain;
            }
        }

        return true;
    }

    private void Wait(TimeSpan limit, bool isSent)
    {
        entries[InputEntry] = new Posix.PollEntry { File = isSent ? -1 : child.Input, Events = Posix.Writable };
        entries[OutputEntry] = new Posix.PollEntry { File = child.Output, Events = Posix.Readable };
        entries[ErrorEntry] = new Posix.PollEntry { File = child.Error, Events = Posix.Readable };
        if (Posix.poll(ref entries[0], (nuint)entries.Length, Math.Max(1, (int)limit.TotalMilliseconds)) <= 0)
        {
            return;
        }

        if (entries[OutputEntry].Found != 0)
        {
            ReadOutput();
        }

        if (entries[ErrorEntry].Found != 0)
        {
            ReadErrors(Chunk);
        }
    }

    // One chunk: between two of them the limit is looked at.
    private int ReadOutput()
    {
        if (end == buffer.Length)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (searched, end, start) = (searched - start, end - start, 0);
            }
            else
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        int count = Read(child.Output, buffer.AsSpan(end));
        if (count == 0)
        {
            child.CloseOutput();
        }

        end += Math.Max(count, 0);
        return count;
    }

    private void ReadErrors(int limit)
    {
        int left = limit;
        while (left > 0 && child.Error >= 0)
        {
            int count = Read(child.Error, scratch);
            if (count < 0)
            {
                return;
            }

            if (count == 0)
            {
                child.CloseError();
            }

            diagnostics.Append(scratch.AsSpan(0, count));
            left -= count;
            if (count < scratch.Length)
            {
                // The pipe is empty, or nearly so.
                return;
            }
        }
    }

    // 0 at the end of the stream, −1 when there is nothing now.
    private static int Read(int file, Span<byte> target)
    {
        while (true)
        {
            nint count = Posix.read(file, ref MemoryMarshal.GetReference(target), (nuint)target.Length);
            if (count >= 0)
            {
                return (int)count;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Posix.Interrupted:
                    continue;
                case Posix.TryAgain:
                    return -1;
                default:
                    return 0;
            }
        }
    }

    private ReadOnlyMemory<byte>? TakeLine()
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

        ReadOnlyMemory<byte> line = buffer.AsMemory(start, length);
        start = searched = searched + at + 1;
        if (start == end && buffer.Length <= 4 * Chunk)
        {
            start = searched = end = 0;
        }
        else if (start == end)
        {
            // A long line is no reason to keep its space; the line itself is still read from it.
            buffer = new byte[Chunk];
            start = searched = end = 0;
        }

        return line;
    }

    // The process has ended: what it wrote before still counts.
    private Reply Last(ChildExit exit)
    {
        while (child.Output >= 0 && end - start <= lineLimit && ReadOutput() > 0)
        {
        }

        ReadErrors(ErrorsAfterAnswer);
        return end - start > lineLimit ? new Reply.TooLong(Excerpt(buffer.AsSpan(start, end - start)))
            : TakeLine() is { } line ? new Reply.Line(line)
            : new Reply.Ended(exit, Half());
    }

    private Reply AfterClosing(string stream, TimeSpan limit)
    {
        long from = Stopwatch.GetTimestamp();
        TimeSpan grace = limit < exitGrace ? limit : exitGrace;
        while (true)
        {
            if (child.Exit() is { } exit)
            {
                return Last(exit);
            }

            if (Stopwatch.GetElapsedTime(from) >= grace)
            {
                return new Reply.Closed(stream, Half());
            }

            ReadErrors(Chunk);
            Thread.Sleep(1);
        }
    }

    private string? Half() => start < end ? Excerpt(buffer.AsSpan(start, end - start)) : null;
}
