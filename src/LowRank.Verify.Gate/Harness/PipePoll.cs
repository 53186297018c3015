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
    public static bool CanRead(SafeHandle pipe, int milliseconds) => Poll(pipe, Readable, milliseconds);

    /// <summary>True when a write of <see cref="AtOnce"/> bytes succeeds, or fails since nobody reads, at once.</summary>
    public static bool CanWrite(SafeHandle pipe) => Poll(pipe, Writable, 0);

    private static bool Poll(SafeHandle pipe, short events, int milliseconds)
    {
        Entry entry = new() { File = (int)pipe.DangerousGetHandle(), Events = events };
        return poll(ref entry, 1, milliseconds) > 0;
    }

    [LibraryImport("libc")]
    private static partial int poll(ref Entry entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int File;
        public short Events;
        public short Found;
    }
}
