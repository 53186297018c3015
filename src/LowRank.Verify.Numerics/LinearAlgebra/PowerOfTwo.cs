using System.Runtime.CompilerServices;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>Powers of two from their exponents, without the branches of a general scaling.</summary>
internal static class PowerOfTwo
{
    /// <summary>2^e for −1074 ≤ e ≤ 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(int exponent) => exponent >= -1022
        ? BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52)
        : BitConverter.Int64BitsToDouble(1L << (exponent + 1074));

    /// <summary>e with 2^e ≤ |x| &lt; 2^(e+1) for a normal x; −1023 for 0 and subnormal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BiasedFloor(double x) => (int)((BitConverter.DoubleToInt64Bits(x) >> 52) & 0x7FF) - 1023;
}
