using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class LeadingSpectrumTests
{
    private static readonly IntervalContext Context = new(128);

    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_values_energies_and_sums_lie_in_their_enclosures(string name)
    {
        int cases = name == Engines.Default.Name ? 400 : 60;
        _ = Parallel.For(0, cases, seed =>
        {
            Random random = new(seed);
            int rows = random.Next(1, 50), columns = random.Next(1, 50), size = Math.Min(rows, columns), k = random.Next(1, 12);
            int[] values = PlantedSpectrum.Values(random, random.Next(1, size + 1), 300);
            int scale = random.Next(4) == 0 ? random.Next(-400, 400) : 0;
            Matrix a = PlantedSpectrum.Build(random, rows, columns, values, scale);
            IEngine engine = Engines.Get(name);
            LeadingSpectrumOptions options = new() { Oversampling = random.Next(6), Steps = random.Next(1, 6), Seed = seed };
            Check(new LeadingSpectrumCertifier(engine).Certify(new TiledOperator(engine, a), k, options), values, scale, k, $"seed {seed}");
            Check(new LeadingSpectrumCertifier(engine).Certify(new WithoutEntries(new TiledOperator(engine, a)), k, options), values, scale,
                k, $"seed {seed}, by products");
        });
    }

    [Fact]
    public void A_decaying_spectrum_is_certified_sharply()
    {
        // σ_i = 2^−i after five steps would be easy; repeated values and a flat tail of small ones are not.
        Random random = new(77);
        int[] values = [400, 390, 390, 200, 100, 50, .. Enumerable.Repeat(1, 30)];
        Matrix a = PlantedSpectrum.Build(random, 80, 60, values);
        foreach (ILinearOperator map in new ILinearOperator[] { new TiledOperator(Engines.Default, a),
            new WithoutEntries(new TiledOperator(Engines.Default, a)) })
        {
            LeadingSpectrum found = new LeadingSpectrumCertifier(Engines.Default)
                .Certify(map, 6, new LeadingSpectrumOptions { Steps = 12 });
            Check(found, values, 0, 6, "decaying");
            for (int i = 0; i < 6; i++)
            {
                Interval value = found.Values[i];
                Assert.True(value.UpperDouble - value.LowerDouble < 1e-9, $"σ_{i + 1} in {value}");
            }

            Assert.True(found.Values[6].UpperDouble < Math.Sqrt(30) + 1e-6);
            Interval sum = found.SchattenSum(Context, Interval.One).Value; // Σ = 1560
            Assert.InRange(1560, sum.LowerDouble, sum.UpperDouble);
            Assert.True(sum.UpperDouble < 1530 + Math.Sqrt(30 * 54) + 1 && sum.LowerDouble > 1530 + 5, $"{sum}");
            Interval limited = found.SchattenSum(Context, Interval.One, rankLimit: 36).Value;
            Assert.InRange(1560, limited.LowerDouble, limited.UpperDouble);
            Assert.True(limited.UpperDouble < 1560 + 1e-6, $"{limited}"); // equal values: the upper extreme itself
        }
    }

    [Fact]
    public void Bad_spaces_widen_and_never_err()
    {
        int[] values = [300, 299, 120, 50, 50, 20, 7, 3, 1, 1, 1];
        Random random = new(0);
        double bend = 0;
        DecoratedEngine engine = new(Engines.Default)
        {
            OnDecompose = proposal => random.Next(10) == 0 ? null
                : proposal! with { Left = Array.ConvertAll(proposal.Left, x => x + (bend * (random.NextDouble() - 0.5))) },
        };
        for (int seed = 0; seed < 200; seed++)
        {
            random = new(seed);
            Matrix a = PlantedSpectrum.Build(random, random.Next(11, 40), random.Next(11, 40), values);
            bend = Math.Pow(10, -1 - (5 * random.NextDouble()));
            TiledOperator map = new(Engines.Default, a);
            Check(new LeadingSpectrumCertifier(engine).Certify(map, 5, new LeadingSpectrumOptions { Seed = seed, Steps = 4 }), values, 0, 5,
                $"seed {seed}");
            Check(new LeadingSpectrumCertifier(engine).Certify(new WithoutEntries(map), 5,
                new LeadingSpectrumOptions { Seed = seed, Steps = 4 }), values, 0, 5, $"seed {seed}, by products");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_of_a_stored_operator_keep_their_bound(string name)
    {
        Random random = new(1);
        const int Rows = 700, Columns = 1_100, Count = 3;
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => (float)(random.NextDouble() - 0.5))];
        Matrix wide = new(Rows, Columns, Array.ConvertAll(values, x => (double)x));
        double[] x = Draw(random, Columns * Count), y = Draw(random, Rows * Count), image = new double[Rows * Count],
            back = new double[Columns * Count];
        foreach (TiledOperator map in new[] { new TiledOperator(Engines.Get(name), wide),
            new TiledOperator(Engines.Get(name), Rows, Columns, values) })
        {
            double error = map.Multiply(Count, x, image), backError = map.MultiplyTransposed(Count, y, back);
            double off = 0, backOff = 0;
            Matrix transposed = wide.Transpose();
            for (int c = 0; c < Count; c++)
            {
                for (int i = 0; i < Rows; i++)
                {
                    off += Math.Pow(image[i + (c * Rows)]
                        - CompensatedDot.Of(transposed.Values.AsSpan(i * Columns, Columns), x.AsSpan(c * Columns, Columns), out _), 2);
                }

                for (int j = 0; j < Columns; j++)
                {
                    backOff += Math.Pow(back[j + (c * Columns)]
                        - CompensatedDot.Of(wide.Values.AsSpan(j * Rows, Rows), y.AsSpan(c * Rows, Rows), out _), 2);
                }
            }

            Assert.InRange(Math.Sqrt(off), 1e-16, error);
            Assert.InRange(Math.Sqrt(backOff), 1e-16, backError);
            Assert.True(error < 1e-8 && backError < 1e-8);
            double exact = 0;
            for (int j = 0; j < Columns; j++)
            {
                for (int i = 0; i < Rows; i++)
                {
                    double entry = wide[i, j];
                    for (int c = 0; c < Count; c++)
                    {
                        entry -= y[i + (c * Rows)] * x[j + (c * Columns)];
                    }

                    exact += entry * entry;
                }
            }

            Assert.InRange(map.RemainderNorm(Count, y, x) / Math.Sqrt(exact), 1 - 1e-12, 1 + 1e-9);
            Assert.True(map.FrobeniusSquared(Context).Overlaps(EntryNorms.FrobeniusSquared(Context, wide)));
        }
    }

    [Fact]
    public void A_wrong_product_of_an_operator_is_refused()
    {
        int refused = 0;
        Random random = new(0);
        bool isArmed = false;
        DecoratedEngine engine = new(Engines.Default)
        {
            OnProduct = (_, _, _, c) => c[random.Next(c.Length)] += isArmed ? 1e-6 * (1 + random.NextDouble()) : 0,
        };
        for (int seed = 0; seed < 200; seed++)
        {
            random = new(seed);
            isArmed = false;
            TiledOperator map = new(engine, PlantedSpectrum.Build(random, 30, 20, [9, 8, 7, 3]));
            double[] x = Draw(random, 80), y = Draw(random, 120), result = new double[120];
            _ = map.Multiply(4, x, result);
            isArmed = true;
            refused += Refuses(() => map.Multiply(4, x, result)) && Refuses(() => map.MultiplyTransposed(4, y, new double[80]))
                && Refuses(() => map.RemainderNorm(4, y, x)) ? 1 : 0;
        }

        Assert.Equal(200, refused);

        static bool Refuses(Action action) => Record.Exception(action) is EngineRefusedException;
    }

    [Fact]
    public void A_diagonal_operator_that_is_no_matrix_in_memory()
    {
        // σ_i = 1/i, i = 1 … 40000: Σσ_i² and Σσ_i are known without a decomposition.
        const int Size = 40_000;
        LeadingSpectrum found = new LeadingSpectrumCertifier(Engines.Default)
            .Certify(new Harmonic(Size), 4, new LeadingSpectrumOptions { Steps = 6 });
        for (int i = 0; i < 4; i++)
        {
            Assert.True(found.Values[i].Contains(Rational.One / Rational.Of(i + 1.0)), $"{found.Values[i]}");
        }

        Assert.True(found.Values[0].UpperDouble < 1 + 1e-10, $"{found.Values[0]}");
        Interval sum = found.SchattenSum(Context, Interval.One).Value;
        double harmonic = Enumerable.Range(1, Size).Sum(i => 1.0 / i);
        Assert.InRange(harmonic, sum.LowerDouble, sum.UpperDouble);
    }

    [Fact]
    public void A_large_matrix_of_low_rank_with_noise()
    {
        const int Rows = 3_000, Columns = 2_000, Rank = 12, Asked = 12;
        Random random = new(2);
        double[] left = Draw(random, Rows * Rank), right = Draw(random, Rank * Columns), product = new double[Rows * Columns];
        Engines.Default.Multiply(false, false, Rows, Columns, Rank, left, right, product);
        float[] stored = Array.ConvertAll(product, x => (float)(x + (1e-4 * (random.NextDouble() - 0.5))));
        LeadingSpectrum found = new LeadingSpectrumCertifier(Engines.Default)
            .Certify(new TiledOperator(Engines.Default, Rows, Columns, stored), Asked);
        double[] computed = Engines.Default.SingularValues(new Matrix(Rows, Columns, Array.ConvertAll(stored, x => (double)x)))!;
        double slack = 1e-11 * computed[0]; // the values it is compared with are not certified
        for (int i = 0; i < found.Values.Count; i++)
        {
            Assert.InRange(computed[i], found.Values[i].LowerDouble - slack, found.Values[i].UpperDouble + slack);
        }

        Assert.All(found.Values.Take(Asked), value => Assert.True(value.Digits(15) >= 9, $"{value}"));
        foreach (double p in new[] { 0.5, 1, 1.5, 2 })
        {
            Interval sum = found.SchattenSum(Context, Interval.Of(p)).Value;
            double reference = computed.Sum(x => Math.Pow(x, p));
            Assert.InRange(reference, sum.LowerDouble * (1 - 1e-9), sum.UpperDouble * (1 + 1e-9));
            Assert.True(p < 1.9 || sum.Digits(15) >= 9);
            Assert.True(sum.UpperDouble < 1.3 * reference, $"p = {p}: {reference} in {sum}"); // noise is nearly a flat tail
        }
    }

    [Theory]
    [InlineData(20, 10, 60, 50)] // 1200 × 500
    [InlineData(50, 40, 400, 200)] // 20000 × 8000, 640 MB of float32, never copied
    public void Kronecker_products_of_planted_matrices(int outerRows, int outerColumns, int innerRows, int innerColumns)
    {
        bool isLarge = outerRows * innerRows > 10_000;
        Assert.SkipUnless(!isLarge || Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1", "LOWRANK_FULL=1 runs it");
        int[] outer = [60, 9, .. Enumerable.Repeat(1, outerColumns - 2)],
            inner = [500, 450, 200, 90, 40, 8, .. Enumerable.Repeat(1, innerColumns - 6)];
        Random random = new(12);
        Matrix p = PlantedSpectrum.Build(random, outerRows, outerColumns, outer, 0, StorageType.BFloat16),
            q = PlantedSpectrum.Build(random, innerRows, innerColumns, inner, 0, StorageType.Float16);
        int rows = outerRows * innerRows, columns = outerColumns * innerColumns;
        float[] stored = new float[(long)rows * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double entry = p[i / innerRows, j / innerColumns] * q[i % innerRows, j % innerColumns];
                stored[i + ((long)j * rows)] = (float)entry;
                Assert.True((float)entry == entry); // otherwise the planted values would not be those of what is stored
            }
        }

        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        int[] values = [.. outer.SelectMany(x => inner.Select(y => x * y)).OrderDescending()];
        LeadingSpectrum found = new LeadingSpectrumCertifier(Engines.Default)
            .Certify(new TiledOperator(Engines.Default, rows, columns, stored), 8);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rows}×{columns}: {watch.Elapsed.TotalSeconds:F1} s; {found.Method}");
        foreach (double exponent in new[] { 0.1, 0.5, 1, 2 })
        {
            Interval sum = found.SchattenSum(Context, Interval.Of(exponent)).Value;
            TestContext.Current.TestOutputHelper?.WriteLine($"S_{exponent}: {sum}, exactly {values.Sum(x => Math.Pow(x, exponent)):G10}");
        }

        Check(found, values, 0, 8, "Kronecker product");

        // Sharp are those that exceed what the energy beyond them allows one value to be: all 8 of the smaller matrix, 5 of the larger.
        double energy = found.TailEnergy(found.Values.Count).UpperDouble;
        int separated = values.Take(8).Count(value => (double)value * value > energy);
        Assert.Equal(isLarge ? 5 : 8, separated);
        Assert.All(found.Values.Take(separated), value => Assert.True(value.Digits(15) >= 9, $"{value}"));
    }

    [Fact]
    public void Zero_operators_cancellation_and_misuse()
    {
        LeadingSpectrumCertifier certifier = new(Engines.Default);
        LeadingSpectrum zero = certifier.Certify(new TiledOperator(Engines.Default, new Matrix(4, 3, new double[12])), 2);
        Assert.All(zero.Values, value => Assert.Equal(Interval.Zero, value));
        Assert.Equal(Interval.Zero, zero.SchattenSum(Context, Interval.Of(0.5)).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => certifier.Certify(new TiledOperator(Engines.Default, new Matrix(1, 1, [1])), 0));
        Assert.Throws<ArgumentException>(() => new TiledOperator(Engines.Default, 2, 2, [1f, 2f, 3f]));
        Assert.Throws<ArgumentException>(() => new TiledOperator(Engines.Default, 1, 2, [1f, float.NaN]));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => certifier.Certify(new TiledOperator(Engines.Default, new Matrix(1, 1, [1])), 1,
            null, source.Token));
    }

    private static void Check(LeadingSpectrum found, int[] values, int scale, int k, string what)
    {
        int size = Math.Min(found.Rows, found.Columns);
        Assert.True(found.Values.Count >= Math.Min(k, size), what);
        Rational unit = Rational.Pow(Rational.Of(2.0), scale),
            tail = values.Aggregate(Rational.Zero, (sum, v) => sum + Rational.Of((double)v * v)) * unit * unit;
        for (int i = 0; i <= found.Values.Count; i++)
        {
            Assert.True(found.TailEnergy(i).Contains(tail),
                $"{what}: energy beyond {i} is {tail.ToDouble()}, {found.TailEnergy(i)}, {found.Method}");
            Rational value = (i < values.Length ? Rational.Of((double)values[i]) : Rational.Zero) * unit;
            if (i < found.Values.Count)
            {
                Assert.True(found.Values[i].Contains(value), $"{what}: σ_{i + 1} = {value.ToDouble()}, {found.Values[i]}, {found.Method}");
            }
            else
            {
                Assert.True(found.Next.ToRational() >= value, $"{what}: next");
            }

            tail -= value * value;
        }

        foreach (double p in new[] { 0.1, 0.5, 1, 2, 3 })
        {
            Interval factor = Context.Pow(Context.Of(unit), Interval.Of(p)).Value;
            Interval truth = Context.Multiply(factor,
                Context.Sum(values.Select(v => Context.Pow(Interval.Of((long)v), Interval.Of(p)).Value)));
            Outcome<Interval> sum = found.SchattenSum(Context, Interval.Of(p));
            Assert.True(sum.IsEnclosed && sum.Value.Overlaps(truth),
                $"{what}: S_{p} = {truth}, {(sum.IsEnclosed ? sum.Value : sum.Reason)}");
        }
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

    // Products only, as for the Jacobian of a network.
    private sealed class WithoutEntries(ILinearOperator inner) : ILinearOperator
    {
        public int Rows => inner.Rows;

        public int Columns => inner.Columns;

        public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result) => inner.Multiply(count, block, result);

        public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result) =>
            inner.MultiplyTransposed(count, block, result);

        public Interval FrobeniusSquared(IntervalContext context) => inner.FrobeniusSquared(context);
    }

    private sealed class Harmonic(int size) : ILinearOperator
    {
        public int Rows => size;

        public int Columns => size;

        public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result)
        {
            double squares = 0;
            for (int i = 0; i < block.Length; i++)
            {
                result[i] = block[i] / ((i % size) + 1);
                squares += result[i] * result[i];
            }

            return 1e-15 * Math.Sqrt(squares); // one rounding per entry
        }

        public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result) => Multiply(count, block, result);

        public Interval FrobeniusSquared(IntervalContext context) =>
            context.Sum(Enumerable.Range(1, size).Select(i => context.Divide(Interval.One, context.Square(Interval.Of((long)i))).Value));
    }
}
