using System.Runtime.InteropServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// The entries of MPFR 4 that the package uses. Significands live in managed memory that is pinned for the length of one
/// call (MPFR's custom interface: a destination is never reallocated by an operation), so there is nothing to free.
/// </summary>
internal static unsafe partial class MpfrNative
{
    private const string Library = NativeLibraries.Mpfr;

    static MpfrNative() => NativeLibraries.Register();

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int mpfr_add(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int mpfr_sub(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_mul(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library, EntryPoint = "mpfr_mul"), SuppressGCTransition]
    public static partial int mpfr_mul_short(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_div(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_pow(MpfrStruct* r, MpfrStruct* a, MpfrStruct* b, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_pow_si(MpfrStruct* r, MpfrStruct* a, nint n, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_sqrt(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_exp(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_log(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_log10(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_log1p(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_acos(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_asin(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_cosh(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_sinh(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_const_pi(MpfrStruct* r, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_rint(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int mpfr_set(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int mpfr_mul_2si(MpfrStruct* r, MpfrStruct* a, nint exponent, int rounding);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mpfr_set_str(MpfrStruct* r, string text, int numberBase, int rounding);

    [LibraryImport(Library)]
    public static partial byte* mpfr_get_str(byte* text, nint* exponent, int numberBase, nuint digits, MpfrStruct* a, int rounding);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial double mpfr_get_d(MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial void mpfr_free_cache();

    [LibraryImport(Library)]
    public static partial nint mpfr_get_version();
}
