using System.Runtime.InteropServices;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Asks the system whether a pipe can be read or written without waiting: the one thing that .NET's streams do not tell. On Windows
/// there is no such call; there a thread waits in each read and write.
/// </summary>
internal static partial class PipePoll
{
    /// <summary>Bytes that a pipe which can be written takes at once: POSIX's PIPE_BUF, of which 512 are promised everywhere.</summary>
    public static readonly int AtOnce = OperatingSystem.IsLinux() ? 4096 : 512;

    private const short Readable = 1, Writable = 4;

    /// <summary>True where the system has the call.</summary>
    public static bool IsSupported { get; } = !OperatingSystem.IsWindows();

    /// <summary>True when a read gives bytes, or the end, at once.</summary>
    public static bool CanRead(SafeHandle pipe) => Poll([Entry.Of(pipe, Readable)], 0);

    /// <summary>True when a write of <see cref="AtOnce"/> bytes succeeds, or fails since nobody reads, at once.</summary>
    public static bool CanWrite(SafeHandle pipe) => Poll([Entry.Of(pipe, Writable)], 0);

    /// <summary>Waits until one of three pipes, of which any may be missing, can be written or read at once.</summary>
    /// <param name="written">The pipe that is written.</param>
    /// <param name="first">A pipe that is read.</param>
    /// <param name="second">Another.</param>
    /// <param name="limit">Time to wait; a signal to this process may end it earlier.</param>
    public static void Wait(SafeHandle? written, SafeHandle? first, SafeHandle? second, TimeSpan limit) =>
        Poll([Entry.Of(written, Writable), Entry.Of(first, Readable), Entry.Of(second, Readable)],
            Math.Max(1, (int)limit.TotalMilliseconds));

    private static bool Poll(Span<Entry> entries, int milliseconds) =>
        poll(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, milliseconds) > 0;

    [LibraryImport("libc")]
    private static partial int poll(ref Entry entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int File;
        public short Events;
        public short Found;

        public static Entry Of(SafeHandle? pipe, short events) => new() { File = (int)(pipe?.DangerousGetHandle() ?? -1), Events = events };
    }
}
