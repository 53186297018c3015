namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Cast and CastLike: the one place where ONNX itself rounds, to the nearest number of the new type, ties to even.</summary>
internal static class Conversions
{
    public static ConstantTensor Cast(ConstantNode node)
    {
        int number = (int)node.Attributes.Integer("to", 0);
        return To(node, OnnxType.Of(number) is { Kind: not OnnxKind.Other } type ? type
            : throw new ConstantFailure($"it casts to the type number {number}, which is not followed"));
    }

    public static ConstantTensor CastLike(ConstantNode node) => To(node, node.Tensor(1).Type);

    private static ConstantTensor To(ConstantNode node, OnnxType type)
    {
        ConstantTensor x = node.Tensor(0);
        if (x.Type == type)
        {
            return x;
        }

        node.Budget.Take(x.Count);
        bool saturates = node.Attributes.Integer("saturate", 1) != 0;
        string mode = node.Attributes.Text("round_mode", "up");
        if (type.Kind != OnnxKind.Real)
        {
            return ConstantTensor.Whole(type, x.Shape, [.. Enumerable.Range(0, x.Count).Select(i => Whole(x, i, type))]);
        }

        // To float64 an integer is rounded to nearest; to shorter types from where it lies between doubles.
        double[] from = !x.IsWhole ? x.Lower : type == OnnxType.Float64 ? Array.ConvertAll(x.Integers, n => (double)n) : Odd(x.Integers);
        double[] lower = Array.ConvertAll(from, v => Round(type, v, saturates, mode));
        double[] upper = x.IsExact ? lower : Array.ConvertAll(x.Upper, v => Round(type, v, saturates, mode));
        ConstantTensor result = ConstantTensor.Between(type, x.Shape, lower, upper);

        // A type that holds the old entries exactly does not change what is stored.
        bool isWidened = x.Type.Kind == OnnxKind.Real && x.IsExact && lower.AsSpan().SequenceEqual(x.Lower);
        return isWidened ? result.Of(x.Name, x.Storage, x.Scale) : result;
    }

    /// <summary>The nearest number of a floating type.</summary>
    public static double Round(OnnxType type, double value, bool saturates, string mode) =>
        type.Number == OnnxType.PowerOfTwo ? PowerOfTwo(value, saturates, mode)
        : type.Format?.Round(value, saturates && type.IsFloat8) ?? value;

    // Rounded to odd, so that every shorter rounding that follows is as from the integer itself.
    private static double[] Odd(long[] integers) => Array.ConvertAll(integers, n =>
    {
        double near = n;
        return (Int128)near == n || (BitConverter.DoubleToInt64Bits(near) & 1) != 0 ? near
            : (Int128)near < n ? Math.BitIncrement(near) : Math.BitDecrement(near);
    });

    private static long Whole(ConstantTensor x, int i, OnnxType type)
    {
        if (type.Kind == OnnxKind.Boolean)
        {
            bool isZero = x.Lower[i] == 0 && x.Upper[i] == 0;
            return isZero ? 0 : x.Lower[i] > 0 || x.Upper[i] < 0 || double.IsNaN(x.Lower[i]) ? 1
                : throw new ConstantFailure("it casts a number to a boolean that cannot be told from 0");
        }

        if (x.IsWhole)
        {
            return Elementwise.Within(type, x.Integers[i]);
        }

        double low = Math.Truncate(x.Lower[i]), high = Math.Truncate(x.Upper[i]);
        return low == high && Math.Abs(low) < Math.ScaleB(1, 63) ? Elementwise.Within(type, (Int128)low)
            : throw new ConstantFailure("it casts a number to an integer that is not known or too large");
    }

    private static double PowerOfTwo(double value, bool saturates, string mode)
    {
        if (!(value > 0))
        {
            throw new ConstantFailure("it casts a number that is not positive to float8_e8m0fnu");
        }

        int floor = double.IsFinite(value) ? Math.ILogB(value) : 1024;
        double part = double.IsFinite(value) ? Math.ScaleB(value, -floor) : 1;
        int exponent = part > 1 && (mode == "up" || (mode == "nearest" && part >= 1.5)) ? floor + 1 : floor;
        return exponent is >= -127 and <= 127 ? Math.ScaleB(1, exponent)
            : saturates ? Math.ScaleB(1, Math.Clamp(exponent, -127, 127)) : double.NaN;
    }
}
