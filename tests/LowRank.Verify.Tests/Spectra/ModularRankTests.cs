using System.Numerics;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Matrices made to deceive the certificate at primes that are known to it.</summary>
public sealed class ModularRankTests
{
    private static readonly int[] Primes = [.. PrimeField.Primes(99).Take(8)];

    [Fact]
    public void A_prime_that_divides_the_matrix_proves_nothing_about_its_rank()
    {
        // Rank 2; modulo q only 1.
        Matrix a = Matrix.FromArray(new double[,] { { 1, 1 }, { 1, 1 + Primes[0] } });
        Assert.Equal(new IntegerBracket(1, 2), Bracket(a, Primes[..1]));
        Assert.Equal(new IntegerBracket(2, 2), Bracket(a, Primes[..2]));
        Assert.Equal(new IntegerBracket(2, 2), Bracket(a, Primes[1..2]));

        // The whole matrix times q: modulo q it vanishes.
        Random random = new(1);
        Matrix multiple = new(6, 5, [.. Enumerable.Range(0, 30).Select(_ => (double)random.Next(-99, 100) * Primes[0])]);
        Assert.Equal(new IntegerBracket(0, 5), Bracket(multiple, Primes[..1]));
        Assert.Equal(new IntegerBracket(5, 5), Bracket(multiple, Primes[..2]));
    }

    [Fact]
    public void Too_few_primes_prove_nothing()
    {
        // The only minor of order 2 is q₁·q₂: zero modulo both, and not zero.
        Matrix a = Matrix.FromArray(new double[,] { { 1, 0 }, { 0, (double)Primes[0] * Primes[1] } });
        Assert.Equal(new IntegerBracket(1, 2), Bracket(a, Primes[..2]));
        Assert.Equal(new IntegerBracket(2, 2), Bracket(a, Primes[..3]));

        // The same inside a larger matrix: rank 4, modulo the first two primes 3.
        Matrix diagonal =
            Matrix.FromArray(new double[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, (double)Primes[0] * Primes[1] } });
        Matrix left = Matrix.FromArray(IntegerFactors.Left(new Random(2), 20, 4, 3)),
            right = Matrix.FromArray(IntegerFactors.Right(new Random(3), 4, 15, 3));
        IIntegerMatrix product = new FactorProduct([left, diagonal, right]);
        Assert.Equal(new IntegerBracket(3, 15), ModularRank.Bracket(product, 15, 1e12, Primes[..2], CancellationToken.None));
        Assert.Equal(new IntegerBracket(4, 15), ModularRank.Bracket(product, 15, 1e12, Primes[..3], CancellationToken.None));
        Assert.Equal(new IntegerBracket(4, 4), ModularRank.Bracket(product, 15, 1e12, null, CancellationToken.None));
        Assert.Equal(new IntegerBracket(4, 4), ModularRank.Bracket(product, 4, 1e12, Primes[..3], CancellationToken.None));
    }

    [Fact]
    public void A_prime_at_which_the_core_is_singular_does_not_count()
    {
        // Rank 1 with the core q: two primes are needed, and q is none of them.
        double q = Primes[1];
        Matrix a = Matrix.FromArray(new double[,] { { q, 3 * q }, { 5, 15 } });
        Assert.Equal(new IntegerBracket(1, 2), Bracket(a, [Primes[0]]));
        Assert.Equal(new IntegerBracket(1, 2), Bracket(a, [Primes[0], Primes[1]]));
        Assert.Equal(new IntegerBracket(1, 1), Bracket(a, [Primes[0], Primes[1], Primes[2]]));
        Assert.Equal(new IntegerBracket(1, 1), Bracket(a, [Primes[0], Primes[2]]));
    }

    [Fact]
    public void The_bound_of_the_minors_holds_for_every_minor()
    {
        // Hadamard's inequality is attained by Hadamard's matrices: |det| = 4^2.
        Matrix hadamard = Matrix.FromArray(new double[,] { { 1, 1, 1, 1 }, { 1, -1, 1, -1 }, { 1, 1, -1, -1 }, { 1, -1, -1, 1 } });
        Assert.InRange(new IntegerMatrix([hadamard]).MinorBits([0, 1, 2], [0, 1, 2]), 4, 4.001);

        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(4, 8), columns = random.Next(4, 8), order = random.Next(1, 4), size = random.Next(1, 6) * 7;
            double[,] values = new double[rows, columns];
            foreach (int t in Enumerable.Range(0, rows * columns))
            {
                values[t / columns, t % columns] = (2 * random.Next(-size, size)) + 1; // odd: the scaling has nothing to do
            }

            Matrix left = Matrix.FromArray(values),
                right = Matrix.FromArray(new double[,] { { 1, 1, 3 }, { -1, 5, 1 }, { 7, 1, 1 }, { 1, 1, 1 } }),
                middle = new(columns, 4, [.. Enumerable.Range(0, columns * 4).Select(_ => (2.0 * random.Next(-9, 9)) + 1)]);
            int[] core = [.. Enumerable.Range(0, order)];

            // The first matrix is seen as its transpose; the bound of minors does not mind.
            CheckMinors(new IntegerMatrix([left]), left.Transpose(), core);
            if (order < 3)
            {
                CheckMinors(new FactorProduct([left, middle, right]), Product(Product(left, middle), right), core);
            }
        }
    }

    private static void CheckMinors(IIntegerMatrix bounded, Matrix a, int[] core)
    {
        Assert.Equal((a.Rows, a.Columns), (bounded.Rows, bounded.Columns)); // nothing was dropped
        double bits = bounded.MinorBits(core, core);
        for (int i = core.Length; i < a.Rows; i++)
        {
            for (int j = core.Length; j < a.Columns; j++)
            {
                BigInteger minor = Determinant(a, [.. core, i], [.. core, j]);
                Assert.True(minor.IsZero || BigInteger.Log(BigInteger.Abs(minor), 2) <= bits, $"minor {minor} above 2^{bits}");
            }
        }
    }

    private static IntegerBracket Bracket(Matrix a, int[] primes) =>
        ModularRank.Bracket(new IntegerMatrix([a]), int.MaxValue, 1e12, primes, CancellationToken.None);

    private static Matrix Product(Matrix a, Matrix b)
    {
        double[,] result = new double[a.Rows, b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                result[i, j] = Enumerable.Range(0, a.Columns).Sum(k => a[i, k] * b[k, j]);
            }
        }

        return Matrix.FromArray(result);
    }

    // By expansion along the first row.
    private static BigInteger Determinant(Matrix a, int[] rows, int[] columns) => rows.Length == 0
        ? BigInteger.One
        : columns.Select((c, k) => (k % 2 == 0 ? 1 : -1) * (BigInteger)a[rows[0], c]
            * Determinant(a, rows[1..], [.. columns.Where((_, t) => t != k)]))
            .Aggregate(BigInteger.Zero, (x, y) => x + y);
}
