namespace LowRank.Verify.Assessment.Sources;

/// <content>Sums over the paths of a network with branches.</content>
internal sealed partial class FactReader
{
    // Nothing has branches yet that statements see, so that no network gives these.
    private static string? ReasonAgainstBranches(string fact) => fact is "path_input_norm" or "path_lipschitz" or "path_weights"
        or "bias_distance_1" ? "is of a network with residual branches, and this one is not read as such" : null;
}
