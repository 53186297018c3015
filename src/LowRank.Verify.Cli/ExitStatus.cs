namespace LowRank.Verify.Cli;

/// <summary>Exit statuses of the tool.</summary>
internal static class ExitStatus
{
    /// <summary>Done, nothing wrong.</summary>
    public const int Success = 0;

    /// <summary>Done, and something is wrong: a violation, or digits not reached under --strict.</summary>
    public const int Violation = 1;

    /// <summary>Usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>The environment lacks something, or the tool itself failed.</summary>
    public const int Environment = 3;
}
