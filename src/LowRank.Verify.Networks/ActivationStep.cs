using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks;

/// <summary>One operator between layers.</summary>
/// <param name="Kind">The operator, as ONNX calls it ("Relu", "MaxPool"); "assumed" where a weight file does not say.</param>
/// <param name="Name">The node's name.</param>
/// <param name="LipschitzSquared">
/// The square of a Lipschitz constant from the Euclidean norm to the Euclidean norm, exactly; null when the operator is not understood.
/// </param>
/// <param name="PreservesZero">True when 0 is mapped to 0.</param>
/// <param name="IsElementwise">True when one scalar function is applied to every coordinate.</param>
/// <param name="MovesOnly">True when coordinates are at most renumbered (Identity, Flatten, Reshape, Dropout at inference).</param>
public sealed record ActivationStep(string Kind, string Name, Rational? LipschitzSquared, bool PreservesZero, bool IsElementwise,
    bool MovesOnly = false)
{
    /// <summary>Of pooling, whether it takes the maximum, and the most numbers that a window sees; null for other operators.</summary>
    public (bool IsMaximum, int Size)? Window =>
        Operation is StepOperation.Window window ? (window.IsMaximum, window.Inside.Max(inside => inside.Length)) : null;

    /// <summary>What the operator does to the numbers of one sample; null where it cannot be run.</summary>
    internal StepOperation? Operation { get; init; }

    /// <summary>The same place with a rectifier, for an operator that the file does not name.</summary>
    public ActivationStep AsRelu() => this with { Kind = "Relu", Operation = new StepOperation.Scalar(new PiecewiseLinear([0])) };
}
