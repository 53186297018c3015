using System.Runtime.CompilerServices;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>A sum of 64×64-bit products in 128 bits, by the processor's own wide multiplication.</summary>
internal struct WideSum
{
    private ulong low;
    private long high;

    /// <summary>Adds x·y; the caller keeps the sum below 2^127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long x, long y)
    {
        long productHigh = Math.BigMul(x, y, out long productLow);
        ulong sum = low + (ulong)productLow;
        high += productHigh + (sum < low ? 1 : 0);
        low = sum;
    }

    /// <summary>The sum modulo p, in [0, p); the accumulator then holds that remainder.</summary>
    public long Reduce(long p)
    {
        Int128 value = new((ulong)high, low);
        long rest = (long)(value % p);
        rest = rest < 0 ? rest + p : rest;
        low = (ulong)rest;
        high = 0;
        return rest;
    }
}
