namespace LowRank.Verify.Networks;

/// <summary>What one file holds: every tensor by name, and the network they form where the file says or suggests one.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Tensors">Every numeric tensor, in the file's order (safetensors: by offset).</param>
/// <param name="Network">The layers in order; null for a file of data (a .npy that is no floating-point matrix).</param>
public sealed record StoredFile(string Path, IReadOnlyList<StoredTensor> Tensors, Network? Network)
{
    /// <summary>Tensors of the file that have no values here, each with its reason.</summary>
    public IReadOnlyList<UnreadTensor> Unread { get; init; } = [];

    /// <summary>True for an ONNX model, whose operators can be run as a graph (<see cref="Graphs.NetworkGraph"/>).</summary>
    public bool HasGraph { get; init; }

    /// <summary>Of an ONNX model the output that was asked for; null for the first that depends on the input.</summary>
    public string? Output { get; init; }
}
