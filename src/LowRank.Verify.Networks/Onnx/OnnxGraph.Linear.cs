using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Gemm, MatMul and the addition of constants.</content>
internal sealed partial class OnnxGraph
{
    private OnnxValue.Data MatMul(NodeProto node)
    {
        if (node.Input.Count != 2)
        {
            throw new InputException($"{Place(node)}: MatMul has two inputs, not {node.Input.Count}.");
        }

        bool dataFirst = DataAt(node, 0) is not null;
        OnnxValue.Data data = DataAt(node, dataFirst ? 0 : 1)!;
        if (Weights(node, dataFirst ? 1 : 0) is not { } weight)
        {
            return NotUnderstood(node, "its weight is not stored in the file");
        }

        // A vector is a column on the right and a row on the left, and its dimension of 1 is dropped from the output.
        bool isVector = weight.Shape.Count == 1;
        weight = !isVector ? weight : weight with { Shape = dataFirst ? [weight.Shape[0], 1] : [1, weight.Shape[0]] };
        if (weight.Shape.Count != 2 || weight.StorageType is null)
        {
            return NotUnderstood(node,
                $"its constant operand '{FileText.Short(weight.Name)}' is {weight.DType} of shape {TensorShape.Format(weight.Shape)}, "
                + $"not a floating-point matrix");
        }

        Matrix stored = weight.ToMatrix();
        OnnxValue.Data product = Dense(node, data, dataFirst ? FeatureAxis.Last : FeatureAxis.LastButOne, dataFirst ? FeatureAxis.Last
            : FeatureAxis.LastButOne, new DenseLayer(Name(node), dataFirst ? stored.Transpose() : stored)
            {
                TensorName = weight.Name, WeightRadius = weight.Radius,
            });
        return isVector ? product with { Shape = null } : product;
    }

    private OnnxValue.Data Gemm(NodeProto node, OnnxAttributes attributes)
    {
        bool transposeA = attributes.Integer("transA", 0) != 0, transposeB = attributes.Integer("transB", 0) != 0;
        double alpha = attributes.Real("alpha", 1), beta = attributes.Real("beta", 1);
        if (node.Input.Count is < 2 or > 3)
        {
            throw new InputException($"{Place(node)}: Gemm has two or three inputs, not {node.Input.Count}.");
        }

        bool dataFirst = DataAt(node, 0) is not null;
        OnnxValue.Data? data = DataAt(node, dataFirst ? 0 : 1);
        if (data is null || Weights(node, dataFirst ? 1 : 0) is not { } weight)
        {
            return NotUnderstood(node, "its weight is not stored in the file");
        }

        if (weight.Shape.Count != 2 || weight.StorageType is null)
        {
            return NotUnderstood(node,
                $"its weight '{FileText.Short(weight.Name)}' is {weight.DType} of shape {TensorShape.Format(weight.Shape)}, not a "
                + $"floating-point matrix");
        }

        // Data first: out = A'·B', rows are samples, so the layer is B' transposed. Data second: out = A'·B', columns are samples.
        bool transposed = dataFirst ? !transposeB : transposeA;
        Matrix matrix = transposed ? weight.ToMatrix().Transpose() : weight.ToMatrix();
        FeatureAxis before = (dataFirst ? transposeA : !transposeB) ? FeatureAxis.LastButOne : FeatureAxis.Last;
        FeatureAxis after = dataFirst ? FeatureAxis.Last : FeatureAxis.LastButOne;
        (Matrix scaled, Rational scale) = ExactScale.Apply(matrix, alpha);
        if (scale != Rational.One)
        {
            chain.Notes.Add($"{Place(node)}: alpha = {alpha.ToString("R", CultureInfo.InvariantCulture)} is kept as the layer's exact "
                + "factor and not multiplied into the weights");
        }

        double[]? bias = null;
        StoredBias[] stored = [];
        if (IsGiven(node, 2))
        {
            if (Constant(node, 2) is not { } c)
            {
                return NotUnderstood(node, "what it adds is not stored in the file");
            }

            if (BiasOf(c, matrix.Rows, after, 2) is not { } raw)
            {
                return NotUnderstood(node,
                    $"what it adds, '{FileText.Short(c.Name)}' of shape {TensorShape.Format(c.Shape)}, is no bias of its {matrix.Rows} "
                    + $"outputs");
            }

            if (ExactScale.Apply(raw, beta) is not { } times)
            {
                return NotUnderstood(node, "beta times its bias is not exactly a double");
            }

            bias = beta == 0 ? null : chain.NonzeroBias(path, FileText.Short(c.Name), times);
            stored = [new StoredBias(c.Name, c.RowMajor.Length, Rational.Of(beta))];
        }

        return Dense(node, data, before, after, new DenseLayer(Name(node), scaled)
        {
            TensorName = weight.Name,
            Scale = scale,
            WeightFactor = scale == Rational.One ? Rational.Of(alpha) : Rational.One,
            WeightRadius = weight.Radius * (scale == Rational.One ? Math.Abs(alpha) : 1),
            Bias = bias,
            StoredBiases = stored,
        });
    }

    /// <summary>Checks that the layer fits the data and appends it.</summary>
    private OnnxValue.Data Dense(NodeProto node, OnnxValue.Data data, FeatureAxis before, FeatureAxis after, DenseLayer layer)
    {
        IReadOnlyList<int?>? shape = data.Shape;
        if (shape?.Count == 0)
        {
            throw new InputException($"{Place(node)}: its input is a scalar.");
        }

        chain.HasSamplesAsColumns |= before == FeatureAxis.LastButOne || after == FeatureAxis.LastButOne;
        if (shape?.Count > 1 && data.Features != FeatureAxis.Unknown && data.Features != before)
        {
            return NotUnderstood(node, "it multiplies along the axis that counts samples");
        }

        if (shape?.Count > 2 && (before == FeatureAxis.Last ? shape.Skip(1).SkipLast(1) : shape.Skip(shape.Count - 1)).Any(d => d != 1))
        {
            return NotUnderstood(node, $"it is applied at several positions of an input with {shape.Count} dimensions");
        }

        int axis = shape is null ? 0 : shape.Count == 1 ? 0 : before == FeatureAxis.Last ? shape.Count - 1 : shape.Count - 2;
        if (shape is not null && shape[axis] is { } features && features != layer.InputDimension)
        {
            throw new InputException(
                $"{Place(node)}: its weight '{FileText.Short(layer.TensorName)}' takes {layer.InputDimension} numbers, but its input has "
                + $"{features}.");
        }

        chain.Add(layer);
        lastLayerOutput = node.Output[0];
        if (shape is null)
        {
            return new OnnxValue.Data(null, after);
        }

        int?[] result = [.. shape];
        result[axis] = layer.OutputDimension;
        if (before != after && result.Length == 2)
        {
            Array.Reverse(result);
        }

        return new OnnxValue.Data(result, after);
    }

    private OnnxValue.Data Affine(NodeProto node)
    {
        if (node.Input.Count != 2)
        {
            throw new InputException($"{Place(node)}: {node.OpType} has two inputs, not {node.Input.Count}.");
        }

        bool dataFirst = DataAt(node, 0) is not null;
        OnnxValue.Data data = DataAt(node, dataFirst ? 0 : 1)!;
        if (Constant(node, dataFirst ? 1 : 0) is not { StorageType: not null } constant)
        {
            return NotUnderstood(node, "its other operand is not a floating-point tensor stored in the file");
        }

        if (node.OpType == "Add" && node.Input[dataFirst ? 0 : 1] == lastLayerOutput && chain.Last is { Bias: null } layer
            && BiasOf(constant, layer is ConvolutionLayer c ? c.OutputChannels : layer.OutputDimension, data.Features, data.Shape?.Count
                ?? 2, layer is ConvolutionLayer) is { } bias)
        {
            chain.ReplaceLast(layer with
            {
                Bias = chain.NonzeroBias(path, FileText.Short(constant.Name), bias),
                StoredBiases = [.. layer.StoredBiases, new StoredBias(constant.Name, constant.RowMajor.Length, Rational.One)],
            });
            lastLayerOutput = node.Output[0];
            return data;
        }

        if (!Fits(constant.Shape, data))
        {
            return NotUnderstood(node, $"its constant of shape {TensorShape.Format(constant.Shape)} does not act on each sample alone");
        }

        switch (node.OpType)
        {
            case "Add" or "Sub":
                chain.Add(new ActivationStep(node.OpType, Name(node), Rational.One, !Array.Exists(constant.RowMajor, v => v != 0),
                    IsElementwise: false)
                {
                    Operation = Acting(constant, data, node.OpType == "Add" ? ConstantOperator.Add : dataFirst ? ConstantOperator.Subtract
                        : ConstantOperator.SubtractFrom),
                });
                return data;
            case "Mul":
                chain.Add(new ActivationStep("Mul", Name(node), LargestSquare(constant.RowMajor), PreservesZero: true,
                    constant.RowMajor.Length == 1)
                {
                    Operation = Acting(constant, data, ConstantOperator.Multiply),
                });
                return data;
            case "Div" when dataFirst && !Array.Exists(constant.RowMajor, v => v == 0):
                chain.Add(new ActivationStep("Div", Name(node), Rational.One / SmallestSquare(constant.RowMajor), PreservesZero: true,
                    constant.RowMajor.Length == 1)
                {
                    Operation = Acting(constant, data, ConstantOperator.Divide),
                });
                return data;
            default:
                return NotUnderstood(node, "it divides by a computed value or by 0");
        }
    }

    /// <summary>The constant as a bias, one entry per output (or output channel), or null when it is none.</summary>
    private static double[]? BiasOf(StoredTensor tensor, int outputs, FeatureAxis axis, int rank, bool channels = false)
    {
        if (tensor.StorageType is null || tensor.Shape.Count > rank || tensor.RowMajor.Length == 0)
        {
            return null;
        }

        if (tensor.RowMajor.Length == 1)
        {
            return [.. Enumerable.Repeat(tensor.RowMajor[0], outputs)];
        }

        // Counted from the end: the only dimension that may differ from 1 is the features' (or, after a convolution, the channels').
        int fromEnd = channels ? rank - 1 : axis == FeatureAxis.LastButOne && rank > 1 ? 2 : 1;
        int at = tensor.Shape.Count - fromEnd;
        return at >= 0 && tensor.Shape[at] == outputs && tensor.RowMajor.Length == outputs ? tensor.RowMajor : null;
    }

    private static StepOperation.WithConstant? Acting(StoredTensor constant, OnnxValue.Data data, ConstantOperator how) =>
        Spread(constant, data) is { } values ? new StepOperation.WithConstant(how, values) : null;

    /// <summary>
    /// A constant that fits, repeated to one entry for each number of a sample; one entry where it is one number; null where the shape is
    /// not known.
    /// </summary>
    private static double[]? Spread(StoredTensor constant, OnnxValue.Data data)
    {
        if (constant.RowMajor.Length == 1)
        {
            return constant.RowMajor;
        }

        if (Sample(data) is not { } sample)
        {
            return null;
        }

        // Dimensions are matched from the end; one that the constant does not have, or has once, is repeated.
        int[] steps = new int[sample.Length];
        for (int d = constant.Shape.Count - 1, step = 1; d >= 0; d--)
        {
            int at = d - constant.Shape.Count + sample.Length;
            if (at >= 0)
            {
                steps[at] = constant.Shape[d] == 1 ? 0 : step;
            }

            step *= constant.Shape[d];
        }

        return [.. TensorPlaces.Strided(sample, steps).Select(i => constant.RowMajor[i])];
    }

    /// <summary>The dimensions of one sample, or null where one is not known.</summary>
    private static int[]? Sample(OnnxValue.Data data)
    {
        IEnumerable<int?>? shape = data.Shape is not { } all ? null : all.Count == 1 ? all : data.Features == FeatureAxis.LastButOne
            ? [all[^2]] : all.Skip(1);
        return shape is null || shape.Any(d => d is null) ? null : [.. shape.Select(d => d!.Value)];
    }

    /// <summary>True when the constant is broadcast over samples and does not enlarge the data.</summary>
    private static bool Fits(IReadOnlyList<int> constant, OnnxValue.Data data)
    {
        if (constant.All(d => d == 1) && (constant.Count <= 1 || constant.Count <= data.Shape?.Count))
        {
            return true;
        }

        if (data.Shape is not { } shape || constant.Count > shape.Count || (shape.Count > 1 && data.Features == FeatureAxis.LastButOne))
        {
            return false;
        }

        int offset = shape.Count - constant.Count;
        for (int i = 0; i < constant.Count; i++)
        {
            bool samples = i + offset == 0 && shape.Count > 1;
            if (constant[i] != 1 && (samples || shape[i + offset] != constant[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Rational LargestSquare(double[] values)
    {
        Rational largest = Rational.Of(values.Max(Math.Abs));
        return largest * largest;
    }

    private static Rational SmallestSquare(double[] values)
    {
        Rational smallest = Rational.Of(values.Min(Math.Abs));
        return smallest * smallest;
    }
}
