using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Which operator does what.</content>
internal sealed partial class OnnxGraph
{
    /// <summary>What the node makes of the data it depends on.</summary>
    private OnnxValue.Data Apply(NodeProto node, OnnxAttributes attributes, int dataInputs, OnnxValue.Unevaluated? opaque)
    {
        if (node.Domain.Length > 0 && node.Domain != "ai.onnx")
        {
            return NotUnderstood(node, $"its operator belongs to '{FileText.Short(node.Domain)}', not to ONNX");
        }

        if (dataInputs > 1)
        {
            return NotUnderstood(node,
                "it joins several computed values (a branch or a residual connection); only chains of layers are understood");
        }

        if (opaque is not null)
        {
            return NotUnderstood(node, $"it needs a value that is not read: {opaque.Reason}");
        }

        switch (node.OpType)
        {
            case "MatMul":
                return MatMul(node);
            case "Gemm":
                return Gemm(node, attributes);
            case "Conv":
                return Convolution(node, attributes);
            case "Add" or "Sub" or "Mul" or "Div":
                return Affine(node);
            case "MaxPool" or "AveragePool":
                return Pool(node, attributes);
            case "GlobalAveragePool" or "GlobalMaxPool":
                return GlobalPool(node);
            case "BatchNormalization":
                return BatchNormalization(node, attributes);
            case "Max" or "Min":
                return Extreme(node);
            default:
                break;
        }

        if (DataAt(node, 0) is not { } data)
        {
            return NotUnderstood(node, "the operator is not understood in this form");
        }

        return node.OpType switch
        {
            "Flatten" => Flatten(node, attributes, data),
            "Reshape" => Reshape(node, data),
            "Transpose" => TransposeData(node, attributes, data),
            "Identity" => Moves(node, data),
            "Pad" => Pad(node, attributes, data),
            "Dropout" => Dropout(node, data),
            "Cast" when attributes.Integer("to", 0) == 11 => Moves(node, data),
            "Cast" => NotUnderstood(node, "a conversion that may round"),
            "Softmax" or "LogSoftmax" or "ArgMax" => Final(node, data),
            _ => Elementwise(node, attributes, data),
        };
    }

    private OnnxValue.Data Step(NodeProto node, OnnxValue.Data data, Rational square, bool preservesZero = true, bool elementwise = true,
        StepOperation? operation = null)
    {
        chain.Add(new ActivationStep(node.OpType, Name(node), square, preservesZero, elementwise) { Operation = operation });
        return data;
    }

    private OnnxValue.Data Step(NodeProto node, OnnxValue.Data data, Rational square, ScalarFunction function, bool preservesZero = true,
        bool elementwise = true) =>
        Step(node, data, square, preservesZero, elementwise, new StepOperation.Scalar(function));

    private OnnxValue.Data Moves(NodeProto node, OnnxValue.Data data, StepOperation? operation = null)
    {
        chain.Add(new ActivationStep(node.OpType, Name(node), Rational.One, PreservesZero: true, IsElementwise: false, MovesOnly: true)
        {
            Operation = operation ?? new StepOperation.Same(),
        });
        return data;
    }

    private OnnxValue.Data Final(NodeProto node, OnnxValue.Data data)
    {
        chain.Add(new ActivationStep(node.OpType, Name(node), null, PreservesZero: false, IsElementwise: false));
        return new OnnxValue.Data(null, data.Features);
    }

    private OnnxValue.Data Dropout(NodeProto node, OnnxValue.Data data)
    {
        bool training = IsGiven(node, 2) && Constant(node, 2) is not { RowMajor: [0] };
        return training ? NotUnderstood(node, "it drops out in training mode; export the model in eval mode") : Moves(node, data);
    }

    /// <summary>Scalar functions with the square of their least Lipschitz constant.</summary>
    private OnnxValue.Data Elementwise(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        switch (node.OpType)
        {
            case "Relu":
                return Step(node, data, Rational.One, new PiecewiseLinear([0]));
            case "Abs":
                return Step(node, data, Rational.One, new PiecewiseLinear([-1]));
            case "Neg":
                return Step(node, data, Rational.One, new PiecewiseLinear([-1]) { Above = -1 });
            case "Tanh" or "Softsign" or "Atan" or "Asinh":
                SmoothFunction smooth = new(node.OpType);
                return Step(node, data, smooth.LipschitzSquared, smooth);
            case "Sin":
                return Step(node, data, Rational.One, new PeriodicFunction(IsCosine: false));
            case "LeakyRelu":
                double leak = attributes.Real("alpha", 0.01f);
                return Step(node, data, SquareOfLargest(leak), new PiecewiseLinear([leak]));
            case "Elu":
                // Slope 1 above 0 and alpha·e^x below.
                double below = attributes.Real("alpha", 1);
                return Step(node, data, SquareOfLargest(below), new ScaledExponential(1, below, 1));
            case "PRelu" when Constant(node, 1) is { StorageType: not null, RowMajor.Length: > 0 } slope && Fits(slope.Shape, data):
                return Step(
                    node, data, SquareOfLargest(slope.RowMajor.Max(Math.Abs)), elementwise: slope.RowMajor.Length == 1,
                        operation: Spread(slope, data) is { } slopes ? new StepOperation.Scalar(new PiecewiseLinear(slopes)) : null);
            case "Sigmoid":
                SmoothFunction logistic = new("Sigmoid");
                return Step(node, data, logistic.LipschitzSquared, logistic, preservesZero: false);
            case "HardSigmoid":
                double slopeOfLine = attributes.Real("alpha", 0.2f), offset = attributes.Real("beta", 0.5);
                return Step(node, data, Square(slopeOfLine), new ClippedLine(slopeOfLine, offset, 0, 1), preservesZero: offset <= 0);
            case "HardSwish":
                return Step(node, data, HardSwish.LipschitzSquared, new HardSwish());
            case "Softplus":
                return Step(node, data, Rational.One, new SoftplusFunction(), preservesZero: false);
            case "Clip":
                return Clip(node, attributes, data);
            default:
                return Curved(node, attributes, data);
        }
    }

    private OnnxValue.Data Clip(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        if ((IsGiven(node, 1) && Constant(node, 1) is not { RowMajor.Length: 1 })
            || (IsGiven(node, 2) && Constant(node, 2) is not { RowMajor.Length: 1 }))
        {
            return NotUnderstood(node, "its limits are not stored in the file");
        }

        double low = Constant(node, 1)?.RowMajor[0] ?? attributes.Real("min", double.NegativeInfinity);
        double high = Constant(node, 2)?.RowMajor[0] ?? attributes.Real("max", double.PositiveInfinity);
        return Step(
            node, data, Rational.One, preservesZero: low <= 0 && high >= 0,
                operation: low <= high ? new StepOperation.Scalar(new ClippedLine(1, 0, low, high)) : null);
    }

    private OnnxValue.Data BatchNormalization(NodeProto node, OnnxAttributes attributes)
    {
        if (attributes.Integer("training_mode", 0) != 0)
        {
            return NotUnderstood(node, "it normalises in training mode; export the model in eval mode");
        }

        StoredTensor?[] parts = [.. Enumerable.Range(1, 4).Select(slot => Constant(node, slot))];
        if (DataAt(node, 0) is not { } data
            || Array.Exists(parts, p => p?.StorageType is null || p.Shape.Count != 1 || p.Shape[0] == 0
            || p.Shape[0] != parts[0]!.Shape[0]))
        {
            return NotUnderstood(node, "scale, shift, mean and variance must be stored vectors of one length");
        }

        if (data.Shape is { Count: >= 2 } shape && shape[1] is { } channels && channels != parts[0]!.Shape[0])
        {
            throw new InputException($"{Place(node)}: it normalises {parts[0]!.Shape[0]} channels, but its input has {channels}.");
        }

        double[] scale = parts[0]!.RowMajor, shift = parts[1]!.RowMajor, mean = parts[2]!.RowMajor, variance = parts[3]!.RowMajor;
        Rational epsilon = Rational.Of(attributes.Real("epsilon", 1e-5f)), largest = Rational.Zero;
        for (int i = 0; i < scale.Length; i++)
        {
            Rational spread = Rational.Of(variance[i]) + epsilon;
            if (spread.Sign <= 0)
            {
                throw new InputException($"{Place(node)}: variance + epsilon of channel {i} is not positive.");
            }

            Rational square = Square(scale[i]) / spread;
            largest = square > largest ? square : largest;
        }

        bool preservesZero = Enumerable.Range(0, scale.Length).All(i => shift[i] == 0 && (mean[i] == 0 || scale[i] == 0));
        return Step(
            node, data, largest, preservesZero, elementwise: false,
                new StepOperation.Normalise(scale, shift, mean, variance, attributes.Real("epsilon", 1e-5f)));
    }

    private static Rational Square(double value)
    {
        Rational exact = Rational.Of(value);
        return exact * exact;
    }

    /// <summary>max(1, |slope|)².</summary>
    private static Rational SquareOfLargest(double slope) => Square(Math.Max(1, Math.Abs(slope)));
}
