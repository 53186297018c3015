using System.Globalization;
using System.Runtime.InteropServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// An immutable binary floating-point number of chosen precision, x = ±0.b₁b₂…b_P · 2^e or ±∞, never NaN.
/// Every operation is MPFR's: the exact result correctly rounded in the direction asked for.
/// The significand is managed memory, so values need no disposal and may be shared between threads.
/// </summary>
public sealed partial class BigFloat : IComparable<BigFloat>, IEquatable<BigFloat>
{
    /// <summary>The least precision, in bits, that a number may have.</summary>
    public const int MinimumPrecision = 2;

    /// <summary>The greatest precision, in bits, that this package uses.</summary>
    public const int MaximumPrecision = 1 << 24;

    // Special exponents of the public header mpfr.h.
    private const long NanExponent = 1 - long.MaxValue;
    private const long ZeroExponent = 0 - long.MaxValue;
    private const long InfiniteExponent = 2 - long.MaxValue;

    private readonly ulong[] limbs;
    private readonly int sign;
    private readonly nint exponent;

    private BigFloat(int precision, int sign, nint exponent, ulong[] limbs)
    {
        Precision = precision;
        this.sign = sign;
        this.exponent = exponent;
        this.limbs = limbs;
    }

    /// <summary>Bits of the significand.</summary>
    public int Precision { get; }

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => IsZero ? 0 : sign;

    /// <summary>The number 0.</summary>
    public static BigFloat Zero { get; } = Of(0L);

    /// <summary>The number 1.</summary>
    public static BigFloat One { get; } = Of(1L);

    /// <summary>+∞, an end of an unbounded interval.</summary>
    public static BigFloat PositiveInfinity { get; } = Of(double.PositiveInfinity);

    /// <summary>−∞, an end of an unbounded interval.</summary>
    public static BigFloat NegativeInfinity { get; } = Of(double.NegativeInfinity);

    /// <summary>True for ±0.</summary>
    public bool IsZero => exponent == ZeroExponent;

    /// <summary>True for ±∞.</summary>
    public bool IsInfinite => exponent == InfiniteExponent;

    /// <summary>True for a number that is not ±∞.</summary>
    public bool IsFinite => !IsInfinite;

    /// <summary>e with 2^(e−1) ≤ |x| &lt; 2^e, for finite x ≠ 0.</summary>
    /// <exception cref="InvalidOperationException">x is 0 or infinite.</exception>
    public long BinaryExponent => IsZero || IsInfinite
        ? throw new InvalidOperationException("0 and infinity have no binary exponent.")
        : exponent;

    /// <summary>The version of the MPFR library in use.</summary>
    /// <exception cref="MissingLibraryException">MPFR is not installed.</exception>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(MpfrNative.mpfr_get_version()) ?? "unknown";

    /// <summary>Releases MPFR's constants cached for this thread; for threads of our own before they end.</summary>
    public static void ReleaseThreadCache() => MpfrNative.mpfr_free_cache();

    /// <inheritdoc/>
    public int CompareTo(BigFloat? other)
    {
        if (other is null)
        {
            return 1;
        }

        int mine = Sign, its = other.Sign;
        return mine != its ? mine.CompareTo(its)
            : mine == 0 || ReferenceEquals(this, other) ? 0
            : mine * CompareSize(other);
    }

    /// <summary>Equality of values; precision does not count.</summary>
    public bool Equals(BigFloat? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BigFloat);

    /// <inheritdoc/>
    public override int GetHashCode() => ToDouble(Rounding.Nearest).GetHashCode();

    /// <summary>x &lt; y.</summary>
    public static bool operator <(BigFloat x, BigFloat y) => x.CompareTo(y) < 0;

    /// <summary>x &gt; y.</summary>
    public static bool operator >(BigFloat x, BigFloat y) => x.CompareTo(y) > 0;

    /// <summary>x ≤ y.</summary>
    public static bool operator <=(BigFloat x, BigFloat y) => x.CompareTo(y) <= 0;

    /// <summary>x ≥ y.</summary>
    public static bool operator >=(BigFloat x, BigFloat y) => x.CompareTo(y) >= 0;

    /// <summary>Equality of values.</summary>
    public static bool operator ==(BigFloat? x, BigFloat? y) => x is null ? y is null : x.Equals(y);

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(BigFloat? x, BigFloat? y) => !(x == y);

    /// <summary>The smaller of two numbers.</summary>
    public static BigFloat Min(BigFloat x, BigFloat y) => x <= y ? x : y;

    /// <summary>The larger of two numbers.</summary>
    public static BigFloat Max(BigFloat x, BigFloat y) => x >= y ? x : y;

    /// <summary>Seventeen significant digits, rounded to nearest, for debugging.</summary>
    public override string ToString() => ToDouble(Rounding.Nearest).ToString("R", CultureInfo.InvariantCulture);

    // |x| against |y|, neither 0. A significand fills its limbs from the top, so limbs that one of them lacks are zeros at the bottom.
    private int CompareSize(BigFloat other)
    {
        if (IsInfinite || other.IsInfinite)
        {
            return IsInfinite.CompareTo(other.IsInfinite);
        }

        if (exponent != other.exponent)
        {
            return exponent.CompareTo(other.exponent);
        }

        for (int i = limbs.Length - 1, j = other.limbs.Length - 1; i >= 0 || j >= 0; i--, j--)
        {
            ulong a = i >= 0 ? limbs[i] : 0, b = j >= 0 ? other.limbs[j] : 0;
            if (a != b)
            {
                return a.CompareTo(b);
            }
        }

        return 0;
    }

    private static int LimbCount(int precision) => (precision + 63) / 64;

    private static int CheckPrecision(int precision) => precision is >= MinimumPrecision and <= MaximumPrecision
        ? precision
        : throw new ArgumentOutOfRangeException(nameof(precision), precision, "The precision must lie in [2, 2^24] bits.");

    private unsafe MpfrStruct View(ulong* pinned) => new() { Precision = Precision, Sign = sign, Exponent = exponent, Limbs = pinned };

    private static BigFloat Finish(in MpfrStruct r, ulong[] limbs) => r.Exponent == NanExponent
        ? throw new ArithmeticException("An operation without a value reached MPFR; the caller must exclude it.")
        : new BigFloat((int)r.Precision, r.Sign, r.Exponent, limbs);
}
