using System.CommandLine;
using System.CommandLine.Parsing;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Cli.Commands;

namespace LowRank.Verify.Cli;

/// <summary>The command line: parses it, runs the command, and turns every failure into one line and an exit status.</summary>
internal static class LowRankTool
{
    private const string Verbose = "--verbose";

    public static int Run(IReadOnlyList<string> arguments, Streams streams)
    {
        // The parser would hand the words after "--" to earlier arguments, so they are taken off first.
        int split = arguments.ToList().IndexOf("--");
        IReadOnlyList<string>? harness = split < 0 ? null : [.. arguments.Skip(split + 1)];
        string[] own = [.. split < 0 ? arguments : arguments.Take(split)];
        bool verbose = own.Contains(Verbose);
        try
        {
            return Execute(own, new Invocation(streams, own, harness));
        }
        catch (Exception e)
        {
            (int status, string message) = Describe(e);
            Report(streams.Error, "lowrank: " + OneLine(message) + (verbose ? "\n" + e : string.Empty));
            return status;
        }
    }

    private static int Execute(string[] arguments, Invocation invocation)
    {
        RootCommand root = CommandTree.Build(invocation);
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            throw new InputException(Explain(parsed));
        }

        if (invocation.Harness is not null
            && parsed.CommandResult.Command.Name is not (GateCommand.Name or ReportCommand.Name or MergeCommand.Name))
        {
            throw new InputException(
                $"'--' and what follows is for the commands 'gate', 'report' and 'merge' only, not for "
                + $"'{parsed.CommandResult.Command.Name}'.");
        }

        DeviceChoice.Apply(parsed.GetValue<string?>(DeviceChoice.Option));
        using StringWriter help = new();
        int status = parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = help,
            Error = invocation.Streams.Error,
        });
        if (help.ToString() is { Length: > 0 } text)
        {
            string usage = $"\n  {ToolCommand.Installed}";
            invocation.Page(text.ReplaceLineEndings("\n").TrimEnd('\n')
                .Replace("Usage:" + usage, $"Usage:\n  {ToolCommand.Start}", StringComparison.Ordinal));
        }

        invocation.Flush();
        return status;
    }

    private static void Report(TextWriter error, string text)
    {
        try
        {
            error.WriteLine(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody can be told: the status says it.
        }
    }

    private static string Explain(ParseResult parsed)
    {
        // the one that quotes what was typed
        ParseError first = parsed.Errors.FirstOrDefault(error => error.Message.Contains('\'', StringComparison.Ordinal))
            ?? parsed.Errors[0];
        string command = string.Empty;
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            command = at is CommandResult { Command: not RootCommand and { Name: var name } } ? $" {name}{command}" : command;
        }

        return $"{first.Message.TrimEnd('.')}. See '{ToolCommand.Start}{command} --help'.";
    }

    private static (int Status, string Message) Describe(Exception e) => e switch
    {
        MissingLibraryException or EngineRefusedException => (ExitStatus.Environment, e.Message),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        InputException => (ExitStatus.BadInput, e.Message),
        OutputException => (ExitStatus.Environment, e.Message),
        IOException or UnauthorizedAccessException => (ExitStatus.BadInput, e.Message),
        _ => (ExitStatus.Environment, $"internal error, {e.GetType().Name}: {e.Message} (--verbose shows where)"),
    };

    private static string OneLine(string message) =>
        PlainText.Of(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
