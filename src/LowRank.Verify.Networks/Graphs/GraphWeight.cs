namespace LowRank.Verify.Networks.Graphs;

/// <summary>A matrix or kernel of a layer.</summary>
/// <param name="Tensor">
/// Its numbers: a matrix, or a convolution's kernel out × in/groups × …; of a gate the rows that belong to it. Computed
/// weights have a radius.
/// </param>
/// <param name="Part">The gate ("W z", "R h", "reverse W z"), empty where the node has one weight.</param>
/// <param name="ActsFromTheRight">True where the node computes x·W on rows: the layer's matrix on columns is then the transpose.</param>
public sealed record GraphWeight(StoredTensor Tensor, string Part, bool ActsFromTheRight);
