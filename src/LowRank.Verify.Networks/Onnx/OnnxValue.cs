namespace LowRank.Verify.Networks.Onnx;

/// <summary>What a named value of the graph is, as far as the walk has come.</summary>
internal abstract record OnnxValue
{
    /// <summary>A tensor known from the file.</summary>
    public sealed record Constant(StoredTensor Tensor) : OnnxValue;

    /// <summary>Independent of the input, but not evaluated here.</summary>
    public sealed record Unevaluated(string Reason) : OnnxValue;

    /// <summary>Depends on the input's shape alone.</summary>
    public sealed record ShapeOnly : OnnxValue;

    /// <summary>Depends on the input.</summary>
    /// <param name="Shape">Dimensions as far as known; null when not even their number is.</param>
    /// <param name="Features">The axis of a matrix of data along which one sample lies.</param>
    public sealed record Data(IReadOnlyList<int?>? Shape, FeatureAxis Features) : OnnxValue;
}
