using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Numbers known to within a radius: the exact entry i lies within Radius[i] of Middle[i]. Radii are finite; a middle may be infinite where
/// its radius is 0 (a stored −∞ of a mask).
/// </summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Middle">Middles.</param>
/// <param name="Radius">Radii.</param>
internal sealed record BallTensor(int[] Shape, double[] Middle, double[] Radius) : GraphTensor(Shape)
{
    /// <summary>More than any rounding in the subnormal range can cost, for one product.</summary>
    public static readonly double Subnormal = Math.ScaleB(1, -1070);

    public DoubleRange this[int i] => Radius[i] == 0 ? DoubleRange.Point(Middle[i]) : DoubleRange.Around(Middle[i], Radius[i]);

    /// <summary>True where every radius is 0.</summary>
    public bool IsExact => !Radius.AsSpan().ContainsAnyExcept(0.0);

    public static BallTensor Zero(int[] shape)
    {
        int count = Size(shape);
        return new BallTensor(shape, new double[count], new double[count]);
    }

    /// <summary>A stored or computed constant.</summary>
    public static BallTensor Of(ConstantTensor constant)
    {
        if (constant.IsExact && ReferenceEquals(constant.Lower, constant.Upper))
        {
            return new BallTensor(constant.Shape, constant.Lower, new double[constant.Count]);
        }

        (double[] middle, double[] radius) = constant.ToBalls();
        return new BallTensor(constant.Shape, middle, radius);
    }

    /// <summary>The entries of a function of places.</summary>
    public static BallTensor Each(int[] shape, Func<int, DoubleRange> entry)
    {
        BallTensor y = Zero(shape);
        for (int i = 0; i < y.Middle.Length; i++)
        {
            y.Set(i, entry(i));
        }

        return y;
    }

    public void Set(int i, DoubleRange value) =>
        (Middle[i], Radius[i]) = value.IsPoint ? (value.Lower, 0) : value.ToBall();

    /// <summary>Sets an entry to a double that was rounded once, whose exact operands are known to within what makes the radius.</summary>
    public void SetRounded(int i, double middle, double radius) => (Middle[i], Radius[i]) = (middle,
        double.IsInfinity(middle) && radius == 0 ? 0 : RoundingBounds.Enlarge(radius + (RoundingBounds.Unit * Math.Abs(middle))));

    /// <summary>Throws where the range of doubles was left.</summary>
    /// <exception cref="InputException">A middle is NaN, or a radius is no finite number.</exception>
    public BallTensor Finite(string where)
    {
        for (int i = 0; i < Middle.Length; i++)
        {
            if (double.IsNaN(Middle[i]) || !double.IsFinite(Radius[i]) || (double.IsInfinity(Middle[i]) && Radius[i] != 0))
            {
                throw new InputException($"{where}: its values leave the range of doubles, or nothing is known of them any more.");
            }
        }

        return this;
    }
}
