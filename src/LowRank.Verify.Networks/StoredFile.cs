namespace LowRank.Verify.Networks;

/// <summary>What one file holds: every tensor by name, and the network they form where the file or its reader says one.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Tensors">Every numeric tensor, in the file's order (safetensors: by offset).</param>
/// <param name="Network">
/// The layers in order; null for a file of data (a .npy that is no floating-point matrix), and for weights whose order nobody said.
/// </param>
public sealed record StoredFile(string Path, IReadOnlyList<StoredTensor> Tensors, Network? Network)
{
    /// <summary>Names that a message lists.</summary>
    private const int NamesShown = 20;

    /// <summary>Tensors of the file that have no values here, each with its reason.</summary>
    public IReadOnlyList<UnreadTensor> Unread { get; init; } = [];

    /// <summary>True for an ONNX model, whose operators can be run as a graph (<see cref="Graphs.NetworkGraph"/>).</summary>
    public bool HasGraph { get; init; }

    /// <summary>The graph of an ONNX model that is no chain of layers; null for chains, whose graph is read when it is asked for.</summary>
    public Graphs.NetworkGraph? Graph { get; init; }

    /// <summary>Of an ONNX model the output that was asked for; null for the first that depends on the input.</summary>
    public string? Output { get; init; }

    /// <summary>True for a file that is a list of tensors and no graph; <see cref="Weights"/> are then all matrices of it.</summary>
    public bool HoldsWeightsOnly { get; init; }

    /// <summary>
    /// The matrices that the tensors stand for: as stored, in parts (gates, experts, queries and keys), or put together (low-rank
    /// products, quantised numbers with their scales).
    /// </summary>
    public IReadOnlyList<StoredWeight> Weights { get; init; } = [];

    /// <summary>Tensors that are no matrix of their own, with the reasons; others say it themselves.</summary>
    public IReadOnlyDictionary<string, string> ReasonsAgainstMatrices { get; init; } = new Dictionary<string, string>();

    /// <summary>What is to be said of the file as a whole.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why there is no network, and what to do; null where there is one.</summary>
    public string? ReasonAgainstNetwork { get; init; }

    /// <summary>The matrices of the file: those that its tensors stand for, or its tensors that are matrices.</summary>
    public IReadOnlyList<StoredWeight> Matrices() => HoldsWeightsOnly || HasGraph ? Weights
        : [.. Tensors.Where(tensor => tensor.ReasonAgainstMatrix is null).Select(tensor => StoredWeight.Of(tensor))];

    /// <summary>Every tensor that is in none of them, with the reason.</summary>
    public IEnumerable<UnreadTensor> NoMatrices()
    {
        HashSet<string> used = new(Matrices().SelectMany(weight => weight.TensorNames), StringComparer.Ordinal);
        return Tensors.Where(tensor => !used.Contains(tensor.Name))
            .Select(tensor => new UnreadTensor(tensor.Name, tensor.Shape, ReasonsAgainstMatrices.GetValueOrDefault(tensor.Name)
                ?? (tensor.ReasonAgainstMatrix is not { } reason ? "it is part of another matrix"
                : tensor.StorageType is null && tensor.ReasonAgainstNumbers is null ? $"{reason}; asked for by name, its numbers are taken"
                : reason))).Concat(Unread);
    }

    /// <summary>The matrix of a name: what is put together under it, or the tensor as it stands, whatever its type.</summary>
    /// <exception cref="InputException">There is none of this name, or it is no matrix of numbers.</exception>
    public StoredWeight Matrix(string name)
    {
        if (Weights.FirstOrDefault(weight => weight.Name == name) is { } known)
        {
            return known;
        }

        if (Tensors.FirstOrDefault(tensor => tensor.Name == name) is { } tensor)
        {
            string[] parts = [.. Weights.Where(weight => weight.TensorNames is [var only] && only == name).Select(weight => weight.Name)];
            if (tensor.Shape.Count > 2 && parts.Length > 0)
            {
                throw new InputException($"{ElementDecoder.Place(tensor.Source, name)}: it holds {parts.Length} matrices; ask for one: "
                    + $"{string.Join(", ", parts.Take(NamesShown).Select(FileText.Short))}.");
            }

            return tensor.ReasonAgainstNumbers is { } reason
                ? throw new InputException($"{ElementDecoder.Place(tensor.Source, name)}: {reason}.") : StoredWeight.Of(tensor);
        }

        if (Unread.FirstOrDefault(tensor => tensor.Name == name) is { } unread)
        {
            throw new InputException($"{ElementDecoder.Place(Path, name)}: {unread.Reason}.");
        }

        string[] names = [.. Tensors.Select(t => t.Name).Concat(Weights.Select(w => w.Name)).Concat(Unread.Select(t => t.Name)).Distinct()];
        throw new InputException($"{Path}: there is no tensor '{FileText.Short(name)}'; there are: "
            + $"{string.Join(", ", names.Take(NamesShown).Select(FileText.Short))}"
            + $"{(names.Length > NamesShown ? $", and {names.Length - NamesShown} more" : string.Empty)}.");
    }

    /// <summary>The refusal of a file without a network.</summary>
    public InputException NoNetwork() => new($"{ReasonAgainstNetwork ?? $"{Path}: there is no network in this file, only data"}.");
}
