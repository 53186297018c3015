namespace LowRank.Verify.Networks.Graphs;

/// <summary>A value on its way through a graph, row-major; the batch is its first axis where the model has one.</summary>
/// <param name="Shape">Its dimensions.</param>
internal abstract record GraphTensor(int[] Shape)
{
    /// <summary>Entries.</summary>
    public int Count { get; } = Size(Shape);

    /// <summary>Entries of a shape.</summary>
    /// <exception cref="InputException">There are more than an array holds.</exception>
    public static int Size(IEnumerable<int> shape)
    {
        long count = shape.Aggregate(1L, (product, d) => product > Array.MaxLength ? product : product * d);
        return count <= Array.MaxLength ? (int)count
            : throw new InputException($"a value of shape [{string.Join(", ", shape)}] has more entries than an array holds.");
    }
}
