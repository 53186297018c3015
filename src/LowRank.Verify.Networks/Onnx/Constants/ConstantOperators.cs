using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Which operators are evaluated on constants, and by what.</summary>
internal static class ConstantOperators
{
    private static readonly Dictionary<string, Func<ConstantNode, ConstantTensor>> ByName = new(StringComparer.Ordinal)
    {
        ["Identity"] = node => node.Tensor(0),
        ["Dropout"] = node => node.Tensor(0),
        ["Reshape"] = Movements.Reshape,
        ["Flatten"] = Movements.Flatten,
        ["Squeeze"] = Movements.Squeeze,
        ["Unsqueeze"] = Movements.Unsqueeze,
        ["Transpose"] = Movements.Transpose,
        ["Expand"] = Movements.Expand,
        ["Tile"] = Movements.Tile,
        ["Concat"] = Movements.Concat,
        ["Slice"] = Selections.Slice,
        ["Gather"] = Selections.Gather,
        ["GatherElements"] = Selections.GatherElements,
        ["Trilu"] = Selections.Trilu,
        ["Range"] = Makers.Range,
        ["Shape"] = node => Makers.Shape(node, node.Tensor(0).Shape),
        ["Size"] = node => Makers.Size(node.Tensor(0).Shape),
        ["Cast"] = Conversions.Cast,
        ["CastLike"] = Conversions.CastLike,
        ["DequantizeLinear"] = Quantization.Dequantize,
        ["QuantizeLinear"] = Quantization.Quantize,
        ["MatMul"] = Products.MatMul,
        ["Gemm"] = Products.Gemm,
        ["Add"] = node => Elementwise.Binary(node, ExactRange.Add, (x, y) => x + y),
        ["Sub"] = node => Elementwise.Binary(node, ExactRange.Subtract, (x, y) => x - y),
        ["Mul"] = node => Elementwise.Binary(node, ExactRange.Multiply, (x, y) => x * y),
        ["Div"] = node => Elementwise.Binary(node, ExactRange.Divide, Elementwise.Quotient),
        ["Pow"] = node => Elementwise.Binary(node, Elementwise.Power, Elementwise.Power),
        ["Sum"] = node => node.InputCount == 1 ? node.Tensor(0) : Elementwise.Binary(node, ExactRange.Add, (x, y) => x + y),
        ["Min"] = node => node.InputCount == 1 ? node.Tensor(0) : Elementwise.Binary(node, ExactRange.Min, Int128.Min),
        ["Max"] = node => node.InputCount == 1 ? node.Tensor(0) : Elementwise.Binary(node, ExactRange.Max, Int128.Max),
        ["And"] = node => Elementwise.Binary(node, (_, _) => throw new ConstantFailure("it needs booleans"), (x, y) => x & y),
        ["Or"] = node => Elementwise.Binary(node, (_, _) => throw new ConstantFailure("it needs booleans"), (x, y) => x | y),
        ["Xor"] = node => Elementwise.Binary(node, (_, _) => throw new ConstantFailure("it needs booleans"), (x, y) => x ^ y),
        ["Not"] = node => Elementwise.Unary(node, _ => throw new ConstantFailure("it needs booleans"), x => 1 - x),
        ["Neg"] = node => Elementwise.Unary(node, x => -x, x => -x),
        ["Abs"] = node => Elementwise.Unary(node, x => x.Magnitude, Int128.Abs),
        ["Relu"] = node => Elementwise.Unary(node, x => ExactRange.Max(x, DoubleRange.Point(0)), x => Int128.Max(x, 0)),
        ["Sqrt"] = node => Elementwise.Unary(node, ExactRange.Sqrt),
        ["Reciprocal"] = node => Elementwise.Unary(node, x => ExactRange.Divide(DoubleRange.Point(1), x)),
        ["Exp"] = node => Elementwise.Unary(node, x => ExactRange.By(x, (context, v) => Outcome<Interval>.Of(context.Exp(v)))),
        ["Log"] = node => Elementwise.Unary(node, x => ExactRange.By(x, (context, v) => context.Log(v))),
        ["Erf"] = node => Elementwise.Unary(node, x => ExactRange.By(x, (context, v) => Outcome<Interval>.Of(context.Erf(v)))),
        ["Floor"] = node => Elementwise.Unary(node, x => new DoubleRange(Math.Floor(x.Lower), Math.Floor(x.Upper))),
        ["Ceil"] = node => Elementwise.Unary(node, x => new DoubleRange(Math.Ceiling(x.Lower), Math.Ceiling(x.Upper))),
        ["Equal"] = node => Elementwise.Compare(node, order => order == 0),
        ["Less"] = node => Elementwise.Compare(node, order => order < 0),
        ["LessOrEqual"] = node => Elementwise.Compare(node, order => order <= 0),
        ["Greater"] = node => Elementwise.Compare(node, order => order > 0),
        ["GreaterOrEqual"] = node => Elementwise.Compare(node, order => order >= 0),
        ["Where"] = Elementwise.Where,
        ["Clip"] = Elementwise.Clip,
        ["ReduceSum"] = node => Reductions.Sum(node, null, squares: false, (sum, _) => sum),
        ["ReduceL1"] = node => Reductions.Sum(node, x => x.Magnitude, squares: false, (sum, _) => sum),
        ["ReduceMean"] = node => Reductions.Sum(node, null, squares: false, (sum, n) => ExactRange.Divide(sum, DoubleRange.Point(n))),
        ["ReduceSumSquare"] = node => Reductions.Sum(node, null, squares: true, (sum, _) => sum),
        ["ReduceL2"] = node => Reductions.Sum(node, null, squares: true, (sum, _) => ExactRange.Sqrt(sum)),
        ["ReduceMax"] = node => Reductions.Extreme(node, ExactRange.Max),
        ["ReduceMin"] = node => Reductions.Extreme(node, ExactRange.Min),
        ["ReduceProd"] = Reductions.Product,
    };

    /// <summary>The names of the operators, in alphabetical order.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Concat(["Constant", "ConstantOfShape", "Split"]).Order(StringComparer.Ordinal);

    /// <summary>The node's outputs.</summary>
    /// <exception cref="ConstantFailure">The operator is not evaluated, or not on these inputs.</exception>
    public static ConstantValue[] Evaluate(ConstantNode node, string path)
    {
        switch (node.OpType)
        {
            case "Constant":
                return [Makers.Constant(node, path)];
            case "ConstantOfShape":
                return [new ConstantValue.Known(Makers.ConstantOfShape(node, path))];
            case "Split":
                return [.. Selections.Split(node).Select(part => new ConstantValue.Known(part))];
            default:
                return ByName.TryGetValue(node.OpType, out Func<ConstantNode, ConstantTensor>? evaluate)
                    ? [new ConstantValue.Known(evaluate(node))]
                    : throw new ConstantFailure(
                        $"it computes from stored numbers by '{FileText.Short(node.OpType)}', which is not evaluated");
        }
    }
}
