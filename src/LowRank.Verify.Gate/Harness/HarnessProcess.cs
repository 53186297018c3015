using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// One process of a harness. Its environment carries a mark, by which every process that it leaves behind is found and ended, whatever
/// became of its parent.
/// </summary>
internal sealed class HarnessProcess : IDisposable
{
    private const string Mark = "LOWRANK_GATE_PROCESS";

    // What has been written arrives well within this time of the end of its writer.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    private readonly string mark = string.Create(CultureInfo.InvariantCulture, $"{Mark}={Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly Process process;
    private readonly InputLines input;
    private readonly OutputLines output;
    private readonly StandardError errors;
    private bool isKilled;

    /// <summary>Starts the command.</summary>
    /// <exception cref="InputException">There is no such command, or it cannot be run.</exception>
    public HarnessProcess(HarnessCommand command, int answerLimit)
    {
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        ProcessStartInfo start = new(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = encoding,
            StandardOutputEncoding = encoding,
            StandardErrorEncoding = encoding,
        };
        start.Environment[Mark] = mark[(Mark.Length + 1)..];
        try
        {
            process = Process.Start(start) ?? throw new InputException($"harness {command.File}: it could not be started");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            throw new InputException($"harness '{command.File}': {Reason(e)}", e);
        }

        input = new InputLines(process.StandardInput.BaseStream);
        output = new OutputLines(process.StandardOutput.BaseStream, answerLimit);
        errors = new StandardError(process.StandardError.BaseStream);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => output.Exited();
        if (process.HasExited)
        {
            output.Exited();
        }
    }

    /// <summary>A line that came without being asked for, or null.</summary>
    public string? Unasked() => output.Pending();

    /// <summary>Sends a line and waits for the next one, both within the limit.</summary>
    /// <exception cref="HarnessException">There is none, for whatever reason.</exception>
    public string Ask(string line, TimeSpan limit, int answerLimit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        input.Send(line);
        string? answer = output.Next(limit, Grace);
        if (answer is not null)
        {
            return answer;
        }

        TimeSpan left = limit - clock.Elapsed;
        if (output.IsFlooded)
        {
            throw new HarnessException(Verdict.Error, string.Create(CultureInfo.InvariantCulture, $"more output than an answer may have ({answerLimit} bytes)"));
        }

        if (left <= TimeSpan.Zero && !process.HasExited)
        {
            string what = input.IsSent ? string.Empty : ", nor was the question read";
            throw new HarnessException(Verdict.Timeout, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s{what}"));
        }

        bool ended = process.WaitForExit(Grace);
        string half = output.Rest is { } rest ? $", half a line left: {Short(rest)}" : string.Empty;
        throw new HarnessException(Verdict.Crash, (ended ? "the harness ended with " + Status() : "the harness closed its standard output") + half);
    }

    /// <summary>The end of what was written to standard error since the last time.</summary>
    public string? Errors() => errors.Take(process.HasExited ? Grace : TimeSpan.Zero);

    /// <summary>Asks the harness to end; false when it had to be killed.</summary>
    public bool Stop(TimeSpan limit)
    {
        if (isKilled)
        {
            return true;
        }

        input.Send(Protocol.Stop);
        input.Close();
        bool ended = process.WaitForExit(limit);
        Kill();
        return ended;
    }

    /// <summary>Ends the process and everything that it started.</summary>
    public void Kill()
    {
        if (isKilled)
        {
            return;
        }

        isKilled = true;
        input.Close();
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It is gone already.
        }

        KillMarked();
    }

    /// <summary>Kills the process.</summary>
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    /// <summary>A text as part of a message: one line, not too long.</summary>
    public static string Short(string text)
    {
        string line = new([.. text.Take(120).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > line.Length ? $"'{line}…'" : $"'{line}'";
    }

    private string Status()
    {
        int status = process.ExitCode;
        return status > 128
            ? string.Create(CultureInfo.InvariantCulture, $"signal {status - 128}")
            : string.Create(CultureInfo.InvariantCulture, $"exit status {status}");
    }

    // Children whose parent is gone belong to no tree any more; the mark in their environment finds them.
    private void KillMarked()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        byte[] wanted = Encoding.UTF8.GetBytes(mark);
        for (int round = 0; round < 3; round++)
        {
            bool found = false;
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id != Environment.ProcessId && Carries(folder, wanted))
                {
                    found |= TryKill(id);
                }
            }

            if (!found)
            {
                return;
            }
        }
    }

    private static bool Carries(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryKill(int id)
    {
        try
        {
            using Process other = Process.GetProcessById(id);
            other.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static string Reason(Exception e) => e is Win32Exception { NativeErrorCode: 2 } ? "there is no such command"
        : e is Win32Exception { NativeErrorCode: 13 } ? "the file may not be executed"
        : e is Win32Exception { NativeErrorCode: 8 } ? "the file is no program; a script needs a first line such as #!/usr/bin/env python3"
        : e.Message;
}
