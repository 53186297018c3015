using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// A process with pipes on its three standard streams, leader of a process group of its own and marked in its environment, so that
/// it can be killed together with everything it has started: children in its group, and those elsewhere that have inherited the mark.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // Set for the harness; its value is different for every process.
    private const string Mark = "LOWRANK_GATE_ID";

    // Larger than what any C library needs for these opaque structures (glibc: 80, 336 and 128 bytes).
    private const int OpaqueSize = 512;

    private static readonly TimeSpan ReapLimit = TimeSpan.FromSeconds(2);

    private readonly Lock door = new();
    private readonly byte[] mark;
    private readonly int process;
    private readonly PosixSignalRegistration interrupt, termination;
    private bool isReaped;

    private ChildProcess(int process, byte[] mark, int input, int output, int error)
    {
        this.process = process;
        this.mark = mark;
        Input = input;
        Output = output;
        Error = error;

        // The group does not get the terminal's interrupts, so it is killed when this process is told to end.
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => KillGroup());
        termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => KillGroup());
    }

    /// <summary>Our end of its standard input, not blocking; −1 once closed.</summary>
    public int Input { get; private set; }

    /// <summary>Our end of its standard output, not blocking; −1 once closed.</summary>
    public int Output { get; private set; }

    /// <summary>Our end of its standard error, not blocking; −1 once closed.</summary>
    public int Error { get; private set; }

    /// <summary>Starts a command in the current working directory and environment.</summary>
    /// <exception cref="InputException">It cannot be started.</exception>
    public static ChildProcess Start(HarnessCommand command)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new InputException($"harness '{command}': harnesses are started on Linux only");
        }

        List<int> open = [];
        try
        {
            (int inputTheirs, int input) = Pipe(open);
            (int output, int outputTheirs) = Pipe(open);
            (int error, int errorTheirs) = Pipe(open);
            foreach (int ours in new[] { input, output, error })
            {
                _ = Posix.fcntl(ours, Posix.SetFlags, Posix.NonBlocking);
            }

            string id = Guid.NewGuid().ToString("N");
            int process = Spawn(command, id, [inputTheirs, outputTheirs, errorTheirs]);
            foreach (int theirs in new[] { inputTheirs, outputTheirs, errorTheirs })
            {
                _ = Posix.close(theirs);
            }

            open.Clear();
            return new ChildProcess(process, Encoding.ASCII.GetBytes($"{Mark}={id}"), input, output, error);
        }
        finally
        {
            foreach (int file in open)
            {
                _ = Posix.close(file);
            }
        }
    }

    /// <summary>How it ended; null while it runs. It stays a zombie until the disposal, so that its group keeps its number.</summary>
    public ChildExit? Exit()
    {
        // siginfo_t: signal number, error, code, padding, pid, user, status.
        const int Code = 2, Status = 6, CodeExited = 1;
        int[] information = new int[OpaqueSize / sizeof(int)];
        int result = Posix.waitid(Posix.ById, (uint)process, information, Posix.Exited | Posix.DoNotHang | Posix.DoNotReap);
        return result < 0 ? (Marshal.GetLastPInvokeError() == Posix.NoChild ? new ChildExit(null, null) : null)
            : information[0] == 0 ? null
            : information[Code] == CodeExited ? new ChildExit(information[Status], null)
            : new ChildExit(null, information[Status]);
    }

    /// <summary>Closes its standard input.</summary>
    public void CloseInput()
    {
        if (Input >= 0)
        {
            _ = Posix.close(Input);
            Input = -1;
        }
    }

    /// <summary>Closes our end of its standard output.</summary>
    public void CloseOutput()
    {
        if (Output >= 0)
        {
            _ = Posix.close(Output);
            Output = -1;
        }
    }

    /// <summary>Closes our end of its standard error.</summary>
    public void CloseError()
    {
        if (Error >= 0)
        {
            _ = Posix.close(Error);
            Error = -1;
        }
    }

    /// <summary>Kills it with all that it has started. Never throws.</summary>
    public void Dispose()
    {
        interrupt.Dispose();
        termination.Dispose();
        KillGroup();
        KillMarked();
        CloseInput();
        CloseOutput();
        CloseError();
        Reap();
    }

    private static (int Read, int Write) Pipe(List<int> open)
    {
        int[] ends = new int[2];
        if (Posix.pipe2(ends, Posix.CloseOnExec) != 0)
        {
            throw new InputException($"no pipe to a harness: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        for (int i = 0; i < ends.Length; i++)
        {
            // Where a standard stream of ours is closed, its number is free: the child's streams must not collide with it.
            const int AboveStandard = 3;
            if (ends[i] < AboveStandard)
            {
                int low = ends[i];
                ends[i] = Posix.fcntl(low, Posix.DuplicateAbove, AboveStandard);
                _ = Posix.close(low);
            }

            open.Add(ends[i]);
        }

        return (ends[0], ends[1]);
    }

    private static int Spawn(HarnessCommand command, string id, int[] streams)
    {
        byte[] actions = new byte[OpaqueSize], attributes = new byte[OpaqueSize], pipeSignal = new byte[OpaqueSize];
        _ = Posix.posix_spawn_file_actions_init(actions);
        _ = Posix.posix_spawnattr_init(attributes);
        try
        {
            for (int i = 0; i < streams.Length; i++)
            {
                _ = Posix.posix_spawn_file_actions_adddup2(actions, streams[i], i);
            }

            // The runtime ignores SIGPIPE, and what is ignored stays so across exec.
            pipeSignal[(Posix.SignalPipe - 1) / 8] = 1 << ((Posix.SignalPipe - 1) % 8);
            _ = Posix.posix_spawnattr_setflags(attributes, Posix.SetGroup | Posix.SetDefaultSignals | Posix.SetSignalMask);
            _ = Posix.posix_spawnattr_setpgroup(attributes, 0);
            _ = Posix.posix_spawnattr_setsigdefault(attributes, pipeSignal);
            _ = Posix.posix_spawnattr_setsigmask(attributes, new byte[OpaqueSize]);
            int error = Posix.posix_spawnp(out int process, command.File, actions, attributes, [command.File, .. command.Arguments, null], Environment(id));
            return error == 0 ? process : throw new InputException($"harness '{command}': {Reason(command, error)}");
        }
        finally
        {
            _ = Posix.posix_spawn_file_actions_destroy(actions);
            _ = Posix.posix_spawnattr_destroy(attributes);
        }
    }

    private static string Reason(HarnessCommand command, int error) => error switch
    {
        Posix.NoSuchFile => File.Exists(command.File)
            ? $"the interpreter that '{command.File}' names in its first line does not exist"
            : $"no such command: '{command.File}' is neither a file nor found in PATH",
        Posix.NotPermitted => $"'{command.File}' is not executable; make it so (chmod +x), or name its interpreter first",
        Posix.NotAProgram => $"'{command.File}' is no program; give it a first line such as #!/usr/bin/env python3, or name its interpreter first",
        _ => $"'{command.File}' cannot be started: {Marshal.GetPInvokeErrorMessage(error)}",
    };

    private static string?[] Environment(string id)
    {
        List<string?> variables = [$"{Mark}={id}"];
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name != Mark)
            {
                variables.Add($"{name}={variable.Value}");
            }
        }

        return [.. variables, null];
    }

    private void KillGroup()
    {
        lock (door)
        {
            if (!isReaped)
            {
                _ = Posix.kill(-process, Posix.SignalKill);
                _ = Posix.kill(process, Posix.SignalKill);
            }
        }
    }

    // Again until none is left: one may have started another meanwhile.
    private void KillMarked()
    {
        const int Rounds = 20;
        int self = System.Environment.ProcessId;
        for (int round = 0; round < Rounds; round++)
        {
            bool any = false;
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), out int other) && other != self && other != process && IsMarked(folder))
                {
                    any |= Posix.kill(other, Posix.SignalKill) == 0;
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

    private void Reap()
    {
        long start = System.Environment.TickCount64;
        while (true)
        {
            lock (door)
            {
                int found = Posix.waitpid(process, out _, Posix.DoNotHang);
                isReaped = found == process || (found < 0 && Marshal.GetLastPInvokeError() == Posix.NoChild);
            }

            if (isReaped || System.Environment.TickCount64 - start > ReapLimit.TotalMilliseconds)
            {
                return;
            }

            Thread.Sleep(1);
        }
    }
}
