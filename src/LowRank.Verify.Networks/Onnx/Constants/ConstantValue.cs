namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>What a value that does not depend on the network's input is.</summary>
internal abstract record ConstantValue
{
    /// <summary>Its numbers, exactly or enclosed.</summary>
    public sealed record Known(ConstantTensor Tensor) : ConstantValue;

    /// <summary>It is not evaluated.</summary>
    /// <param name="Place">The file, and the tensor or node.</param>
    /// <param name="Reason">Why, in words that name neither and end without a full stop.</param>
    public sealed record Unevaluated(string Place, string Reason) : ConstantValue
    {
        /// <summary>Place and reason.</summary>
        public string Text => $"{Place}: {Reason}";
    }
}
