using LowRank.Verify.Networks.Onnx;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Which operators a graph may hold.</summary>
internal static class GraphOperatorNames
{
    private static readonly HashSet<string> Computing = new(StringComparer.Ordinal)
    {
        "RNN", "GRU", "LSTM", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Dropout", "Identity", "Cast", "CastLike", "Add",
        "Sub", "Div", "Mul", "PRelu", "Pow", "Sum", "Mean", "Max", "Min", "MatMul", "Gemm", "Conv", "ConvTranspose", "MaxPool",
        "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Pad", "BatchNormalization", "LayerNormalization", "RMSNormalization",
        "SimplifiedLayerNormalization", "InstanceNormalization", "GroupNormalization", "LpNormalization", "Softmax", "LogSoftmax",
        "QuantizeLinear", "DequantizeLinear", "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2",
        "ReduceSumSquare", "ReduceProd", "ReduceLogSum", "ReduceLogSumExp", "Relu", "LeakyRelu", "Abs", "Neg", "Elu", "Selu", "Celu",
        "HardSigmoid", "Clip", "ThresholdedRelu", "HardSwish", "Sigmoid", "Tanh", "Softsign", "Atan", "Asinh", "Softplus", "Swish", "Mish",
        "Gelu", "Exp", "Erf", "Sin", "Cos", "Floor", "Ceil", "Round", "Sign", "Log", "Sqrt", "Reciprocal", "Shape", "Size",
    };

    // What is known of sizes, indices and masks alone.
    private static readonly HashSet<string> OfConstants = new(StringComparer.Ordinal)
    {
        "Constant", "ConstantOfShape", "Range", "And", "Or", "Xor", "Not",
    };

    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "Slice", "Gather", "GatherElements", "Split", "Trilu",
        "Concat", "Where",
    };

    private static readonly HashSet<string> Outside = new(StringComparer.Ordinal)
    {
        "Gelu", "QuantizeLinear", "DequantizeLinear",
    };

    /// <summary>Every operator that a graph may hold.</summary>
    public static IEnumerable<string> All => Computing.Concat(OfConstants).Concat(Moving);

    /// <summary>Why a node cannot be run whatever its input is; null where it may be.</summary>
    public static string? ReasonAgainst(NodeProto node)
    {
        bool isOwn = node.Domain is "" or "ai.onnx";
        return !isOwn && !(node.Domain == "com.microsoft" && Outside.Contains(node.OpType))
            ? $"its operator belongs to '{FileText.Short(node.Domain)}', not to ONNX"
            : Computing.Contains(node.OpType) || OfConstants.Contains(node.OpType) || Moving.Contains(node.OpType) ? null
            : "the operator is not understood";
    }

    /// <summary>The inputs that an operator moves without changing them; null for operators that compute.</summary>
    public static int[]? MovedSlots(string kind, int inputs) => kind switch
    {
        "Concat" => [.. Enumerable.Range(0, inputs)],
        "Where" => [1, 2],
        _ => Moving.Contains(kind) ? [0] : null,
    };
}
