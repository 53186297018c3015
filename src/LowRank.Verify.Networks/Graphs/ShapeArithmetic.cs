using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Shapes alone: what an operator gives is as large as it would be, and nothing is known of its numbers.</summary>
internal sealed class ShapeArithmetic : GraphArithmetic<ShapeTensor>
{
    public override ShapeTensor Lift(ConstantTensor constant) => new(constant.Shape);

    public override ShapeTensor Pick(IReadOnlyList<ShapeTensor> sources, int[] shape, long[] places, double fill = 0) => new(shape);

    public override ShapeTensor Shaped(ShapeTensor x, int[] shape) => new(shape);

    public override ShapeTensor Map(GraphFunction function, ShapeTensor x) => x;

    public override ShapeTensor Combine(string kind, ShapeTensor x, ShapeTensor y) => new(Broadcast.Shape(x.Shape, y.Shape));

    public override ShapeTensor Square(ShapeTensor x) => x;

    public override ShapeTensor Power(ShapeTensor x, double exponent) => x;

    public override ConstantTensor Compare(string kind, ShapeTensor x, ShapeTensor y) =>
        throw new GraphDomainException("what it compares is not known from shapes");

    public override ShapeTensor MatMul(ShapeTensor x, ShapeTensor y) => x.Shape[^1] != y.Shape[^2]
        ? throw new GraphDomainException(
            $"it multiplies shapes [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}], which do not fit")
        : new([.. Broadcast.Shape(x.Shape[..^2], y.Shape[..^2]), x.Shape[^2], y.Shape[^1]]);

    public override ShapeTensor Convolve(ShapeTensor x, ShapeTensor w, WindowPlan plan) =>
        new([x.Shape[0], plan.Groups * plan.Outputs, .. plan.Output]);

    public override ShapeTensor Pool(ShapeTensor x, StepOperation.Window windows, int[] shape) => new(shape);

    public override ShapeTensor Reduce(string kind, ShapeTensor x, AxisGroups groups, int[] shape) => new(shape);

    public override ShapeTensor Softmax(ShapeTensor x, AxisGroups groups, bool logarithm) => x;

    public override ShapeTensor Normalise(ShapeTensor x, AxisGroups groups, double epsilon, bool isCentred) => x;

    public override ShapeTensor BatchNormalise(ShapeTensor x, ShapeTensor scale, ShapeTensor shift, ShapeTensor mean, ShapeTensor variance,
        double epsilon) => x;

    public override ShapeTensor Quantise(ShapeTensor x, ShapeTensor scale, ShapeTensor zero, double least, double most) => x;

    public override (ShapeTensor Hidden, ShapeTensor? Cell) Step(RecurrentCell cell, ShapeTensor fromInput, ShapeTensor hidden,
        ShapeTensor? state) => (hidden, state);
}
