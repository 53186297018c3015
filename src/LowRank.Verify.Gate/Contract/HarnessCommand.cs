using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Gate.Contract;

/// <summary>The command that starts a harness: a program that answers one JSON object per line.</summary>
/// <param name="File">The program, found as the shell would find it.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record HarnessCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The command as one would type it.</summary>
    public override string ToString() => ShellWords.Join([File, .. Arguments]);
}
