using System.Runtime.CompilerServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// An unevaluated sum high + low of two doubles with |low| ≤ ½ ulp(high): about 106 bits. Not rigorous by itself; the relative
/// error of + is at most 3·2^−106 and of · at most 6·2^−106, up to terms of second order (Joldes, Muller, Popescu 2017), barring
/// overflow and underflow.
/// </summary>
/// <param name="High">The leading part, the sum rounded to nearest.</param>
/// <param name="Low">The remainder.</param>
public readonly record struct DoubleDouble(double High, double Low)
{
    /// <summary>The double as a double-double.</summary>
    public static DoubleDouble Of(double value) => new(value, 0);

    /// <summary>x + y, relative error at most 3·2^−106 (AccurateDWPlusDW).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        double sum = ErrorFree.TwoSum(x.High, y.High, out double e);
        double tail = ErrorFree.TwoSum(x.Low, y.Low, out double f);
        double v = ErrorFree.FastTwoSum(sum, e + tail, out double w);
        double high = ErrorFree.FastTwoSum(v, f + w, out double low);
        return new DoubleDouble(high, low);
    }

    /// <summary>x + y for a double y, relative error at most 2^−105 (DWPlusFP).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble x, double y)
    {
        double sum = ErrorFree.TwoSum(x.High, y, out double e);
        double high = ErrorFree.FastTwoSum(sum, x.Low + e, out double low);
        return new DoubleDouble(high, low);
    }

    /// <summary>−x.</summary>
    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    /// <summary>x − y.</summary>
    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + (-y);

    /// <summary>x · y, relative error at most 6·2^−106 (DWTimesDW2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        double product = ErrorFree.TwoProduct(x.High, y.High, out double e);
        double cross = Math.FusedMultiplyAdd(x.High, y.Low, x.Low * y.High);
        double high = ErrorFree.FastTwoSum(product, e + cross, out double low);
        return new DoubleDouble(high, low);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => High + Low;
}
