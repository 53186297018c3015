namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// Dense linear algebra in double precision, by a library. Matrices are column-major arrays without gaps. Products must be IEEE
/// double inner products in any order of summation, with or without fused multiply-add; Strassen-type algorithms, flush-to-zero
/// and emulated arithmetic are excluded. Decompositions carry no promise, but their arrays belong to the caller: an engine neither
/// changes its arguments nor touches a result after it has returned it. Safe for use from several threads.
/// </summary>
public interface IEngine
{
    /// <summary>Short name: "openblas", "managed".</summary>
    string Name { get; }

    /// <summary>Library, version and kernel, for people.</summary>
    string Description { get; }

    /// <summary>A thin singular value decomposition, or null when the library's iteration did not converge.</summary>
    SingularTriplets? Decompose(Matrix a);

    /// <summary>Singular values only, descending, or null when the library's iteration did not converge.</summary>
    double[]? SingularValues(Matrix a);

    /// <summary>C ← op(A)·op(B), C is m×n, inner dimension k; op is the transpose where asked for.</summary>
    void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    /// <summary>The upper triangle (row ≤ column) of C ← AᵀA, A is k×n; the strict lower triangle of C is left alone.</summary>
    void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c);
}
