namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Entries that may still be computed, so that a small file cannot ask for more memory than its size warrants.</summary>
internal sealed class EntryBudget(long fileLength)
{
    private long left = (1L << 20) + (16 * fileLength);

    /// <summary>Takes so many entries, before they are allocated.</summary>
    /// <exception cref="ConstantFailure">They are not left.</exception>
    public void Take(long entries)
    {
        if (entries > left || entries > Array.MaxLength)
        {
            throw new ConstantFailure("the graph computes more constants than are followed");
        }

        left -= entries;
    }

    /// <summary>The number of entries of a shape, taken.</summary>
    public int Take(IReadOnlyList<int> shape)
    {
        long count = shape.Aggregate(1L, (product, d) => product > Array.MaxLength ? product : product * d);
        Take(count);
        return (int)count;
    }
}
