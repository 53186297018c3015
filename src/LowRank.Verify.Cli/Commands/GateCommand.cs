using System.CommandLine;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>gate</c>: an implementation against the reference, on generated inputs; without a command the built-in fast path.</summary>
internal static class GateCommand
{
    public const string Name = "gate";

    public static Command Create(Invocation invocation)
    {
        Command command = new(Name, "Gates the built-in fast path against the reference on generated inputs, values and declared properties.");
        command.SetAction((ParseResult parsed) => { if (parsed.Errors.Count >= 0) { throw new InputException("not yet" + invocation.Harness); } });
        return command;
    }
}
