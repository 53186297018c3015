using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>
/// Runs the tool: its command line within this process, which spares a start of the runtime for each of some thousand runs, or as a
/// process, as users do, where variables of the environment are asked for or a test is of the process itself.
/// </summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    static Tool() => Environment.CurrentDirectory = Path.GetTempPath();

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string Fixture(string name) => Path.Combine(Root, "fixtures", "networks", name);

    public static ToolResult Run(params string[] arguments) => Run(arguments, input: null, environment: null);

    public static ToolResult Run(IEnumerable<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        if (environment is not null)
        {
            return RunProcess(arguments, input, environment);
        }

        using StringReader reader = new(input ?? string.Empty);
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int status = LowRankTool.Run([.. arguments], new Streams(reader, output, error, IsTerminal: false));
        return new ToolResult(status, output.ToString(), error.ToString());
    }

    /// <summary>A run as a process of its own.</summary>
    public static ToolResult RunProcess(IEnumerable<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lowrank.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"lowrank {string.Join(' ', arguments)}");
        }

        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The JSON of a run that succeeds; it satisfies the shipped schema of that name.</summary>
    public static JsonElement RunJson(string schema, params string[] arguments)
    {
        ToolResult result = Run(arguments);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        return Schemas.Check(schema, result.Output);
    }

    /// <summary>The one line of a run that must fail with this status, and with nothing on standard output.</summary>
    public static string Fail(int status, IEnumerable<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ToolResult result = Run(arguments, input, environment);
        Assert.Equal(status, result.ExitStatus);
        Assert.Equal(string.Empty, result.Output);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("lowrank: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        return line;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LowRank.Verify.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
