using System.Diagnostics;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>A gate that is told to end takes its harness along, hanging children included.</summary>
public sealed class HarnessEndTests
{
    private const string Hanging = """
        import json, os, sys, time
        for text in sys.stdin:
            if json.loads(text)["op"] == "start":
                print(json.dumps({"protocol": 1, "implementation": {"name": "hanging", "version": "1", "language": "python"},
                                  "precision": "float64", "oracles": {"spectra/frobenius-norm": 1}}), flush=True)
            else:
                os.fork()
                while True:
                    time.sleep(1000)
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Terminated_gate_leaves_no_process_of_its_harness()
    {
        using TemporaryFolder folder = new();
        string script = folder.Write("hanging.py", Hanging);
        ProcessStartInfo start = new("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "lowrank.dll"), "gate", "--oracle", "spectra/frobenius-norm", "--time-limit", "600",
                "--", "/usr/bin/python3", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process gate = Process.Start(start)!;
        Assert.True(Becomes(2, script), "the harness and its child should hang by now");
        using (Process signal = Process.Start("kill", ["-TERM", gate.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            signal.WaitForExit();
        }

        Assert.True(gate.WaitForExit(Patience));
        Assert.NotEqual(0, gate.ExitCode);
        Assert.True(Becomes(0, script), "the harness and its child should be gone");
    }

    private static bool Becomes(int count, string script)
    {
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < Patience.TotalMilliseconds; Thread.Sleep(20))
        {
            if (Directory.EnumerateDirectories("/proc")
                .Count(folder => CommandOf(folder).StartsWith($"/usr/bin/python3\0{script}\0", StringComparison.Ordinal)) == count)
            {
                return true;
            }
        }

        return false;
    }

    private static string CommandOf(string folder)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0]) ? File.ReadAllText(Path.Combine(folder, "cmdline")) : string.Empty;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
