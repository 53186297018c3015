namespace LowRank.Verify.Arithmetic;

public sealed partial class BigFloat
{
    // Products up to here take less than a microsecond, so that they may keep the garbage collector waiting.
    private const int ShortPrecision = 1024;

    /// <summary>x + y rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Add(BigFloat x, BigFloat y, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_add, x, y, precision, rounding);

    /// <summary>x − y rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Subtract(BigFloat x, BigFloat y, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_sub, x, y, precision, rounding);

    /// <summary>x · y rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Multiply(BigFloat x, BigFloat y, int precision, Rounding rounding) =>
        Apply(precision <= ShortPrecision && x.Precision <= ShortPrecision
            && y.Precision <= ShortPrecision ? &MpfrNative.mpfr_mul_short : &MpfrNative.mpfr_mul, x, y, precision, rounding);

    /// <summary>x / y rounded to <paramref name="precision"/> bits; y ≠ 0.</summary>
    public static unsafe BigFloat Divide(BigFloat x, BigFloat y, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_div, x, y, precision, rounding);

    /// <summary>x^y rounded to <paramref name="precision"/> bits; x ≥ 0 unless y is an integer.</summary>
    public static unsafe BigFloat Pow(BigFloat x, BigFloat y, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_pow, x, y, precision, rounding);

    /// <summary>x^n rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Pow(BigFloat x, long n, int precision, Rounding rounding)
    {
        ulong[] limbs = new ulong[LimbCount(CheckPrecision(precision))];
        fixed (ulong* p = x.limbs, d = limbs)
        {
            MpfrStruct a = x.View(p), r = new() { Precision = precision, Limbs = d };
            _ = MpfrNative.mpfr_pow_si(&r, &a, (nint)n, (int)rounding);
            return Finish(r, limbs);
        }
    }

    /// <summary>√x rounded to <paramref name="precision"/> bits; x ≥ 0.</summary>
    public static unsafe BigFloat Sqrt(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_sqrt, x, precision, rounding);

    /// <summary>eˣ rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Exp(BigFloat x, int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_exp, x, precision, rounding);

    /// <summary>Natural logarithm rounded to <paramref name="precision"/> bits; x ≥ 0, ln 0 = −∞.</summary>
    public static unsafe BigFloat Log(BigFloat x, int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_log, x, precision, rounding);

    /// <summary>Decimal logarithm rounded to <paramref name="precision"/> bits; x ≥ 0, log 0 = −∞.</summary>
    public static unsafe BigFloat Log10(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_log10, x, precision, rounding);

    /// <summary>arccos x in [0, π], rounded to <paramref name="precision"/> bits; |x| ≤ 1.</summary>
    public static unsafe BigFloat Arccos(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_acos, x, precision, rounding);

    /// <summary>arcsin x in [−π/2, π/2], rounded to <paramref name="precision"/> bits; |x| ≤ 1.</summary>
    public static unsafe BigFloat Arcsin(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_asin, x, precision, rounding);

    /// <summary>cosh x rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Cosh(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_cosh, x, precision, rounding);

    /// <summary>sinh x rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Sinh(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_sinh, x, precision, rounding);

    /// <summary>x rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Round(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_set, x, precision, rounding);

    /// <summary>The integer next to x in the direction of rounding, at the precision of x (exact).</summary>
    public static unsafe BigFloat RoundToInteger(BigFloat x, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_rint, x, Math.Max(x.Precision, 64), rounding);

    /// <summary>−x, exact.</summary>
    public static BigFloat Negate(BigFloat x) => new(x.Precision, -x.sign, x.exponent, x.limbs);

    /// <summary>|x|, exact.</summary>
    public static BigFloat Abs(BigFloat x) => x.Sign < 0 ? Negate(x) : x;

    /// <summary>π rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Pi(int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_const_pi, precision, rounding);

    /// <summary>x · 2^k, exact.</summary>
    /// <exception cref="OverflowException">The result lies outside MPFR's range of exponents, about 2^±(2^30).</exception>
    public static unsafe BigFloat Scale(BigFloat x, long k)
    {
        ulong[] limbs = new ulong[x.limbs.Length];
        fixed (ulong* p = x.limbs, d = limbs)
        {
            MpfrStruct a = x.View(p), r = new() { Precision = x.Precision, Limbs = d };
            return MpfrNative.mpfr_mul_2si(&r, &a, (nint)k, (int)Rounding.Nearest) == 0
                ? Finish(r, limbs)
                : throw new OverflowException("A scaled number lies outside the range of exponents.");
        }
    }

    private static unsafe BigFloat Apply(delegate*<MpfrStruct*, int, int> constant, int precision, Rounding rounding)
    {
        ulong[] limbs = new ulong[LimbCount(CheckPrecision(precision))];
        fixed (ulong* d = limbs)
        {
            MpfrStruct r = new() { Precision = precision, Limbs = d };
            _ = constant(&r, (int)rounding);
            return Finish(r, limbs);
        }
    }

    private static unsafe BigFloat Apply(delegate*<MpfrStruct*, MpfrStruct*, int, int> operation, BigFloat x, int precision,
        Rounding rounding)
    {
        ulong[] limbs = new ulong[LimbCount(CheckPrecision(precision))];
        fixed (ulong* p = x.limbs, d = limbs)
        {
            MpfrStruct a = x.View(p), r = new() { Precision = precision, Limbs = d };
            _ = operation(&r, &a, (int)rounding);
            return Finish(r, limbs);
        }
    }

    private static unsafe BigFloat Apply(delegate*<MpfrStruct*, MpfrStruct*, MpfrStruct*, int, int> operation, BigFloat x, BigFloat y,
        int precision, Rounding rounding)
    {
        ulong[] limbs = new ulong[LimbCount(CheckPrecision(precision))];
        fixed (ulong* p = x.limbs, q = y.limbs, d = limbs)
        {
            MpfrStruct a = x.View(p), b = y.View(q), r = new() { Precision = precision, Limbs = d };
            _ = operation(&r, &a, &b, (int)rounding);
            return Finish(r, limbs);
        }
    }
}
