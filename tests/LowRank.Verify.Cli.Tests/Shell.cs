using System.Diagnostics;

namespace LowRank.Verify.Cli.Tests;

/// <summary>Runs a line of bash, for what only a shell can set up: closed descriptors, scripts, folders that cannot be written.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The built tool as a word of a command line.</summary>
    public static string Tool { get; } = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "lowrank.dll")}'";

    public static ToolResult Run(string line, string input = "", TimeSpan? limit = null)
    {
        ProcessStartInfo start = new("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The line did not read what it was given.
        }

        if (!process.WaitForExit(limit ?? Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(line);
        }

        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }
}
