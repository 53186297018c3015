using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Numbers known to within a radius (<see cref="Ball"/>): the exact entry i lies within Radius[i] of Middle[i] + Low[i]. Radii are finite;
/// a middle may be infinite where the rest is 0 (a stored −∞ of a mask).
/// </summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Middle">Middles.</param>
/// <param name="Low">What the middles' roundings left.</param>
/// <param name="Radius">Radii.</param>
internal sealed record BallTensor(int[] Shape, double[] Middle, double[] Low, double[] Radius) : GraphTensor(Shape)
{
    /// <summary>More than any rounding in the subnormal range can cost, for one product.</summary>
    public static readonly double Subnormal = Math.ScaleB(1, -1070);

    public Ball this[int i]
    {
        get => new(Middle[i], Low[i], Radius[i]);
        set => (Middle[i], Low[i], Radius[i]) = (value.High, value.Low, value.Radius);
    }

    public static BallTensor Zero(int[] shape)
    {
        int count = Size(shape);
        return new BallTensor(shape, new double[count], new double[count], new double[count]);
    }

    /// <summary>A stored or computed constant.</summary>
    public static BallTensor Of(ConstantTensor constant)
    {
        if (constant.IsExact && ReferenceEquals(constant.Lower, constant.Upper))
        {
            return new BallTensor(constant.Shape, constant.Lower, new double[constant.Count], new double[constant.Count]);
        }

        (double[] middle, double[] radius) = constant.ToBalls();
        return new BallTensor(constant.Shape, middle, new double[middle.Length], radius);
    }

    /// <summary>The entries of a function of places.</summary>
    public static BallTensor Each(int[] shape, Func<int, Ball> entry)
    {
        BallTensor y = Zero(shape);
        for (int i = 0; i < y.Middle.Length; i++)
        {
            y[i] = entry(i);
        }

        return y;
    }

    /// <summary>Throws where the range of doubles was left.</summary>
    /// <exception cref="InputException">A middle is NaN, or a radius is no finite number.</exception>
    public BallTensor Finite(string where)
    {
        for (int i = 0; i < Middle.Length; i++)
        {
            if (!double.IsFinite(Low[i]) || !double.IsFinite(Radius[i]) || double.IsNaN(Middle[i])
                || (double.IsInfinity(Middle[i]) && Radius[i] != 0))
            {
                throw new InputException($"{where}: its values leave the range of doubles, or nothing is known of them any more.");
            }
        }

        return this;
    }
}
