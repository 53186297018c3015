using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>Tensors of one file on their way to the matrices that they stand for.</summary>
internal sealed class WeightBuilder
{
    private readonly Dictionary<string, StoredTensor> byName;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public WeightBuilder(string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyList<UnreadTensor> unread)
    {
        Path = path;
        Tensors = tensors;
        Unread = unread;
        byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public IReadOnlyList<StoredTensor> Tensors { get; }

    public IReadOnlyList<UnreadTensor> Unread { get; }

    public List<StoredWeight> Weights { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Tensors that are no matrix of their own, with the reasons.</summary>
    public Dictionary<string, string> Reasons { get; } = new(StringComparer.Ordinal);

    public StoredTensor? Find(string name) => byName.GetValueOrDefault(name);

    public bool IsUsed(StoredTensor tensor) => used.Contains(tensor.Name);

    /// <summary>Adds a matrix; its tensors are no matrices of their own any more.</summary>
    public void Add(StoredWeight weight)
    {
        Weights.Add(weight);
        used.UnionWith(weight.TensorNames);
    }

    /// <summary>Says why a tensor is no matrix of its own.</summary>
    public void Leave(StoredTensor tensor, string reason)
    {
        if (used.Add(tensor.Name))
        {
            Reasons[tensor.Name] = reason;
        }
    }

    /// <summary>The formats of the tensors, joined.</summary>
    public static string Formats(IEnumerable<StoredTensor> tensors) => string.Join(" x ", tensors.Select(t => t.DType).Distinct());

    /// <summary>Rows [first, first + count) of a matrix, in its storage format.</summary>
    public static Matrix Rows(Matrix a, int first, int count)
    {
        double[] values = new double[(long)count * a.Columns];
        for (int j = 0; j < a.Columns; j++)
        {
            Array.Copy(a.Values, first + ((long)j * a.Rows), values, (long)j * count, count);
        }

        return new Matrix(count, a.Columns, values, a.Storage);
    }
}
