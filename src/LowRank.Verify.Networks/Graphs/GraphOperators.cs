using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// What every operator is made of: shapes, axes and attributes are settled here, once for all kinds of numbers; formulas are those of
/// <see cref="GraphArithmetic{T}"/>.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed partial class GraphOperators<T>(GraphArithmetic<T> arithmetic, string path, long opset)
    where T : GraphTensor
{
    // One batch may compute that many constants: 16 times the argument.
    private readonly EntryBudget budget = new(1L << 24);

    /// <summary>The node as an operator on constants.</summary>
    public ConstantNode Constant(GraphNode node, IReadOnlyList<ConstantTensor?> inputs) =>
        new(node.Proto, opset, node.Place, inputs, budget);

    /// <summary>The outputs of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its inputs; null where none is given.</param>
    /// <param name="numbers">The numbers of an input slot.</param>
    /// <exception cref="InputException">The node does not fit its inputs.</exception>
    public IReadOnlyList<GraphValue<T>> Apply(GraphNode node, GraphValue<T>?[] inputs, Func<int, T> numbers)
    {
        OperatorCall<T> call = new(node, inputs, numbers, opset);
        return GraphOperatorNames.MovedSlots(node.Kind, inputs.Length) is { } slots ? Move(call, slots)
            : node.Kind switch
            {
                "RNN" or "GRU" or "LSTM" => Recurrent(call),
                "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" =>
                    [GraphValue<T>.Of(arithmetic.Compare(node.Kind, call.X, call.At(1)))],
                "Dropout" => [GraphValue<T>.Of(Dropout(call))],
                _ => [GraphValue<T>.Of(Single(call))],
            };
    }

    private T Single(OperatorCall<T> call)
    {
        GraphNode node = call.Node;
        switch (node.Kind)
        {
            case "Identity":
                return call.X;
            case "Cast" or "CastLike":
                return Cast(call);
            case "Add" or "Sub" or "Div" or "PRelu":
                return arithmetic.Combine(node.Kind, call.X, call.At(1));
            case "Mul":
                return node.Proto.Input[0] == node.Proto.Input[1] ? arithmetic.Square(call.X)
                    : arithmetic.Combine("Mul", call.X, call.At(1));
            case "Pow":
                return call.Constant(1) is { Count: 1, IsExact: true } exponent
                    ? Spread(arithmetic.Power(call.X, exponent.Lower[0]), exponent.Shape)
                    : arithmetic.Combine("Pow", call.X, call.At(1));
            case "Sum" or "Mean" or "Max" or "Min":
                return Several(call);
            case "MatMul":
                return MatMul(call);
            case "Gemm":
                return Gemm(call);
            case "Conv":
                return Convolution(call);
            case "ConvTranspose":
                return ConvolutionTransposed(call);
            case "MaxPool" or "AveragePool":
                return Pool(call);
            case "GlobalAveragePool" or "GlobalMaxPool":
                return GlobalPool(call);
            case "Pad":
                return Pad(call);
            case "BatchNormalization":
                return BatchNormalization(call);
            case "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization":
                return LayerNormalization(call);
            case "InstanceNormalization" or "GroupNormalization":
                return GroupNormalization(call);
            case "LpNormalization":
                return LpNormalization(call);
            case "Softmax" or "LogSoftmax":
                return Softmax(call);
            case "QuantizeLinear":
                return Quantize(call);
            case "DequantizeLinear":
                return Dequantize(call);
            default:
                return node.Kind.StartsWith("Reduce", StringComparison.Ordinal) ? Reduce(call)
                    : arithmetic.Map(Function(call), call.X);
        }
    }

    private T Spread(T x, int[] shape) => shape.Length <= x.Shape.Length ? x
        : arithmetic.Shaped(x, [.. Enumerable.Repeat(1, shape.Length - x.Shape.Length), .. x.Shape]);

    private static T Cast(OperatorCall<T> call)
    {
        // Computed numbers stand for reals; what is like a stored number has its type.
        OnnxType? type = call.Node.Kind != "CastLike" ? OnnxType.Of((int)call.Node.Attributes.Integer("to", 1))
            : call.Has(1) ? call.Constant(1)?.Type ?? OnnxType.Float64 : throw call.Failure("its input 2 is missing");
        return type is { Kind: OnnxKind.Real, Bits: >= 16 } ? call.X
            : throw call.Failure($"it converts computed numbers to {type?.Name ?? "a type that is not known"}, which rounds");
    }

    private static T Dropout(OperatorCall<T> call) => call.Inputs.Length > 2 && call.Inputs[2] is not null
        && call.Constant(2) is not { Count: 1, Integers: [0] }
        ? throw call.Failure("it drops out in training mode; export the model in eval mode") : call.X;

    private T Several(OperatorCall<T> call)
    {
        string kind = call.Node.Kind is "Max" or "Min" ? call.Node.Kind : "Add";
        T result = call.X;
        for (int i = 1; i < call.Inputs.Length; i++)
        {
            result = arithmetic.Combine(kind, result, call.At(i));
        }

        return call.Node.Kind != "Mean" ? result : arithmetic.Combine("Div", result,
            arithmetic.Lift(ConstantTensor.Exact(OnnxType.Float64, [], [call.Inputs.Length])));
    }

    private static GraphFunction Function(OperatorCall<T> call)
    {
        string kind = call.Node.Kind;
        double Real(string name, double otherwise) => call.Node.Attributes.Real(name, otherwise);
        return kind switch
        {
            "LeakyRelu" => new(kind, Real("alpha", 0.01f)),
            "Elu" or "Celu" or "ThresholdedRelu" or "Swish" => new(kind, Real("alpha", 1)),
            "Selu" => new(kind, Real("alpha", 1.67326319217681884765625), Real("gamma", 1.05070102214813232421875)),
            "HardSigmoid" => new(kind, Real("alpha", 0.2f), Real("beta", 0.5)),
            "Clip" => new(kind, Limit(call, 1, "min", double.NegativeInfinity), Limit(call, 2, "max", double.PositiveInfinity)),
            "Gelu" => new(call.Node.Attributes.Text("approximate", "none") == "tanh" ? "GeluTanh" : "Gelu"),
            _ => new(kind),
        };
    }

    private static double Limit(OperatorCall<T> call, int slot, string name, double otherwise) =>
        slot >= call.Inputs.Length || call.Inputs[slot] is null ? call.Node.Attributes.Real(name, otherwise)
        : call.Constant(slot) is { Count: 1, IsExact: true } limit ? limit.Lower[0]
        : throw call.Failure("its limits are computed");
}
