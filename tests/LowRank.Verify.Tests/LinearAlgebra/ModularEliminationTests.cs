using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.LinearAlgebra;

public sealed class ModularEliminationTests
{
    private const int Prime = 16_777_213; // the largest prime below 2^24

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 1)]
    [InlineData(9, 1, 1)]
    [InlineData(63, 64, 63)]
    [InlineData(64, 64, 64)]
    [InlineData(65, 129, 65)]
    [InlineData(200, 131, 17)]
    [InlineData(131, 200, 70)]
    [InlineData(300, 280, 129)]
    public void The_pivots_agree_with_plain_elimination_in_64_bit_integers(int rows, int columns, int rank)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            long[,] a = Product(new Random(seed), rows, columns, rank, Prime);
            ModularElimination.Pivots pivots = ModularElimination.FindPivots(Residues(a, Prime), CancellationToken.None);
            Assert.Equal(PlainRank(a, Prime), pivots.Rank);
            Assert.Equal(pivots.Rank, pivots.Columns.Distinct().Count());
            Assert.Equal(pivots.Rank, pivots.Rows.Distinct().Count());

            // The pivots' core is nonsingular, and with it in front the Schur complement vanishes.
            Assert.Equal(pivots.Rank, PlainRank(Part(a, pivots.Rows, pivots.Columns), Prime));
            int[] rowOrder = [.. pivots.Rows, .. Enumerable.Range(0, rows).Except(pivots.Rows)],
                columnOrder = [.. pivots.Columns, .. Enumerable.Range(0, columns).Except(pivots.Columns)];
            long[,] ordered = Part(a, rowOrder, columnOrder);
            Assert.True(ModularElimination.CoreSpans(Residues(ordered, Prime), pivots.Rank, CancellationToken.None));

            // One entry outside the core changed by one: the core no longer spans. A core that is too small never did.
            if (rows > pivots.Rank && columns > pivots.Rank)
            {
                ordered[rows - 1, columns - 1] = (ordered[rows - 1, columns - 1] + 1) % Prime;
                Assert.False(ModularElimination.CoreSpans(Residues(ordered, Prime), pivots.Rank, CancellationToken.None));
                Assert.True(pivots.Rank == 0
                    || ModularElimination.CoreSpans(Residues(ordered, Prime), pivots.Rank - 1, CancellationToken.None) == false);
            }
        }
    }

    [Fact]
    public void A_singular_core_says_nothing()
    {
        Assert.Null(ModularElimination.CoreSpans(Residues(new long[,] { { 0, 1, 2 }, { 1, 0, 3 }, { 1, 1, 5 } }, Prime), 2,
            CancellationToken.None));
        Assert.Null(ModularElimination.CoreSpans(Residues(new long[,] { { 2, 4, 1 }, { 1, 2, 3 }, { 1, 1, 5 } }, Prime), 2,
            CancellationToken.None));
        Assert.True(ModularElimination.CoreSpans(Residues(new long[,] { { 2, 4, 6 }, { 1, 3, 4 }, { 1, 1, 2 } }, Prime), 2,
            CancellationToken.None));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 64, 9)]
    [InlineData(70, 65, 33)]
    [InlineData(130, 200, 41)]
    public void Products_agree_with_64_bit_integers(int m, int k, int n)
    {
        Random random = new(m);
        long[,] a = Uniform(random, m, k, Prime), b = Uniform(random, k, n, Prime);
        ModularMatrix product = ModularMatrix.Multiply(Residues(a, Prime), Residues(b, Prime), CancellationToken.None);
        long[,] expected = Multiply(a, b, Prime);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(expected[i, j], (((long)product.Row(i)[j] % Prime) + Prime) % Prime);
            }
        }
    }

    [Fact]
    public void Residues_are_centred_and_vanish_only_for_multiples()
    {
        PrimeField field = new(Prime);
        Random random = new(7);
        for (int trial = 0; trial < 100_000; trial++)
        {
            long x = random.NextInt64(-(1L << 53), (1L << 53) + 1);
            x -= trial % 3 == 0 ? x % Prime : 0;
            double reduced = field.Reduce((double)x);
            Assert.True(Math.Abs(reduced) <= (1 << 23) + 8);
            Assert.Equal(0, ((Int128)x - (Int128)reduced) % Prime);
            Assert.Equal(x % Prime == 0, reduced == 0);
        }

        for (int x = 1; x < 1000; x++)
        {
            Assert.Equal(1, field.Reduce(x * field.Inverse(x)));
        }

        Assert.All(PrimeField.Primes(3).Take(50), prime => Assert.DoesNotContain(Enumerable.Range(2, 4094), d => prime % d == 0));
        Assert.Equal(2000, PrimeField.Primes(3).Take(2000).Distinct().Count());
    }

    private static ModularMatrix Residues(long[,] a, int prime)
    {
        ModularMatrix result = new(new PrimeField(prime), a.GetLength(0), a.GetLength(1));
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < result.Columns; j++)
            {
                result.Row(i)[j] = a[i, j] > prime / 2 ? a[i, j] - prime : a[i, j];
            }
        }

        return result;
    }

    // Sparse factors with zero columns among them, so that pivots are missing in the middle of panels.
    private static long[,] Product(Random random, int rows, int columns, int rank, int prime)
    {
        long[,] u = Uniform(random, rows, rank, prime), v = Uniform(random, rank, columns, prime);
        for (int j = 0; j < columns; j++)
        {
            bool isZero = columns > rank && random.Next(5) == 0;
            for (int r = 0; r < rank; r++)
            {
                v[r, j] = isZero || (j < columns / 3 && r > rank / 4) ? 0 : v[r, j];
            }
        }

        return Multiply(u, v, prime);
    }

    private static long[,] Uniform(Random random, int rows, int columns, int prime)
    {
        long[,] result = new long[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = random.Next(8) switch { 0 => 0, 1 => prime / 2, 2 => (prime / 2) + 1, _ => random.NextInt64(prime) };
            }
        }

        return result;
    }

    private static long[,] Multiply(long[,] a, long[,] b, int prime)
    {
        long[,] result = new long[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < a.GetLength(1); k++)
                {
                    result[i, j] = (result[i, j] + (a[i, k] * b[k, j])) % prime;
                }
            }
        }

        return result;
    }

    private static long[,] Part(long[,] a, int[] rows, int[] columns)
    {
        long[,] result = new long[rows.Length, columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                result[i, j] = a[rows[i], columns[j]];
            }
        }

        return result;
    }

    private static int PlainRank(long[,] matrix, int prime)
    {
        long[,] a = (long[,])matrix.Clone();
        int rank = 0;
        for (int column = 0; column < a.GetLength(1) && rank < a.GetLength(0); column++)
        {
            int pivot = Enumerable.Range(rank, a.GetLength(0) - rank).FirstOrDefault(i => a[i, column] != 0, -1);
            if (pivot < 0)
            {
                continue;
            }

            long inverse = (long)System.Numerics.BigInteger.ModPow(a[pivot, column], prime - 2, prime);
            for (int j = 0; j < a.GetLength(1); j++)
            {
                (a[rank, j], a[pivot, j]) = (a[pivot, j], a[rank, j]);
            }

            for (int i = rank + 1; i < a.GetLength(0); i++)
            {
                long factor = a[i, column] * inverse % prime;
                for (int j = column; j < a.GetLength(1); j++)
                {
                    a[i, j] = (((a[i, j] - (factor * a[rank, j])) % prime) + prime) % prime;
                }
            }

            rank++;
        }

        return rank;
    }
}
