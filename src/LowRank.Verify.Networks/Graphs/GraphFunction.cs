namespace LowRank.Verify.Networks.Graphs;

/// <summary>A function of one number.</summary>
/// <param name="Kind">ONNX's operator.</param>
/// <param name="Alpha">Its first constant.</param>
/// <param name="Beta">Its second constant.</param>
internal sealed record GraphFunction(string Kind, double Alpha = 0, double Beta = 0);
