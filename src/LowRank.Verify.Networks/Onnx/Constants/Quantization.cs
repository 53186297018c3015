using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// DequantizeLinear, (q − z)·s in real arithmetic, and QuantizeLinear, x/s rounded to the nearest integer (ties to even) + z,
/// saturated: with one scale for the tensor, one for each index of an axis, or one for each block along an axis.
/// </summary>
internal static class Quantization
{
    public static ConstantTensor Dequantize(ConstantNode node)
    {
        ConstantTensor x = node.Tensor(0), scale = node.Tensor(1);
        ConstantTensor? zero = node.Optional(2);
        CheckZero(zero, scale);
        int[] places = ScalePlaces(node, x, scale);
        node.Budget.Take(x.Count);
        OnnxType type = OnnxType.Of((int)node.Attributes.Integer("output_dtype", 0)) is { Kind: OnnxKind.Real } asked ? asked : scale.Type;
        DoubleRange Entry(int i)
        {
            DoubleRange factor = new(scale.Lower[places[i]], scale.Upper[places[i]]);
            return x.IsWhole
                ? ExactRange.Multiply(DoubleRange.Point(x.Integers[i] - (zero?.Integers[places[i]] ?? 0)), factor)
                : ExactRange.Multiply(zero is null ? new DoubleRange(x.Lower[i], x.Upper[i])
                    : ExactRange.Subtract(new DoubleRange(x.Lower[i], x.Upper[i]), DoubleRange.Point(zero.Lower[places[i]])), factor);
        }

        ConstantTensor result = Elementwise.Reals(type, x.Shape, Entry);
        if (!x.IsWhole)
        {
            return result;
        }

        bool isSymmetric = x.Type.Name == "int8" && scale.Count == 1 && scale.Lower[0] > 0 && result.IsExact
            && (zero is null || Array.TrueForAll(zero.Integers, z => z == 0));
        return result.Of(node.OutputName, x.Type, isSymmetric ? scale.Lower[0] : null);
    }

    public static ConstantTensor Quantize(ConstantNode node)
    {
        ConstantTensor x = node.Tensor(0), scale = node.Tensor(1);
        ConstantTensor? zero = node.Optional(2);
        CheckZero(zero, scale);
        OnnxType type = zero?.Type ?? OnnxType.Of((int)node.Attributes.Integer("output_dtype", 2))
            ?? throw new ConstantFailure("its output_dtype is not known");
        int[] places = ScalePlaces(node, x, scale);
        node.Budget.Take(x.Count);
        DoubleRange Quotient(int i) => ExactRange.Divide(new DoubleRange(x.Lower[i], x.Upper[i]),
            new DoubleRange(scale.Lower[places[i]], scale.Upper[places[i]]));
        if (type.Kind == OnnxKind.Real)
        {
            bool saturates = node.Attributes.Integer("saturate", 1) != 0;
            return Elementwise.Reals(type, x.Shape, i =>
            {
                DoubleRange q = Quotient(i);
                return new DoubleRange(Conversions.Round(type, q.Lower, saturates, "up"),
                    Conversions.Round(type, q.Upper, saturates, "up"));
            });
        }

        return ConstantTensor.Whole(type, x.Shape, [.. Enumerable.Range(0, x.Count).Select(i =>
        {
            Int128 rounded = (Int128)Rounded(Quotient(i), x, i, scale, places[i]) + (zero?.Integers[places[i]] ?? 0);
            return (long)Int128.Clamp(rounded, type.Least, Int128.Min(type.Most, long.MaxValue));
        })]);
    }

    private static double Rounded(DoubleRange quotient, ConstantTensor x, int i, ConstantTensor scale, int place)
    {
        double low = Math.Round(quotient.Lower, MidpointRounding.ToEven), high = Math.Round(quotient.Upper, MidpointRounding.ToEven);
        if (low == high)
        {
            return Math.Clamp(low, long.MinValue / 2, long.MaxValue / 2);
        }

        if (!x.IsExact || !scale.IsExact)
        {
            throw new ConstantFailure("it rounds a number that may lie on either side of a half");
        }

        // Between two integers: the exact quotient decides, a tie goes to the even one.
        Rational twice = Rational.Of(x.Lower[i]) / Rational.Of(scale.Lower[place]) * new Rational(2, 1);
        BigInteger down = twice.Floor();
        return twice.IsInteger && !down.IsEven
            ? (double)(((down - 1) / 2).IsEven ? (down - 1) / 2 : (down + 1) / 2)
            : (double)(new Rational(down + 1, 2)).Floor();
    }

    private static void CheckZero(ConstantTensor? zero, ConstantTensor scale)
    {
        if (scale.IsWhole)
        {
            throw new ConstantFailure("its scale is no floating-point tensor");
        }

        if (zero is not null && zero.Count != scale.Count)
        {
            throw new ConstantFailure($"it has {zero.Count} zero points for {scale.Count} scales");
        }
    }

    private static int[] ScalePlaces(ConstantNode node, ConstantTensor x, ConstantTensor scale)
    {
        if (scale.Count == 1)
        {
            return new int[x.Count];
        }

        int axis = ConstantNode.Axis(node.Attributes.Integer("axis", 1), x.Shape.Length), size = x.Shape[axis];
        int inner = x.Shape[(axis + 1)..].Aggregate(1, (product, d) => product * d);
        if (scale.Shape.Length == 1 && scale.Count == size)
        {
            return [.. Enumerable.Range(0, x.Count).Select(i => i / inner % size)];
        }

        long block = node.Attributes.Integer("block_size", 0);
        bool isBlocked = block > 0 && scale.Shape.Length == x.Shape.Length
            && scale.Shape.Select((d, i) => i == axis ? d == (size + block - 1) / block : d == x.Shape[i]).All(fits => fits);
        int blocks = isBlocked ? scale.Shape[axis]
            : throw new ConstantFailure($"its scales ({TensorShape.Format(scale.Shape)}) do not fit {TensorShape.Format(x.Shape)} along "
                + $"axis {axis}{(block > 0 ? $" in blocks of {block}" : string.Empty)}");
        return [.. Enumerable.Range(0, x.Count).Select(i =>
            (((i / (inner * size) * blocks) + (int)(i / inner % size / block)) * inner) + (i % inner))];
    }
}
