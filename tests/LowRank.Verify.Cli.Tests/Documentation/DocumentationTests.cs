using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>What the pages show is what the tool does, what they list is there, and what they name exists.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. Markdown().Where(page => File.ReadAllText(Path.Combine(Tool.Root, page)).Contains("```console\n", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_print_what_is_shown(string page)
    {
        using ShownCommands shown = new(page);
        Assert.True(shown.Check() > 0, $"{page} shows no output");
    }

    [Fact]
    public void Readme_shows_what_the_tool_is_for_and_stays_short()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Tool.Root, "README.md"));
        Assert.InRange(lines.Length, 60, 120);
        string shown = string.Concat(Shown("README.md"));
        Assert.All(["evaluate", "bounds", "gate", "check", "spectrum"],
            command => Assert.Contains($"./run {command} ", shown, StringComparison.Ordinal));
    }

    [Fact]
    public void List_of_options_is_current() => GeneratedPage.Check("docs/options.md", OptionsPage.Text());

    [Fact]
    public void Every_command_is_explained()
    {
        string text = File.ReadAllText(Path.Combine(Tool.Root, "docs", "commands.md"));
        string[] commands = [.. Heading().Matches(OptionsPage.Text()).Select(match => match.Groups[1].Value)
            .Where(name => !name.Contains(' ', StringComparison.Ordinal))];
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Matches($"(?m)^## .*`{command}[ `]", text));
    }

    [Fact]
    public void Every_mutant_is_listed()
    {
        string folder = Path.Combine(Tool.Root, "tests", "mutants"), list = File.ReadAllText(Path.Combine(folder, "README.md"));
        string[] mutants =
            [.. Directory.GetFiles(folder, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "Mutant")];
        Assert.NotEmpty(mutants);
        Assert.All(mutants, name => Assert.Contains($"\n| {name} |", list, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        List<string> broken = [];
        foreach (string page in Markdown())
        {
            string folder = Path.GetDirectoryName(Path.Combine(Tool.Root, page))!;
            foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Tool.Root, page))))
            {
                string target = link.Groups[1].Value;
                if (!target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.GetFullPath(Path.Combine(folder, target))))
                {
                    broken.Add($"{page}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    private static string[] Shown(string page)
    {
        using ShownCommands shown = new(page);
        return [.. shown.Blocks];
    }

    private static IEnumerable<string> Markdown() => Directory.GetFiles(Tool.Root, "*.md")
        .Concat(new[] { "docs", "findings", "oracles", "samples" }.Select(folder => Path.Combine(Tool.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories)))
        .Select(file => Path.GetRelativePath(Tool.Root, file))
        .Where(page => !page.EndsWith(".received.md", StringComparison.Ordinal)
            && !page.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?m)^## `([a-z-]+(?: [a-z-]+)?)[^`]*`$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
