namespace LowRank.Verify.Networks.Graphs;

/// <summary>A value of which only the shape is followed.</summary>
/// <param name="Shape">Its dimensions.</param>
internal sealed record ShapeTensor(int[] Shape) : GraphTensor(Shape);
