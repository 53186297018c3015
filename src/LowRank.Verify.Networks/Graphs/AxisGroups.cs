using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Entries that an operator sees together: group g holds the places Starts[g] + Offsets[j], j = 0 … n − 1, of a row-major array.
/// </summary>
/// <param name="Starts">One for each group, in the order of the kept axes.</param>
/// <param name="Offsets">One for each entry of a group, in the order of the reduced axes.</param>
internal sealed record AxisGroups(int[] Starts, int[] Offsets)
{
    /// <summary>The groups along axes (counted from 0).</summary>
    public static AxisGroups Along(int[] shape, IReadOnlyCollection<int> axes)
    {
        int[] steps = Broadcast.Steps(shape);
        int[] Places(bool reduced)
        {
            int[] chosen = [.. Enumerable.Range(0, shape.Length).Where(d => axes.Contains(d) == reduced)];
            return Broadcast.Strided([.. chosen.Select(d => shape[d])], [.. chosen.Select(d => steps[d])], 0);
        }

        return new AxisGroups(Places(reduced: false), Places(reduced: true));
    }

    /// <summary>Consecutive runs of one length.</summary>
    public static AxisGroups Runs(int count, int length) => new([.. Enumerable.Range(0, count / length).Select(g => g * length)],
        [.. Enumerable.Range(0, length)]);
}
