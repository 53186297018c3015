namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>Loops over the columns of a matrix on all cores, when there is enough to do.</summary>
internal static class Columnwise
{
    /// <summary>Below this many elements, starting threads costs more than it saves.</summary>
    private const long LeastWork = 1 << 16;

    /// <summary>Runs body(j) for 0 ≤ j &lt; columns; work is the number of elements that one column touches.</summary>
    public static void For(int columns, long work, Action<int> body)
    {
        int threads = Environment.ProcessorCount;
        if (threads == 1 || columns * work < LeastWork)
        {
            for (int j = 0; j < columns; j++)
            {
                body(j);
            }

            return;
        }

        // Runs of columns, several per thread, so that a late thread does not hold the others up.
        int runs = Math.Min(columns, 4 * threads);
        _ = Parallel.For(0, runs, run =>
        {
            int end = (int)((long)columns * (run + 1) / runs);
            for (int j = (int)((long)columns * run / runs); j < end; j++)
            {
                body(j);
            }
        });
    }
}
