namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>
/// The floating-point mode of the calling thread. The a-priori bounds hold in every rounding direction, but error-free
/// transformations need rounding to nearest, and a subnormal number must not count as zero. A library built with fast-math options
/// may change either when it is loaded.
/// </summary>
public static class FloatingPointMode
{
    // Read at run time, so that no compiler can fold the checks.
    private static readonly double[] Probes = [1, Math.ScaleB(1, -53), 3 * Math.ScaleB(1, -54), Math.ScaleB(1, -537),
        BitConverter.Int64BitsToDouble(1)];

    /// <summary>Checks the mode of the calling thread; takes nanoseconds.</summary>
    /// <exception cref="EngineRefusedException">The thread does not round to nearest, or flushes subnormal numbers to zero.</exception>
    public static void Require()
    {
        double one = Probes[0], half = Probes[1], more = Probes[2], root = Probes[3], least = Probes[4];
        if (!(root * root == least) || !(least != 0) || !(least + least > least))
        {
            throw new EngineRefusedException(
                "This thread flushes subnormal numbers to zero (a library built with fast-math may set that mode when it is loaded); "
                + "nothing can be certified in it.");
        }

        if (one + half != one || -one - half != -one || !(one + more > one) || !(-one - more < -one))
        {
            throw new EngineRefusedException("This thread does not round to nearest; nothing can be certified in that mode.");
        }
    }
}
