using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Activations whose least Lipschitz constant is found by certified maximisation, and others of networks since 2017.</content>
internal sealed partial class OnnxGraph
{
    /// <summary>GELU, SiLU and Mish: x·g(x).</summary>
    private OnnxValue.Data Gated(NodeProto node, OnnxValue.Data data, Gate gate)
    {
        GatedFunction function = new(Rational.One, gate);
        return Step(node, data, function.LipschitzSquared, function);
    }

    private OnnxValue.Data Curved(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        switch (node.OpType)
        {
            case "Erf":
                SmoothFunction error = new("Erf");
                return Step(node, data, error.LipschitzSquared, error);
            case "Cos":
                return Step(node, data, Rational.One, new PeriodicFunction(IsCosine: true), preservesZero: false);
            case "Gelu":
                return attributes.Text("approximate", "none") switch
                {
                    "none" => Gated(node, data, new ErrorGate(null)),
                    "tanh" => Gated(node, data, new LogisticGate(null, Rational.Parse("0.044715"))),
                    var other => throw new InputException(
                        $"{Place(node)}: the attribute 'approximate' is '{FileText.Short(other)}', neither 'none' nor 'tanh'."),
                };
            case "Mish":
                return Gated(node, data, new MishGate());
            case "Swish" when attributes.Real("alpha", 1) is var steepness and not 0:
                return Gated(node, data, new LogisticGate(Rational.Of(steepness), Rational.Zero));
            case "Swish":
                return Step(node, data, new Rational(1, 4),
                    operation: new StepOperation.WithConstant(ConstantOperator.Multiply, [0.5]));
            case "Selu":
                ScaledExponential selu = new(
                    attributes.Real("gamma", 1.05070102214813232421875), attributes.Real("alpha", 1.67326319217681884765625), 1);
                return Step(node, data, selu.LipschitzSquared, selu);
            case "Celu" when attributes.Real("alpha", 1) is var alpha and > 0:
                ScaledExponential celu = new(1, alpha, alpha);
                return Step(node, data, celu.LipschitzSquared, celu);
            case "Celu" when attributes.Real("alpha", 1) == 0:
                throw new InputException($"{Place(node)}: its alpha is 0, by which CELU divides.");
            case "Celu":
                return NotUnderstood(node, "with a negative alpha its slope has no bound");
            case "ThresholdedRelu" when attributes.Real("alpha", 1) == 0:
                return Step(node, data, Rational.One, new PiecewiseLinear([0]));
            case "ThresholdedRelu":
                return NotUnderstood(node, "it jumps at its threshold, so no Lipschitz constant holds");
            default:
                return NotUnderstood(node, "the operator is not understood");
        }
    }

    /// <summary>max(x, c) and min(x, c) with stored numbers c: max(x, 0) is ReLU.</summary>
    private OnnxValue.Data Extreme(NodeProto node)
    {
        int place = Enumerable.Range(0, node.Input.Count).First(slot => DataAt(node, slot) is not null);
        OnnxValue.Data data = DataAt(node, place)!;
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        foreach (int slot in Enumerable.Range(0, node.Input.Count).Where(slot => slot != place))
        {
            if (Constant(node, slot) is not { RowMajor: [var value, ..] entries } constant || !Fits(constant.Shape, data)
                || Array.Exists(entries.ToArray(), entry => entry != value))
            {
                return NotUnderstood(node, "its other operand is not one number stored in the file");
            }

            (low, high) = node.OpType == "Max" ? (Math.Max(low, value), high) : (low, Math.Min(high, value));
        }

        if (node.OpType == "Max" && low == 0)
        {
            chain.Add(new ActivationStep("Relu", Name(node), Rational.One, PreservesZero: true, IsElementwise: true)
            {
                Operation = new StepOperation.Scalar(new PiecewiseLinear([0])),
            });
            return data;
        }

        return Step(node, data, Rational.One, new ClippedLine(1, 0, low, high), preservesZero: low <= 0 && high >= 0);
    }
}
