namespace LowRank.Verify.Networks;

/// <summary>What a person says of a file that holds weights only.</summary>
public sealed record WeightFileOptions
{
    /// <summary>
    /// The names of the layers (or of their tensors) in the order in which they are applied; null where nothing was said.
    /// </summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>Of a torch checkpoint, the member that holds the weights ("model", "ema.state"); null where nothing was said.</summary>
    public string? Key { get; init; }
}
