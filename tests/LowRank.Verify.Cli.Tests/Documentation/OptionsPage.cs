using System.CommandLine;
using System.Text;
using LowRank.Verify.Cli.Commands;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>Every command with its arguments and options, from the command tree itself.</summary>
internal static class OptionsPage
{
    public static string Text()
    {
        RootCommand root = CommandTree.Build(
            new Invocation(new Streams(TextReader.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false), [], null));
        StringBuilder page = new();
        page.Append(
            "# Commands and options\n\nGenerated from the tool; `--help` says the same. "
                + "What the commands are for: [commands](commands.md).\n");
        foreach (Command command in root.Subcommands.OrderBy(command => command.Name, StringComparer.Ordinal))
        {
            Write(page, command, command.Name);
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Command command, string path)
    {
        string arguments = string.Concat(command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" <{argument.Name}>"));
        page.Append($"\n## `{path}{arguments}`\n\n{Cell(command.Description)}\n");
        (string Name, string? Description)[] rows =
        [
            .. command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description)),
            .. command.Options.Where(option => !option.Hidden && option.Name is not "--help").Select(option =>
                (option.HelpName is { } value ? $"{option.Name} <{value}>" : option.Name, option.Description)),
        ];
        if (rows.Length > 0)
        {
            page.Append("\n| | |\n|---|---|\n");
            foreach ((string name, string? description) in rows)
            {
                page.Append($"| `{name.Replace("|", "\\|", StringComparison.Ordinal)}` | {Cell(description)} |\n");
            }
        }

        foreach (Command inner in command.Subcommands)
        {
            Write(page, inner, $"{path} {inner.Name}");
        }
    }

    private static string Cell(string? text) => (text ?? string.Empty)
        .Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("<", "\\<", StringComparison.Ordinal);
}
