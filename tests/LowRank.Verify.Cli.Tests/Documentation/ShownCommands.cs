using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>
/// The commands of a page. A block of the language <c>console</c> is a terminal: after each command, which begins with <c>$ </c>, stands
/// all that it prints; what is too long is cut by a pipe. It is compared as it is, but for the fast path's numbers, whose last digits
/// belong to the machine.
/// </summary>
internal sealed partial class ShownCommands : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly string[] Linked = ["docs", "fixtures", "oracles", "samples", "src", "tests"];

    private readonly TemporaryFolder folder = new();
    private readonly string path;
    private readonly string text;

    /// <summary>Reads a page, named from the root of the repository, and makes a folder that looks like a checkout to work in.</summary>
    public ShownCommands(string page)
    {
        path = Path.Combine(Tool.Root, page);
        text = File.ReadAllText(path);
        foreach (string name in Linked)
        {
            _ = Directory.CreateSymbolicLink(Path.Combine(folder.Location, name), Path.Combine(Tool.Root, name));
        }

        // What run does when everything is built.
        _ = folder.Write("run",
            $"#!/bin/sh\nexec env LOWRANK_COMMAND=./run dotnet '{Path.Combine(AppContext.BaseDirectory, "lowrank.dll")}' \"$@\"\n");
    }

    /// <summary>The blocks of the page that show a terminal.</summary>
    public IReadOnlyList<string> Blocks => [.. Terminal().Matches(text).Select(match => match.Groups[1].Value)];

    public void Dispose()
    {
        Array.ForEach(Linked, name => File.Delete(Path.Combine(folder.Location, name)));
        folder.Dispose();
    }

    /// <summary>Runs all commands of the page in order, and compares, or writes the outputs where snapshots are accepted.</summary>
    /// <returns>How many outputs were compared.</returns>
    public int Check()
    {
        int compared = 0;
        StringBuilder current = new(text);
        foreach (string block in Blocks)
        {
            (string Command, string Shown)[] entries = [.. Entries(block)];
            string[] printed = Run(entries.Select(entry => entry.Command));
            Assert.Equal(entries.Length, printed.Length);
            StringBuilder real = new();
            foreach (((string command, string shown), string output) in entries.Zip(printed))
            {
                real.Append("$ ").Append(command).Append('\n').Append(output);
                if (!GeneratedPage.IsAccepted)
                {
                    Compare(command, shown, output);
                }

                compared += output.Length > 0 ? 1 : 0;
            }

            current.Replace(block, real.ToString());
        }

        if (GeneratedPage.IsAccepted && current.ToString() != text)
        {
            File.WriteAllText(path, current.ToString());
        }

        return compared;
    }

    private static IEnumerable<(string Command, string Shown)> Entries(string block)
    {
        foreach (string part in Prompt().Split(block).Skip(1))
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return (part[..end], part[(end + 1)..]);
        }
    }

    // One shell for a block; a mark that no output holds stands before what each command prints.
    private string[] Run(IEnumerable<string> commands)
    {
        string mark = $"==== {Guid.NewGuid():N}\n";
        string script = string.Concat(commands.Select(command =>
            $"(exit $last); printf '{mark[..^1]}\\n'; (exit $last)\n{command}\nlast=$?\n"));
        ToolResult result = Shell.Run($"cd '{folder.Location}' && chmod +x run && last=0 && {{\n{script}}} 2>&1 </dev/null", limit: Limit);
        return [.. result.Output.Split(mark)[1..].Select(output =>
            output.TrimEnd('\n') is { Length: > 0 } lines ? lines + "\n" : string.Empty)];
    }

    private void Compare(string command, string shown, string output)
    {
        string[] real = output.Split('\n'), expected = shown.Split('\n');
        int line = Enumerable.Range(0, Math.Max(real.Length, expected.Length))
            .FirstOrDefault(i => Certified(real.ElementAtOrDefault(i)) != Certified(expected.ElementAtOrDefault(i)), -1);
        Assert.True(line < 0,
            $"{Path.GetRelativePath(Tool.Root, path)}: '{command}' prints as line {line + 1}\n{real.ElementAtOrDefault(line)}\n"
            + $"but shown is\n{expected.ElementAtOrDefault(line)}\nAll of it:\n{output}");
    }

    // Without the fast path's value and its distance, which differ with the machine's kernels.
    private static string? Certified(string? line) => line is null ? null : FastRow().Replace(FastValue().Replace(line, "$1"), "$1 $2");

    [GeneratedRegex(@"(?m)^```console\n((?:.*\n)*?)```$")]
    private static partial Regex Terminal();

    [GeneratedRegex(@"(?m)^\$ ")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^(  (?:fast path|distance) +)[-+.0-9e]+")]
    private static partial Regex FastValue();

    [GeneratedRegex(@"^([a-z0-9]+/\S+ +\S+ +\[[\d.]+, [\d.]+\]) +\S+ +\S+ +(\d+ .*)$")]
    private static partial Regex FastRow();
}
