using System.Diagnostics;
using System.Globalization;

namespace LowRank.Verify.Benchmarks;

/// <summary>Time of the command line as a process, from start to exit: <c>lowrank doctor</c>. Target: under two seconds.</summary>
internal static class StartUpComparison
{
    private const int Runs = 10;

    public static void Print(TextWriter writer)
    {
        string? program = Find();
        if (program is null)
        {
            writer.WriteLine("start-up: not measured, the command line is not built (dotnet build -c Release src/LowRank.Verify.Cli)");
            return;
        }

        List<double> seconds = [];
        int status = 0;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            status = RunOnce(program);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"start-up of 'lowrank doctor': median {Interleaved.Median(seconds):F3} s of {Runs} (fastest {seconds.Min():F3}, "
                + $"slowest {seconds.Max():F3}), exit status {status}, target < 2 s"));
    }

    private static int RunOnce(string program)
    {
        ProcessStartInfo start = new("dotnet", [program, "doctor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }

    // tests/Benchmarks/bin/Release/net10.0 → the repository's root.
    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "src", "LowRank.Verify.Cli", "bin", "Release", "net10.0", "lowrank.dll");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
