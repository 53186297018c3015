using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class SpectrumCertifierTests
{
    // No wish for digits, so that no higher level is called.
    private const int DoubleLevel = 0;

    public static TheoryData<string> Names => EngineNames.All;

    internal static Matrix GolubReinsch { get; } = Matrix.FromArray(new double[,]
    {
        { 22, 10, 2, 3, 7 }, { 14, 7, 10, 0, 8 }, { -1, 13, -1, -11, 3 }, { -3, -2, 13, -2, 4 },
        { 9, 8, 1, -2, 4 }, { 9, 1, -7, 5, -1 }, { 2, -6, 6, 5, 1 }, { 4, 5, 0, -2, 2 },
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Golub_and_Reinsch_8_by_5(string name) // σ = √1248, 20, √384, 0, 0 (Golub, Reinsch 1970)
    {
        IntervalContext context = new(128);
        foreach (Matrix a in new[] { GolubReinsch, GolubReinsch.Transpose() })
        {
            CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Get(name)).Certify(a, DoubleLevel);
            Interval[] exact = [context.Sqrt(Interval.Of(1248L)).Value, Interval.Of(20L), context.Sqrt(Interval.Of(384L)).Value];
            for (int i = 0; i < 3; i++)
            {
                Assert.True(spectrum.SingularValues[i].Overlaps(exact[i]));
                Assert.True(spectrum.SingularValues[i].Digits(15) >= 12, $"{spectrum.SingularValues[i]}");
            }

            Assert.All(spectrum.SingularValues.Skip(3), v => Assert.Equal(Interval.Zero, v));
            Assert.Equal(new IntegerBracket(3, 3), spectrum.Rank); // closed by exact elimination
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_spectra_of_all_shapes_lie_in_their_enclosures(string name)
    {
        // 10,000 cases on the default engine; fewer on the others, which share everything but the proposal and the products.
        bool isDefault = name == Engines.Default.Name;
        SpectrumCertifier source = new SpectrumCertifier(Engines.Get(name));
        int cases = isDefault ? 10_000 : 1_500;
        int[] sharp = new int[1];
        Parallel.For(0, cases, index =>
        {
            Random random = new(index);
            int limit = index % 100 == 0 ? 200 : index % 10 == 0 ? 60 : 14;
            int rows = random.Next(1, limit + 1), columns = random.Next(3) == 0 ? rows : random.Next(1, limit + 1);
            int size = Math.Min(rows, columns), rank = random.Next(4) == 0 ? random.Next(0, size + 1) : size;
            int scale = random.Next(5) switch { 0 => 960, 1 => -1020, 2 => random.Next(-900, 900), _ => 0 };
            int[] values = PlantedSpectrum.Values(random, rank, 200);
            Matrix a = PlantedSpectrum.Build(random, rows, columns, values, scale);
            CertifiedSpectrum spectrum = source.Certify(a, DoubleLevel);
            Rational unit = Rational.Pow(Rational.Of(2.0), scale);
            for (int i = 0; i < size; i++)
            {
                Rational truth = (i < rank ? Rational.Of(new System.Numerics.BigInteger(values[i])) : Rational.Zero) * unit;
                Assert.True(spectrum.SingularValues[i].Contains(truth),
                    $"case {index}: {rows}×{columns}, σ_{i + 1} = {truth}, {spectrum.SingularValues[i]}");
            }

            Assert.InRange(rank, spectrum.Rank.Lower, spectrum.Rank.Upper);
            if (rank > 0 && spectrum.Digits(15) >= 11)
            {
                Interlocked.Increment(ref sharp[0]);
            }
        });

        // A certificate that is always wide would contain everything: nearly all must be tight.
        Assert.True(sharp[0] > 0.9 * cases, $"only {sharp[0]} of {cases} certificates reached 11 digits");
    }

    [Fact]
    public void Small_matrices_are_certified_to_as_many_digits_as_asked()
    {
        SpectrumCertifier source = new(Engines.Default);
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(2, 12), columns = random.Next(2, 12), digits = random.Next(16, 80);
            int scale = random.Next(-500, 500);
            int[] values = PlantedSpectrum.Values(random, random.Next(1, Math.Min(rows, columns) + 1), 100);
            CertifiedSpectrum spectrum = source.Certify(PlantedSpectrum.Build(random, rows, columns, values, scale), digits);
            Assert.True(spectrum.Digits(digits) >= digits, $"seed {seed}: {spectrum.Digits(digits)} of {digits} digits, {spectrum.Method}");
            Assert.Equal(new IntegerBracket(values.Length, values.Length), spectrum.Rank);
            CertifiedSpectrum plain = source.Certify(spectrum.Matrix, DoubleLevel);
            for (int i = 0; i < values.Length; i++)
            {
                Rational truth = Rational.Of((double)values[i]) * Rational.Of(Math.ScaleB(1, scale));
                Assert.True(spectrum.SingularValues[i].Contains(truth), $"seed {seed}: σ_{i + 1} = {truth}");
                Assert.True(plain.SingularValues[i].Overlaps(spectrum.SingularValues[i])); // two routes
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zero_rows_and_columns_give_exact_zeros(string name)
    {
        double[,] a = new double[6, 4];
        a[1, 2] = 3;
        a[4, 0] = -4;
        a[1, 0] = 1e-3;
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Get(name)).Certify(Matrix.FromArray(a));
        Assert.Equal(new IntegerBracket(2, 2), spectrum.Rank);
        Assert.Equal([Interval.Zero, Interval.Zero], spectrum.SingularValues.Skip(2));

        CertifiedSpectrum zero = new SpectrumCertifier(Engines.Get(name)).Certify(new Matrix(3, 2, new double[6]));
        Assert.Equal(new IntegerBracket(0, 0), zero.Rank);
        Assert.All(zero.SingularValues, v => Assert.Equal(Interval.Zero, v));
    }

    [Theory]
    [InlineData(1.7976931348623157e308)]
    [InlineData(5e-324)]
    [InlineData(-3.5)]
    [InlineData(2.2250738585072014e-308)]
    public void A_single_entry_is_its_own_singular_value(double entry)
    {
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Default).Certify(new Matrix(1, 1, [entry]));
        Assert.True(spectrum.SingularValues[0].Contains(Rational.Of(Math.Abs(entry))));
        Assert.True(spectrum.SingularValues[0].Digits(30) >= 30);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Entries_near_both_ends_of_the_range_widen_but_never_err(string name)
    {
        // Block diagonal: singular values are the entries themselves, 600 orders of magnitude apart.
        double[] diagonal = [1.5e308, 1e200, 1.0, 1e-200, 3e-308, 5e-324];
        double[,] a = new double[6, 6];
        for (int i = 0; i < 6; i++)
        {
            a[i, (i + 2) % 6] = diagonal[i];
        }

        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Get(name)).Certify(Matrix.FromArray(a));
        for (int i = 0; i < 6; i++)
        {
            Assert.True(spectrum.SingularValues[i].Contains(Rational.Of(diagonal[i])));
        }

        Assert.True(spectrum.SingularValues[0].Digits(15) >= 12);
    }

    [Fact]
    public void A_useless_proposal_gives_wide_enclosures_that_still_hold()
    {
        Func<SingularTriplets?, SingularTriplets?>[] lies =
        [
            _ => null,
            t => t! with { Left = [.. t.Left.Select(_ => double.NaN)] },
            t => t! with { Left = [.. t.Left.Select(_ => 0.25)] },
            t => t! with { Right = [.. t.Right.Select(x => x * 1.5)] },
            t => t! with { Values = [.. t.Values.Select(_ => 0.0)] },
            t => t! with { Values = [.. t.Values.Reverse()] },
            t => t! with { Values = [.. t.Values.Select(x => x * (1 + 1e-7))] },
            t => t! with { Values = [.. t.Values.Select(x => -x)] },
            t => t! with { Right = [.. t.Right.Select((x, i) => i == 3 ? x + 1e-9 : x)] },
            t => t! with { Left = [.. t.Left.Reverse()] },
            t => t! with { Values = [.. t.Values.Select(_ => double.PositiveInfinity)] },
        ];
        for (int i = 0; i < lies.Length; i++)
        {
            Random random = new(77);
            int[] values = PlantedSpectrum.Values(random, 9, 100);
            Matrix a = PlantedSpectrum.Build(random, 12, 9, values);
            CertifiedSpectrum spectrum = new SpectrumCertifier(new DecoratedEngine(Engines.Default) { OnDecompose = lies[i] })
                .Certify(a, digits: 0);
            for (int k = 0; k < 9; k++)
            {
                Assert.True(spectrum.SingularValues[k].Contains(Rational.Of((double)values[k])),
                    $"lie {i}, σ_{k + 1} = {values[k]}: {spectrum.SingularValues[k]}");
            }
        }
    }

    [Fact]
    public void A_product_that_is_wrong_by_one_grid_unit_is_refused()
    {
        Random random = new(12);
        Matrix a = PlantedSpectrum.Build(random, 120, 100, PlantedSpectrum.Values(random, 100, 100));
        for (int seed = 0; seed < 40; seed++)
        {
            int calls = 0, target = seed;
            DecoratedEngine gram = new(Engines.Default) { OnGram = (n, c) => Corrupt(n == 100, c, n, target, upperOnly: true) };
            Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(gram).Certify(a));

            // Of the three plain products of one certificate the exact one, AV, comes third.
            DecoratedEngine product = new(Engines.Default) { OnProduct = (m, n, k, c) => Corrupt(k == 100 && m == 120 && calls++ == 0, c, m,
                target, upperOnly: false) };
            Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(product).Certify(a));
        }

        // A multiple of the entry's grid, so that integrality alone does not give the error away.
        static double LowestBit(double x)
        {
            long mantissa = (BitConverter.DoubleToInt64Bits(x) & 0xFFFFFFFFFFFFFL) | (1L << 52);
            return x == 0 ? Math.ScaleB(1, -20)
                : Math.ScaleB(1, Math.ILogB(x) - 52 + System.Numerics.BitOperations.TrailingZeroCount(mantissa));
        }

        static void Corrupt(bool now, double[] c, int rows, int seed, bool upperOnly)
        {
            if (now)
            {
                Random place = new(seed);
                int j = place.Next(c.Length / rows), i = upperOnly ? place.Next(j + 1) : place.Next(rows);
                c[i + (j * rows)] = seed % 2 == 0 ? c[i + (j * rows)] + LowestBit(c[i + (j * rows)]) : Math.BitDecrement(c[i + (j * rows)]);
            }
        }
    }

    [Fact]
    public void Emulated_or_flushed_arithmetic_is_refused_at_the_probes()
    {
        DecoratedEngine single =
            new(Engines.Default) { OnProduct = (_, _, _, c) => Array.ForEach([.. Enumerable.Range(0, c.Length)], i => c[i] = (float)c[i]) };
        DecoratedEngine flushing = new(Engines.Default)
        {
            OnProduct = (_, _, _, c) => Array.ForEach([.. Enumerable.Range(0, c.Length)], i => c[i] = Math.Abs(c[i]) < 2.3e-308 ? 0 : c[i]),
        };
        DecoratedEngine emulated = new(Engines.Default) { OnOperand = OnOneGrid };
        foreach (DecoratedEngine engine in new[] { single, flushing, emulated })
        {
            EngineRefusedException refused = Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(engine)
                .Certify(GolubReinsch));
            Assert.Contains("decorated", refused.Message, StringComparison.Ordinal);
        }

        // Emulated double arithmetic keeps about 100 bits below the largest entry: exact on integers, wrong on small terms.
        static double[] OnOneGrid(double[] a)
        {
            double grid = Math.ScaleB(1, Math.Max(-1074, Math.ILogB(a.Max(Math.Abs)) - 100));
            return [.. a.Select(x => Math.Abs(x) < grid ? 0 : x)];
        }
    }
}
