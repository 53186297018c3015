namespace LowRank.Verify.Networks.Graphs;

/// <summary>Doubles of which nothing is promised.</summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Values">Entries.</param>
internal sealed record FastTensor(int[] Shape, double[] Values) : GraphTensor(Shape);
