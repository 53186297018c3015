namespace LowRank.Verify.Cli.Output;

/// <summary>What of <c>bounds</c> is shown.</summary>
internal sealed record BoundsTextOptions
{
    /// <summary>The summary only.</summary>
    public bool IsSummary { get; init; }

    /// <summary>Every statement that is not evaluated, with its reason.</summary>
    public bool IsWhy { get; init; }

    /// <summary>All certified digits instead of six.</summary>
    public bool IsFull { get; init; }

    /// <summary>The fast path's values and their distances.</summary>
    public bool IsCompare { get; init; }
}
