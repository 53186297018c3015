namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Ends the evaluation of a node inside this room and never leaves it: the value is then not evaluated, for this reason.</summary>
internal sealed class ConstantFailure(string message) : Exception(message)
{
}
