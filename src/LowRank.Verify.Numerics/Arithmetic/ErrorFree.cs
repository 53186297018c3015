using System.Runtime.CompilerServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// Error-free transformations: the rounded result of an operation together with its exact rounding error, in round-to-nearest
/// and without overflow. Source: Dekker 1971, Knuth 1969; products by fused multiply-add.
/// </summary>
public static class ErrorFree
{
    /// <summary>a + b = sum + error exactly, for any finite a, b without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        double part = sum - a;
        error = (a - (sum - part)) + (b - part);
        return sum;
    }

    /// <summary>a + b = sum + error exactly, for |a| ≥ |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FastTwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        error = b - (sum - a);
        return sum;
    }

    /// <summary>a · b = product + error exactly, unless the error underflows (|a·b| ≥ 2^−968 suffices).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TwoProduct(double a, double b, out double error)
    {
        double product = a * b;
        error = Math.FusedMultiplyAdd(a, b, -product);
        return product;
    }
}
