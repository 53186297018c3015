namespace LowRank.Verify.Cli.Commands;

/// <summary>A language in which <c>init</c> writes a harness.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Files">The files of the harness.</param>
/// <param name="Command">The command that starts the harness.</param>
internal sealed record StarterLanguage(string Name, IReadOnlyList<string> Files, string Command);
