using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>
/// The rank of an integer matrix A from its residues. The rank modulo any prime is at most the rank. Let r of them be pivots, in rows R
/// and columns C: the core A[R,C] is nonsingular modulo that prime, hence nonsingular, and A has rank r if and only if every minor of
/// order r + 1 that contains the core vanishes (these are the entries of det(core)·A − A[:,C]·adj(core)·A[R,:] outside the core's rows
/// and columns). Modulo a prime q that does not divide the core's leading minors, those minors are det(core) times the entries of the
/// Schur complement, so they vanish modulo q exactly when elimination with these pivots leaves zeros. A minor that vanishes modulo
/// primes whose product exceeds Hadamard's bound of its size is 0. Nothing here is probable only: the choice of primes decides how soon
/// the answer is found, never which.
/// </summary>
internal static class ModularRank
{
    private const int Seed = 20_250_101;
    private const int MostUnusablePrimes = 32;

    // A residue costs about as much as this many multiplications of the elimination.
    private const double ResidueCost = 30;

    /// <summary>
    /// A bracket [r, r] or [r, upper] of the rank.
    /// </summary>
    /// <param name="a">The integer matrix.</param>
    /// <param name="upper">A known upper bound of the rank.</param>
    /// <param name="work">Multiplications that may be spent on the certificate; beyond, the bracket stays open.</param>
    /// <param name="primes">Primes of 24 bits to use, or null for a fixed pseudo-random sequence.</param>
    /// <param name="cancellation">Checked between panels of the elimination.</param>
    public static IntegerBracket Bracket(IIntegerMatrix a, int upper, double work, IEnumerable<int>? primes, CancellationToken cancellation)
    {
        upper = Math.Min(upper, Math.Min(a.Rows, a.Columns));
        if (upper == 0)
        {
            return new IntegerBracket(0, 0);
        }

        using IEnumerator<int> next = (primes ?? PrimeField.Primes(Seed)).GetEnumerator();
        if (!next.MoveNext())
        {
            return new IntegerBracket(0, upper);
        }

        ModularMatrix residues = new(new PrimeField(next.Current), a.Rows, a.Columns);
        while (true)
        {
            ModularElimination.Pivots pivots = FindPivots(a, residues, cancellation);
            if (pivots.Rank == upper)
            {
                return new IntegerBracket(upper, upper);
            }

            switch (Certify(a, residues, pivots, next, work, cancellation))
            {
                case Verdict.Proved:
                    return new IntegerBracket(pivots.Rank, pivots.Rank);
                case Verdict.Open:
                    return new IntegerBracket(SecondOpinion(a, residues, pivots.Rank, next, cancellation), upper);
                default:
                    break; // the rank is larger modulo the prime that refuted this core: each round gains a pivot
            }
        }
    }

    /// <summary>Bits that the certificate may count for a prime: log₂ q, rounded down.</summary>
    internal static double CertifiedBits(int prime) => Math.Log2(prime) - 1e-9;

    private enum Verdict
    {
        Proved,
        Refuted,
        Open,
    }

    private static ModularElimination.Pivots FindPivots(IIntegerMatrix a, ModularMatrix residues, CancellationToken cancellation)
    {
        a.WriteResidues(residues, Identity(a.Rows), Identity(a.Columns), cancellation);
        return ModularElimination.FindPivots(residues, cancellation);
    }

    // Without a proof of equality, another prime guards the lower bound against an unlucky first one.
    private static int SecondOpinion(IIntegerMatrix a, ModularMatrix residues, int rank, IEnumerator<int> primes,
        CancellationToken cancellation)
    {
        if (!primes.MoveNext())
        {
            return rank;
        }

        residues.Use(new PrimeField(primes.Current));
        return Math.Max(rank, FindPivots(a, residues, cancellation).Rank);
    }

    // The first prime, at which the pivots were found, counts: elimination left zeros there too. On return from Refuted the current
    // prime is one at which the rank is larger.
    private static Verdict Certify(IIntegerMatrix a, ModularMatrix residues, ModularElimination.Pivots pivots, IEnumerator<int> primes,
        double work, CancellationToken cancellation)
    {
        int r = pivots.Rank;
        double needed = a.MinorBits(pivots.Rows, pivots.Columns), proved = CertifiedBits(primes.Current);
        double each = (double)a.Rows * a.Columns * (r + ResidueCost);
        if (each * Math.Ceiling((needed - proved) / 23) > work)
        {
            return Verdict.Open;
        }

        int[] rowOrder = Order(pivots.Rows, a.Rows), columnOrder = Order(pivots.Columns, a.Columns);
        for (int unusable = 0; proved <= needed;)
        {
            if (unusable > MostUnusablePrimes || !primes.MoveNext())
            {
                return Verdict.Open;
            }

            residues.Use(new PrimeField(primes.Current));
            a.WriteResidues(residues, rowOrder, columnOrder, cancellation);
            switch (ModularElimination.CoreSpans(residues, r, cancellation))
            {
                case null:
                    unusable++;
                    break;
                case false:
                    return Verdict.Refuted;
                default:
                    proved += CertifiedBits(primes.Current);
                    break;
            }
        }

        return Verdict.Proved;
    }

    private static int[] Order(int[] core, int count) => [.. core, .. Enumerable.Range(0, count).Except(core)];

    private static int[] Identity(int count) => [.. Enumerable.Range(0, count)];
}
