namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// Whether a matrix is stored in × out (Keras, flax, GPT-2's Conv1D) or out × in (torch), by the length of the bias beside it; for squares
/// and matrices without a bias by what the others of the file prove, and by the word "kernel".
/// </summary>
internal sealed class Orientation
{
    private static readonly string[] Inputs = ["query/", "key/", "value/", "query.", "key.", "value."];

    private readonly WeightBuilder builder;
    private readonly bool areOthersTransposed;

    public Orientation(WeightBuilder builder)
    {
        this.builder = builder;
        StoredTensor[] proving = [.. builder.Tensors.Where(t => t.StorageType is not null && t.Shape.Count == 2 && t.Shape[0] != t.Shape[1]
            && BiasOf(t) is not null)];
        areOthersTransposed = proving.Length > 0 && Array.TrueForAll(proving, t => BiasOf(t)!.Shape[0] == t.Shape[1]);
        string[] words = [.. proving.Where(t => BiasOf(t)!.Shape[0] == t.Shape[1]).Select(t => FileText.Short(t.Name))];
        if (words.Length > 0)
        {
            builder.Notes.Add($"{builder.Path}: matrices are stored in × out where the lengths of the biases prove it ('{words[0]}'"
                + $"{(words.Length > 1 ? $" and {words.Length - 1} more" : string.Empty)})"
                + $"{(areOthersTransposed ? ", and square ones are taken alike" : string.Empty)}");
        }
    }

    /// <summary>True when the matrix (or the kernel, its last dimension the outputs) is taken as in × out.</summary>
    public bool IsTransposed(StoredTensor tensor)
    {
        int first = tensor.Shape[0], last = tensor.Shape[^1];
        return first != last && BiasOf(tensor) is { } bias && (bias.Shape[0] == last || bias.Shape[0] == first) ? bias.Shape[0] == last
            : (IsKernel(tensor.Name) && !(tensor.Shape.Count == 3 && IsAttentionInput(tensor.Name))) || (tensor.Shape.Count == 2
                && areOthersTransposed);
    }

    /// <summary>The bias: the 1-D tensor whose name differs in that word alone, or that follows in a list without names.</summary>
    public StoredTensor? BiasOf(StoredTensor matrix) => BiasNames(matrix.Name).Where(name => name != matrix.Name).Select(builder.Find)
        .FirstOrDefault(found => found is { Shape.Count: 1, StorageType: not null });

    /// <summary>True where Keras and flax call it a kernel.</summary>
    public static bool IsKernel(string name) =>
        LastPart(name).Last is "kernel" or "kernel:0" or "recurrent_kernel" or "recurrent_kernel:0";

    // Keras and flax store the projections of attention as model × heads × size: a matrix by its first dimension.
    private static bool IsAttentionInput(string name) => Inputs.Any(part => LastPart(name).Prefix.EndsWith(part, StringComparison.Ordinal));

    /// <summary>Names that the bias of a matrix may have.</summary>
    public static IEnumerable<string> BiasNames(string name)
    {
        (string prefix, string last) = LastPart(name);
        yield return prefix + last.Replace("weight", "bias", StringComparison.Ordinal);
        yield return prefix + last.Replace("kernel", "bias", StringComparison.Ordinal);
        yield return prefix + last.Replace('W', 'b');
        yield return prefix + last.Replace('w', 'b');
        if (name.StartsWith("arr_", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), out int index) && index < int.MaxValue)
        {
            yield return FormattableString.Invariant($"arr_{index + 1}");
        }
    }

    private static (string Prefix, string Last) LastPart(string name)
    {
        int cut = name.AsSpan().LastIndexOfAny('.', '/') + 1;
        return (name[..cut], name[cut..]);
    }
}
