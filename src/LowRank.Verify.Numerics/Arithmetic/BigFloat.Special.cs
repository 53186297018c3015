namespace LowRank.Verify.Arithmetic;

/// <content>Special functions.</content>
public sealed partial class BigFloat
{
    /// <summary>ln(1 + x) rounded to <paramref name="precision"/> bits; x ≥ −1, ln 0 = −∞.</summary>
    public static unsafe BigFloat Log1p(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_log1p, x, precision, rounding);

    /// <summary>eˣ − 1 rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Expm1(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_expm1, x, precision, rounding);

    /// <summary>The digamma function Γ′(x)/Γ(x) rounded to <paramref name="precision"/> bits; x &gt; 0.</summary>
    public static unsafe BigFloat Digamma(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_digamma, x, precision, rounding);

    /// <summary>ln Γ(x) rounded to <paramref name="precision"/> bits; x &gt; 0.</summary>
    public static unsafe BigFloat LogGamma(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_lngamma, x, precision, rounding);

    /// <summary>sin x rounded to <paramref name="precision"/> bits; x finite.</summary>
    public static unsafe BigFloat Sin(BigFloat x, int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_sin, x, precision, rounding);

    /// <summary>cos x rounded to <paramref name="precision"/> bits; x finite.</summary>
    public static unsafe BigFloat Cos(BigFloat x, int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_cos, x, precision, rounding);

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt rounded to <paramref name="precision"/> bits; x finite.</summary>
    public static unsafe BigFloat Erf(BigFloat x, int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_erf, x, precision, rounding);

    /// <summary>1 − erf x rounded to <paramref name="precision"/> bits, without cancellation; x finite.</summary>
    public static unsafe BigFloat Erfc(BigFloat x, int precision, Rounding rounding) =>
        Apply(&MpfrNative.mpfr_erfc, x, precision, rounding);

    /// <summary>Euler's constant 0.5772… rounded to <paramref name="precision"/> bits.</summary>
    public static unsafe BigFloat Euler(int precision, Rounding rounding) => Apply(&MpfrNative.mpfr_const_euler, precision, rounding);
}
