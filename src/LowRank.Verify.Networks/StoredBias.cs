using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks;

/// <summary>A tensor of the file that enters a layer's bias: Bias is the sum of Factor times each, zeros included.</summary>
/// <param name="TensorName">The tensor's name.</param>
/// <param name="Length">Its entries: one for each output (output channel of a convolution), or one for all of them.</param>
/// <param name="Factor">Gemm's beta; 1 elsewhere.</param>
public sealed record StoredBias(string TensorName, int Length, Rational Factor);
