namespace LowRank.Verify.Catalogue;

/// <summary>
/// How the tool is started, for the commands that messages and reports show: they run as printed. The script <c>run</c> of a checkout
/// says how it was called; an installed tool is <c>lowrank</c>.
/// </summary>
public static class ToolCommand
{
    /// <summary>The environment variable by which a script that starts the tool says what it is called, quoted for a shell.</summary>
    public const string Variable = "LOWRANK_COMMAND";

    /// <summary>The name of the installed tool.</summary>
    public const string Installed = "lowrank";

    /// <summary>What starts the tool from the current folder.</summary>
    public static string Start => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } command ? command : Installed;

    /// <summary>A command line of the tool, such as <c>lowrank describe</c>.</summary>
    public static string Line(string arguments) => $"{Start} {arguments}";

    /// <summary>What starts the tool from another folder: the script's path seen from there, if it is a relative one.</summary>
    public static string StartFrom(string folder)
    {
        string start = Start;
        return start.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(start) && !start.AsSpan().ContainsAny(" \\'\"$")
            ? Path.GetRelativePath(folder, start) is { } path && path.Contains('/', StringComparison.Ordinal) ? path
                : "./" + Path.GetFileName(start)
            : start;
    }
}
