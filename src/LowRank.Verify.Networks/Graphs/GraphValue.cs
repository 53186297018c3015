using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>A value of a running graph: numbers of the pass, or a constant (sizes, indices and masks are such).</summary>
/// <param name="Constant">The constant, or null.</param>
/// <param name="Tensor">The numbers, or null.</param>
/// <typeparam name="T">The pass's numbers.</typeparam>
internal sealed record GraphValue<T>(ConstantTensor? Constant, T? Tensor)
    where T : GraphTensor
{
    public int[] Shape => Constant?.Shape ?? Tensor!.Shape;

    public static GraphValue<T> Of(T tensor) => new(null, tensor);

    public static GraphValue<T> Of(ConstantTensor constant) => new(constant, null);
}
