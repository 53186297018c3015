using System.Runtime.InteropServices;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>The entries of OpenBLAS (Fortran BLAS and LAPACK, 32-bit integers) that the package uses.</summary>
internal static unsafe partial class OpenBlasNative
{
    private const string Library = NativeLibraries.OpenBlas;

    static OpenBlasNative() => NativeLibraries.Register();

    [LibraryImport(Library)]
    public static partial void dgemm_(
        byte* transA, byte* transB, int* m, int* n, int* k, double* alpha, double* a, int* lda, double* b, int* ldb,
        double* beta, double* c, int* ldc, nuint transALength, nuint transBLength);

    [LibraryImport(Library)]
    public static partial void dsyrk_(
        byte* uplo, byte* trans, int* n, int* k, double* alpha, double* a, int* lda, double* beta, double* c, int* ldc,
        nuint uploLength, nuint transLength);

    [LibraryImport(Library)]
    public static partial void dgesdd_(
        byte* job, int* m, int* n, double* a, int* lda, double* s, double* u, int* ldu, double* vt, int* ldvt,
        double* work, int* workLength, int* integerWork, int* info, nuint jobLength);

    [LibraryImport(Library)]
    public static partial nint openblas_get_config();

    [LibraryImport(Library)]
    public static partial nint openblas_get_corename();

    [LibraryImport(Library)]
    public static partial int openblas_get_num_threads();
}
