using System.Globalization;
using System.Runtime.InteropServices;

namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>OpenBLAS: LAPACK's divide-and-conquer SVD (dgesdd) and tuned products (dgemm, dsyrk).</summary>
public sealed unsafe class OpenBlasEngine : IEngine
{
    /// <inheritdoc/>
    public string Name => "openblas";

    /// <inheritdoc/>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}, kernel {Marshal.PtrToStringUTF8(OpenBlasNative.openblas_get_corename())}, "
            + $"{OpenBlasNative.openblas_get_num_threads()} {(OpenBlasNative.openblas_get_num_threads() == 1 ? "thread" : "threads")}");

    private static string Version
    {
        get
        {
            string[] words = (Marshal.PtrToStringUTF8(OpenBlasNative.openblas_get_config()) ?? "OpenBLAS")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', words.Take(2));
        }
    }

    /// <inheritdoc/>
    public SingularTriplets? Decompose(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        int k = a.MinimumDimension;
        double[] s = new double[k], u = new double[(long)a.Rows * k], vt = new double[(long)k * a.Columns];
        return RunSvd((byte)'S', a, s, u, vt)
            ? new SingularTriplets(a.Rows, a.Columns, u, s, Transposed(vt, k, a.Columns))
            : null;
    }

    /// <inheritdoc/>
    public double[]? SingularValues(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        double[] s = new double[a.MinimumDimension];
        return RunSvd((byte)'N', a, s, new double[1], new double[1]) ? s : null;
    }

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c)
    {
        byte opA = (byte)(transposeA ? 'T' : 'N'), opB = (byte)(transposeB ? 'T' : 'N');
        int lda = transposeA ? k : m, ldb = transposeB ? n : k, ldc = m;
        double one = 1, zero = 0;
        fixed (double* pa = a, pb = b, pc = c)
        {
            OpenBlasNative.dgemm_(&opA, &opB, &m, &n, &k, &one, pa, &lda, pb, &ldb, &zero, pc, &ldc, 1, 1);
        }
    }

    /// <inheritdoc/>
    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c)
    {
        byte upper = (byte)'U', transposed = (byte)'T';
        int lda = k, ldc = n;
        double one = 1, zero = 0;
        fixed (double* pa = a, pc = c)
        {
            OpenBlasNative.dsyrk_(&upper, &transposed, &n, &k, &one, pa, &lda, &zero, pc, &ldc, 1, 1);
        }
    }

    private static bool RunSvd(byte job, Matrix a, double[] s, double[] u, double[] vt)
    {
        int m = a.Rows, n = a.Columns, k = a.MinimumDimension, lda = m, ldu = m, ldvt = k, info = 0;
        double[] scratch = (double[])a.Values.Clone();
        int[] integers = new int[8 * k];
        fixed (double* pa = scratch, ps = s, pu = u, pv = vt)
        fixed (int* pi = integers)
        {
            double wanted = 0;
            int query = -1;
            OpenBlasNative.dgesdd_(&job, &m, &n, pa, &lda, ps, pu, &ldu, pv, &ldvt, &wanted, &query, pi, &info, 1);
            if (info != 0)
            {
                throw new ArgumentException($"dgesdd refused argument {-info}.", nameof(a));
            }

            // Beyond 32-bit workspaces the library cannot decompose the matrix; the certificate then falls back to norms.
            if (!(wanted is > 0 and < int.MaxValue))
            {
                return false;
            }

            int length = (int)wanted;
            double[] work = new double[length];
            fixed (double* pw = work)
            {
                OpenBlasNative.dgesdd_(&job, &m, &n, pa, &lda, ps, pu, &ldu, pv, &ldvt, pw, &length, pi, &info, 1);
            }
        }

        return info == 0;
    }

    private static double[] Transposed(double[] source, int rows, int columns)
    {
        double[] result = new double[source.Length];
        const int Block = 32;
        for (int j0 = 0; j0 < columns; j0 += Block)
        {
            for (int i0 = 0; i0 < rows; i0 += Block)
            {
                int j1 = Math.Min(j0 + Block, columns), i1 = Math.Min(i0 + Block, rows);
                for (int j = j0; j < j1; j++)
                {
                    for (int i = i0; i < i1; i++)
                    {
                        result[j + ((long)i * columns)] = source[i + ((long)j * rows)];
                    }
                }
            }
        }

        return result;
    }
}
