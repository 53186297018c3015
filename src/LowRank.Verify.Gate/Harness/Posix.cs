using System.Runtime.InteropServices;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// The few calls of the C library that start a process in a group of its own and talk to it without a thread per pipe:
/// .NET's Process does neither. Numbers are those of Linux.
/// </summary>
internal static partial class Posix
{
    public const int NoSuchFile = 2, TryAgain = 11, NotPermitted = 13, NotAProgram = 8, Interrupted = 4, NoChild = 10;

    public const short Readable = 1, Writable = 4;

    public const int CloseOnExec = 0x80000, SetFlags = 4, DuplicateAbove = 1030, NonBlocking = 0x800;

    public const short SetGroup = 2, SetDefaultSignals = 4, SetSignalMask = 8;

    public const int SignalKill = 9, SignalPipe = 13;

    public const int ById = 1, Exited = 4, DoNotHang = 1, DoNotReap = 0x1000000;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int file, ref byte buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int file, ref byte buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int file);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2([Out] int[] ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int file, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int process, int signal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int process, out int status, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int idType, uint id, [Out] int[] information, int options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawnp(out int process, string file, byte[] actions, byte[] attributes, string?[] arguments, string?[] environment);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init([In, Out] byte[] actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2([In, Out] byte[] actions, int file, int target);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy([In, Out] byte[] actions);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init([In, Out] byte[] attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags([In, Out] byte[] attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setpgroup([In, Out] byte[] attributes, int group);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault([In, Out] byte[] attributes, byte[] signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask([In, Out] byte[] attributes, byte[] signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy([In, Out] byte[] attributes);

    /// <summary>An entry of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        /// <summary>The file; negative to leave the entry out.</summary>
        public int File;

        /// <summary>What is waited for.</summary>
        public short Events;

        /// <summary>What came.</summary>
        public short Found;
    }
}
