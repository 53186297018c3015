using System.Runtime.InteropServices;

namespace LowRank.Verify.Arithmetic;

/// <content>Special functions.</content>
internal static unsafe partial class MpfrNative
{
    [LibraryImport(Library)]
    public static partial int mpfr_digamma(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_lngamma(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_expm1(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_sin(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_cos(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_erf(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_erfc(MpfrStruct* r, MpfrStruct* a, int rounding);

    [LibraryImport(Library)]
    public static partial int mpfr_const_euler(MpfrStruct* r, int rounding);
}
