using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>
/// Brackets of the exact rank of a matrix as stored. Rows and columns are scaled by powers of two to integers; zero rows and columns and
/// those that are ±2^k times another one are dropped, which gives the structural upper bound; the rank modulo a 24-bit prime is the lower
/// bound; and where the two differ, the certificate of <see cref="ModularRank"/> proves that the rank is the lower one.
/// Everything that is returned is proved; chance decides the time only. The bracket stays open where the certificate would cost more than
/// <c>work</c> multiplications: it needs (r+1)·(b + ½log₂(r+1))/24 primes for integers of b bits, and rows·columns·(r+30) multiplications
/// for each, about 10⁹ to 10¹⁰ of which take a second. Small ranks of large matrices are within the default (rank 64 at 4096×4096 with
/// integers of 26 bits); a rank close to the dimension is only up to about 500: beyond, a singular matrix whose rank structure does not
/// explain is left open.
/// </summary>
internal static class ExactRank
{
    /// <summary>Multiplications that a certificate may take unless the caller says otherwise.</summary>
    public const double DefaultWork = 2e11;

    private const double QuickWork = 1e10;

    /// <summary>The rank of A at the default cost.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(Matrix a, CancellationToken cancellation = default) => Bracket(a, DefaultWork, cancellation);

    /// <summary>The rank of an unevaluated sum at the default cost.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(MatrixSum a, CancellationToken cancellation = default) => Bracket(a, DefaultWork, cancellation);

    /// <summary>The rank of a product of factors at the default cost.</summary>
    /// <exception cref="ArgumentException">There is no factor, or two neighbours do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(IReadOnlyList<Matrix> factors, CancellationToken cancellation = default) =>
        Bracket(factors, DefaultWork, cancellation);

    /// <summary>The rank of A.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(Matrix a, double work, CancellationToken cancellation) =>
        Bracket(new IntegerMatrix([a]), work, cancellation);

    /// <summary>The rank of an unevaluated sum, that of its exact value.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(MatrixSum a, double work, CancellationToken cancellation) =>
        Bracket(new IntegerMatrix(a.Terms), work, cancellation);

    /// <summary>
    /// The rank of the exact product F₁·F₂·…·F_k, which is not formed: at most the rank of each factor (so at most each inner dimension).
    /// </summary>
    /// <exception cref="ArgumentException">There is no factor, or two neighbours do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IntegerBracket Bracket(IReadOnlyList<Matrix> factors, double work, CancellationToken cancellation)
    {
        if (factors.Count == 0)
        {
            throw new ArgumentException("A product needs at least one factor.", nameof(factors));
        }

        for (int k = 1; k < factors.Count; k++)
        {
            if (factors[k - 1].Columns != factors[k].Rows)
            {
                throw new ArgumentException(
                    $"Factors {k} and {k + 1} are {factors[k - 1].Rows}×{factors[k - 1].Columns} and "
                    + $"{factors[k].Rows}×{factors[k].Columns}: no product.", nameof(factors));
            }
        }

        if (factors.Count == 1)
        {
            return Bracket(factors[0], work, cancellation);
        }

        int upper = int.MaxValue;
        foreach (Matrix factor in factors)
        {
            upper = Math.Min(upper, Bracket(factor, work, cancellation).Upper);
        }

        return ModularRank.Bracket(new FactorProduct(factors), upper, work, null, cancellation);
    }

    /// <summary>An upper bound of the rank from structure alone: rows and columns that are neither 0 nor ±2^k times another one.</summary>
    public static int StructuralUpper(Matrix a)
    {
        IntegerMatrix integers = new([a]);
        return Math.Min(integers.Rows, integers.Columns);
    }

    /// <summary>The rank, or null when its proof would take more than a second or two.</summary>
    public static int? TryCompute(Matrix a) =>
        Bracket(a, QuickWork, CancellationToken.None) is { IsDecided: true } bracket ? bracket.Lower : null;

    private static IntegerBracket Bracket(IntegerMatrix a, double work, CancellationToken cancellation) =>
        ModularRank.Bracket(a, int.MaxValue, work, null, cancellation);
}
