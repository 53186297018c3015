using System.Globalization;

namespace LowRank.Verify.Gate.Harness;

/// <summary>How a process ended.</summary>
/// <param name="Status">Its exit status; null when a signal ended it or nobody knows.</param>
/// <param name="Signal">The signal that ended it; null when none did.</param>
internal readonly record struct ChildExit(int? Status, int? Signal)
{
    /// <summary>In words that continue "the harness".</summary>
    public override string ToString() =>
        Signal is { } signal ? string.Create(CultureInfo.InvariantCulture, $"was killed by signal {signal}{Name(signal)}")
        : Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"ended with exit status {status}")
        : "ended";

    private static string Name(int signal) => signal switch
    {
        2 => " (SIGINT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL; out of memory?)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => string.Empty,
    };
}
