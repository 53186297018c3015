using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>
/// The commands of a page. A block whose lines begin with <c>$ </c> is a terminal: after each command stands what it prints. <c>...</c>
/// stands for lines left out, and "…" at the end of a line for the rest of it; everything else is compared as it is, but for the fast
/// path's numbers, whose last digits belong to the machine.
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
        string run = folder.Write("run", $"#!/bin/sh\nexec env LOWRANK_COMMAND=./run dotnet '{Path.Combine(AppContext.BaseDirectory, "lowrank.dll")}' \"$@\"\n");
        File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The blocks of the page that show a terminal.</summary>
    public IReadOnlyList<string> Blocks => [.. Terminal().Matches(text).Select(match => match.Groups[1].Value)];

    public void Dispose()
    {
        Array.ForEach(Linked, name => File.Delete(Path.Combine(folder.Location, name)));
        folder.Dispose();
    }

    /// <summary>Runs all commands of the page in order, and compares; writes outputs that are shown whole when snapshots are accepted.</summary>
    /// <returns>How many outputs were compared.</returns>
    public int Check()
    {
        int compared = 0;
        StringBuilder current = new(text);
        foreach (string block in Blocks)
        {
            (string Command, string Shown)[] entries = [.. Entries(block)];
            string[] printed = Run(entries.Select(entry => entry.Command));
            StringBuilder real = new();
            foreach (((string command, string shown), string output) in entries.Zip(printed))
            {
                bool isWhole = !shown.Split('\n').Any(line => line == "..." || line.EndsWith('…'));
                real.Append("$ ").Append(command).Append('\n').Append(isWhole ? output : shown);
                if (!GeneratedPage.IsAccepted || !isWhole)
                {
                    Compare(command, shown, output);
                }

                compared += (isWhole ? output : shown).Length > 0 ? 1 : 0;
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
        string script = string.Concat(commands.Select(command => $"(exit $last); printf '{mark[..^1]}\\n'; (exit $last)\n{command}\nlast=$?\n"));
        ToolResult result = Shell.Run($"cd '{folder.Location}' && last=0 && {{\n{script}}} 2>&1 </dev/null", limit: Limit);
        return [.. result.Output.Split(mark)[1..].Select(output => output.TrimEnd('\n') is { Length: > 0 } lines ? lines + "\n" : string.Empty)];
    }

    private void Compare(string command, string shown, string output)
    {
        string[] real = [.. output.Split('\n')[..^1].Select(Certified)], expected = [.. shown.Split('\n')[..^1].Select(Certified)];
        int next = 0;
        bool gap = false;
        foreach (string line in expected)
        {
            if (line == "...")
            {
                gap = true;
                continue;
            }

            int at = Array.FindIndex(real, next, found => line.EndsWith('…') ? found.StartsWith(line[..^1], StringComparison.Ordinal) : found == line);
            Assert.True(at >= 0 && (gap || at == next), Difference(line));
            (next, gap) = (at + 1, false);
        }

        Assert.True(gap || next == real.Length, Difference("the end"));

        string Difference(string line) => $"{Path.GetRelativePath(Tool.Root, path)}: '{command}' prints after line {next}\n{real.ElementAtOrDefault(next) ?? "nothing"}\nbut shown is\n{line}\nAll of it:\n{output}";
    }

    // Without the fast path's value and its distance, which differ with the machine's kernels.
    private static string Certified(string line) => FastRow().Replace(FastValue().Replace(line, "$1"), "$1 $2");

    [GeneratedRegex(@"(?m)^```console\n((?:.*\n)*?)```$")]
    private static partial Regex Terminal();

    [GeneratedRegex(@"(?m)^\$ ")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^(  (?:fast path|distance) +)[-+.0-9e]+")]
    private static partial Regex FastValue();

    [GeneratedRegex(@"^([a-z0-9]+/\S+ +\S+ +\[[\d.]+, [\d.]+\]) +\S+ +\S+ +(\d+ .*)$")]
    private static partial Regex FastRow();
}
