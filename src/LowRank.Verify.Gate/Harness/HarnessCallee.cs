using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Harness;

/// <summary>A program in any language that speaks the protocol, in as many processes as there are callers.</summary>
/// <param name="command">The command that starts it.</param>
/// <param name="options">Limits.</param>
internal sealed class HarnessCallee(HarnessCommand command, GateOptions options) : ICallee
{
    // Independent of the number of jobs, which decides only how many lanes work at the same time.
    private const int LaneCount = 8;

    private ImplementationDescription? description;

    /// <summary>Waiting times.</summary>
    public HarnessTiming Timing { get; init; } = new();

    /// <inheritdoc/>
    public int Lanes => LaneCount;

    /// <inheritdoc/>
    public bool IsIsolated => true;

    /// <inheritdoc/>
    public ImplementationDescription Describe()
    {
        using HarnessSession session = HarnessSession.Open(command, options, Timing);
        if (session.Start(Timing.Hush) is { } failure)
        {
            throw new InputException($"harness '{command}' {failure.Message}{Ending(session.TakeDiagnostics())}");
        }

        return description = session.Description!;
    }

    /// <inheritdoc/>
    public ICaller Open() => new HarnessCaller(command, options, Timing, description);

    // The last lines, on one.
    private static string Ending(string? diagnostics)
    {
        const int Lines = 3, Limit = 600;
        string[] lines = diagnostics?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        string text = string.Concat(string.Join(" | ", lines.TakeLast(Lines)).Where(c => !char.IsControl(c)));
        return text.Length == 0 ? string.Empty : $"; its standard error ends: {(text.Length > Limit ? "… " + text[^Limit..] : text)}";
    }
}
