using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// A process with pipes on its three standard streams. It is killed together with everything it has started: its descendants, and on
/// Linux also orphans wherever they are, by a mark in their environment that they have inherited.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // Set for the harness; its value is different for every process.
    private const string Mark = "LOWRANK_GATE_ID";

    private static readonly TimeSpan ReapLimit = TimeSpan.FromSeconds(2);

    private readonly byte[] mark;
    private readonly Process process;
    private readonly PosixSignalRegistration interrupt, termination;

    private ChildProcess(Process process, string id)
    {
        this.process = process;
        mark = Encoding.ASCII.GetBytes($"{Mark}={id}");
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Kill());
        termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Kill());
    }

    /// <summary>How a process ended that got the signal by which a run is interrupted, as <see cref="Ending()"/> says it.</summary>
    public static IReadOnlyList<string> SignalsOfTerminal { get; } = [Ending(130), Ending(143)];

    /// <summary>Our end of its standard input.</summary>
    public PipeStream Input => (PipeStream)process.StandardInput.BaseStream;

    /// <summary>Our end of its standard output.</summary>
    public PipeStream Output => (PipeStream)process.StandardOutput.BaseStream;

    /// <summary>Our end of its standard error.</summary>
    public PipeStream Error => (PipeStream)process.StandardError.BaseStream;

    /// <summary>Starts a command in the current working directory and environment.</summary>
    /// <exception cref="InputException">It cannot be started.</exception>
    public static ChildProcess Start(HarnessCommand command)
    {
        string id = Guid.NewGuid().ToString("N");
        ProcessStartInfo start = new(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Mark] = id;
        try
        {
            return new ChildProcess(Process.Start(start)!, id);
        }
        catch (Win32Exception error)
        {
            throw new InputException($"harness '{command}': {Reason(command, error)}", error);
        }
    }

    /// <summary>How it ended, in words that continue "the harness"; null while it runs.</summary>
    public string? Ending() => process.HasExited ? Ending(process.ExitCode) : null;

    /// <summary>Kills it with all that it has started. Never throws. Whoever reads its outputs closes them.</summary>
    public void Dispose()
    {
        interrupt.Dispose();
        termination.Dispose();
        Kill();
        Input.Dispose();
        try
        {
            _ = process.WaitForExit(ReapLimit);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended, which is what was waited for.
        }

        process.Dispose();
    }

    // A process that a signal has ended has the exit status 128 + signal, as in a shell.
    private static string Ending(int status)
    {
        const int First = 129, Last = 128 + 64;
        return status is < First or > Last || OperatingSystem.IsWindows()
            ? string.Create(CultureInfo.InvariantCulture, $"ended with exit status {status}")
            : string.Create(CultureInfo.InvariantCulture, $"was killed by signal {status - First + 1}{SignalName(status - First + 1)}");
    }

    private static string SignalName(int signal) => signal switch
    {
        2 => " (SIGINT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL; out of memory?)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => string.Empty,
    };

    private static string Reason(HarnessCommand command, Win32Exception error)
    {
        // errno of POSIX, and what Windows has for the same.
        const int NoSuchFile = 2, NotPermitted = 13, AccessDenied = 5, NotAProgram = 8, BadFormat = 193;
        return error.NativeErrorCode switch
        {
            NoSuchFile => File.Exists(command.File)
                ? $"the interpreter that '{command.File}' names in its first line does not exist"
                : $"no such command: '{command.File}' is neither a file nor found in PATH",
            NotPermitted or AccessDenied => $"'{command.File}' is not executable; make it so (chmod +x), or name its interpreter first",
            NotAProgram or BadFormat =>
                $"'{command.File}' is no program; give it a first line such as #!/usr/bin/env python3, or name its interpreter first",
            _ => $"'{command.File}' cannot be started: {new Win32Exception(error.NativeErrorCode).Message}",
        };
    }

    private void Kill()
    {
        Kill(process, entireTree: true);
        if (OperatingSystem.IsLinux())
        {
            KillMarked();
        }
    }

    // Again until none is left: one may have started another meanwhile.
    private void KillMarked()
    {
        const int Rounds = 20;
        for (int round = 0; round < Rounds; round++)
        {
            bool any = false;
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), out int other) && other != Environment.ProcessId && IsMarked(folder))
                {
                    any |= Kill(other);
                }
            }

            if (!any)
            {
                return;
            }

            Thread.Sleep(1);
        }
    }

    private bool IsMarked(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody else.
            return false;
        }
    }

    private static bool Kill(int id)
    {
        try
        {
            using Process other = Process.GetProcessById(id);
            return Kill(other, entireTree: false);
        }
        catch (ArgumentException)
        {
            return false; // it has ended meanwhile
        }
    }

    private static bool Kill(Process process, bool entireTree)
    {
        try
        {
            process.Kill(entireTree);
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, or is not ours to kill.
            return false;
        }
    }
}
