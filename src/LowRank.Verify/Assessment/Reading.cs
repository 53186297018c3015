namespace LowRank.Verify.Assessment;

/// <summary>Which network the ranks are those of.</summary>
public enum Reading
{
    /// <summary>No rank enters.</summary>
    Any,

    /// <summary>The network exactly as stored: rank limits are the upper ends of the exact ranks.</summary>
    AsStored,

    /// <summary>The network with every layer cut to its storage rank; the change of its output is to be charged to the margin.</summary>
    Truncated,
}
