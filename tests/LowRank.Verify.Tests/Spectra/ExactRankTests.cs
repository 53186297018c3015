using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.SecondRoutes;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

public sealed class ExactRankTests
{
    private const int Rows = 500;
    private const int Columns = 400;

    [Fact]
    public void Products_of_integer_factors_are_closed_at_every_rank()
    {
        for (int rank = 1; rank <= 50; rank++)
        {
            Random random = new(rank);
            int[] rowExponents = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(-300, 300))],
                columnExponents = [.. Enumerable.Range(0, Columns).Select(_ => random.Next(-300, 300))];
            Matrix a = IntegerFactors.Product(
                IntegerFactors.Left(random, Rows, rank, 9),
                IntegerFactors.Right(random, rank, Columns, 9),
                (i, j) => rank % 2 == 0 ? rank - 25 : rowExponents[i] + columnExponents[j]);
            Assert.Equal(new IntegerBracket(rank, rank), ExactRank.Bracket(a));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void One_entry_moved_by_one_ulp_raises_the_rank_by_at_most_one_and_all_entries_give_full_rank(int rank)
    {
        Random random = new(rank);
        Matrix a = IntegerFactors.Product(IntegerFactors.Left(random, Rows, rank, 9), IntegerFactors.Right(random, rank, Columns, 9),
            (_, _) => -30);
        double[] one = [.. a.Values];
        int place = random.Next(one.Length);
        one[place] = Math.BitIncrement(one[place]);
        IntegerBracket moved = ExactRank.Bracket(new Matrix(Rows, Columns, one));
        Assert.Equal(new IntegerBracket(rank + 1, rank + 1), moved); // the place lies outside the triangles of the factors

        double[] every = [.. a.Values.Select(x => random.Next(2) == 0 ? Math.BitIncrement(x) : Math.BitDecrement(x))];
        Assert.Equal(new IntegerBracket(Columns, Columns), ExactRank.Bracket(new Matrix(Rows, Columns, every)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void The_storage_rank_stays_when_every_entry_moves_by_one_ulp(int rank)
    {
        Random random = new(rank);
        Matrix a = IntegerFactors.Product(IntegerFactors.Left(random, Rows, rank, 9), IntegerFactors.Right(random, rank, Columns, 9),
            (_, _) => 5, StorageType.Float32);
        Matrix moved = new(Rows, Columns,
            [.. a.Values.Select(x => (double)(random.Next(2) == 0 ? MathF.BitIncrement((float)x) : MathF.BitDecrement((float)x)))],
            StorageType.Float32);
        SpectrumCertifier certifier = new(Engines.Default);
        CertifiedSpectrum before = certifier.Certify(a), after = certifier.Certify(moved);
        Assert.Equal(new IntegerBracket(rank, rank), before.Rank);
        Assert.Equal(new IntegerBracket(rank, rank), before.StorageRank);
        Assert.Equal(new IntegerBracket(Columns, Columns), ExactRank.Bracket(moved));
        Assert.Equal(new IntegerBracket(rank, rank), after.StorageRank);
    }

    [Fact]
    public void In_float64_the_storage_rank_stays_as_well()
    {
        // The noise of one ulp lies below δ, but within the error of double precision: the certificate has to be refined.
        const int Rank = 7;
        Random random = new(Rank);
        Matrix a = IntegerFactors.Product(IntegerFactors.Left(random, 120, Rank, 9), IntegerFactors.Right(random, Rank, 90, 9),
            (_, _) => 5);
        Matrix moved = new(120, 90, [.. a.Values.Select(x => random.Next(2) == 0 ? Math.BitIncrement(x) : Math.BitDecrement(x))]);
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Default).Certify(moved, 20);
        Assert.Equal(new IntegerBracket(90, 90), spectrum.Rank);
        Assert.Equal(new IntegerBracket(Rank, Rank), spectrum.StorageRank);
    }

    [Fact]
    public void Small_products_have_their_rank_in_the_certified_spectrum()
    {
        SpectrumCertifier source = new(Engines.Default);
        int raised = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(3, 14), columns = random.Next(3, 14), rank = random.Next(1, Math.Min(rows, columns));
            Matrix a = IntegerFactors.Product(IntegerFactors.Left(random, rows, rank, 9), IntegerFactors.Right(random, rank, columns, 9),
                (_, _) => seed - 30);
            Assert.Equal(new IntegerBracket(rank, rank), source.Certify(a).Rank);

            double[] values = [.. a.Values];
            int place = random.Next(values.Length);
            values[place] = Math.BitIncrement(values[place]);
            IntegerBracket moved = source.Certify(new Matrix(rows, columns, values)).Rank;
            Assert.True(moved.IsDecided && moved.Lower >= rank && moved.Lower <= rank + 1, $"{moved} after one ulp on rank {rank}");
            raised += moved.Lower > rank ? 1 : 0;
        }

        Assert.True(raised > 20); // the exact rank sees one ulp
    }

    [Fact]
    public void Fraction_free_elimination_over_the_integers_agrees()
    {
        int deficient = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(1, 12), columns = random.Next(1, 12), spread = seed % 3 == 0 ? 500 : 3;
            double[] values = new double[rows * columns];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.Next(seed % 2 == 0 ? 6 : 20) switch
                {
                    0 => 0,
                    1 => Math.ScaleB(random.Next(-3, 4), random.Next(-spread, spread + 1)),
                    2 => seed % 5 == 0 ? double.Epsilon : 1,
                    3 => seed % 7 == 0 ? -double.MaxValue : -1,
                    4 or 5 => random.Next(-2, 3),
                    _ => 0,
                };
            }

            Matrix a = new(rows, columns, values);
            int expected = BareissRank.TryCompute(a) ?? throw new InvalidOperationException("The second route must answer.");
            Assert.Equal(new IntegerBracket(expected, expected), ExactRank.Bracket(a));
            Assert.Equal(new IntegerBracket(expected, expected), ExactRank.Bracket(a.Transpose()));
            Assert.InRange(ExactRank.StructuralUpper(a), expected, Math.Min(rows, columns));
            deficient += expected < Math.Min(rows, columns) ? 1 : 0;
        }

        Assert.True(deficient > 40);
    }

    [Fact]
    public void Structure_alone_bounds_the_rank()
    {
        double[] x = [3, -5, 0, 7e-300, 1e300], y = [1, 2, 3, 4, 5];
        double[] zero = new double[5], minusFour = [.. x.Select(v => -4 * v)], small = [.. y.Select(v => Math.ScaleB(v, -1000))],
            three = [.. y.Select(v => 3 * v)];
        Assert.Equal(2, ExactRank.StructuralUpper(OfColumns(x, y, zero, minusFour, small)));
        Assert.Equal(2, ExactRank.StructuralUpper(OfColumns(x, y, zero, minusFour, small).Transpose()));
        Assert.Equal(3, ExactRank.StructuralUpper(OfColumns(x, y, three))); // no power of two: left to the certificate
        Assert.Equal(new IntegerBracket(2, 2), ExactRank.Bracket(OfColumns(x, y, three, zero, y)));
        Assert.Equal(new IntegerBracket(0, 0), ExactRank.Bracket(OfColumns(zero, zero)));

        // After the equal columns are gone, rows that differed by them only are equal.
        Assert.Equal(1, ExactRank.StructuralUpper(Matrix.FromArray(new double[,] { { 1, 2, 0 }, { 1, 2, 0 }, { 2, 4, 0 } })));
    }

    [Fact]
    public void Sums_and_products_are_taken_exactly()
    {
        Random random = new(11);
        const int Rank = 9;
        double[,] u = IntegerFactors.Left(random, 70, Rank, 1000), v = IntegerFactors.Right(random, Rank, 60, 1000);
        Matrix product = IntegerFactors.Product(u, v, (_, _) => 0);

        // A dense first term, whose rounding is undone by the second one.
        Matrix first = new(70, 60, [.. product.Values.Select(_ => (double)random.Next(-1_000_000, 1_000_000))]);
        Matrix second = new(70, 60, [.. product.Values.Select((x, i) => x - first.Values[i])]);
        Assert.Equal(new IntegerBracket(60, 60), ExactRank.Bracket(first));
        Assert.Equal(new IntegerBracket(Rank, Rank), ExactRank.Bracket(new MatrixSum([first, second])));
        Matrix tiny = new(70, 60, [.. Enumerable.Range(0, 4200).Select(i => i == 4199 ? 1e-200 : 0.0)]);
        Assert.Equal(new IntegerBracket(Rank + 1, Rank + 1), ExactRank.Bracket(new MatrixSum([first, second, tiny])));

        // Factors: what no matrix of doubles stores, a product that is smaller than its factors, and the product 0.
        Matrix left = Matrix.FromArray(u), right = Matrix.FromArray(v);
        Assert.Equal(new IntegerBracket(Rank, Rank), ExactRank.Bracket([left, right]));
        double[] tenths = [.. left.Values.Select(x => x * 0.1)];
        Assert.Equal(new IntegerBracket(Rank, Rank), ExactRank.Bracket([new Matrix(70, Rank, tenths), right]));
        Matrix selectFirst = Matrix.FromArray(new double[,] { { 1, 0, 0, 0 }, { 0, 1e200, 0, 0 } }),
            onlyLast = Matrix.FromArray(new double[,] { { 0, 0 }, { 0, 0 }, { 1, 0 }, { 0, 1e-200 } });
        Assert.Equal(new IntegerBracket(0, 0), ExactRank.Bracket([selectFirst, onlyLast]));
        Matrix one = Matrix.FromArray(new double[,] { { 0, 3 }, { 0, 0 }, { 1, 0 }, { 0, 1e-200 } });
        Assert.Equal(new IntegerBracket(1, 1), ExactRank.Bracket([selectFirst, one]));
        Assert.Equal(new IntegerBracket(2, 2), ExactRank.Bracket([one]));
        Assert.Throws<ArgumentException>(() => ExactRank.Bracket([left, left]));
    }

    [Fact]
    public void Beyond_the_work_allowed_the_bracket_stays_open()
    {
        Random random = new(3);
        Matrix a = IntegerFactors.Product(IntegerFactors.Left(random, 90, 60, 3), IntegerFactors.Right(random, 60, 80, 3), (_, _) => 0);
        Assert.Equal(new IntegerBracket(60, 80), ExactRank.Bracket(a, 1e6, CancellationToken.None));
        Assert.Equal(new IntegerBracket(60, 60), ExactRank.Bracket(a));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ExactRank.Bracket(a, cancelled.Token));
    }

    private static Matrix OfColumns(params double[][] columns) => new(columns[0].Length, columns.Length, [.. columns.SelectMany(c => c)]);
}
