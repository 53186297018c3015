using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>
/// The conformance kit of an engine: what it may get wrong (decompositions) costs width, what it must not get wrong (products) is
/// detected. Every test runs against every engine of the machine.
/// </summary>
public sealed class EngineConformanceTests
{
    private const int Refined = 30;

    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_clustered_deficient_and_extreme_matrices_are_certified(string name)
    {
        SpectrumCertifier source = new(Engines.Get(name));
        foreach ((int rows, int columns, int[] values, int scale) in new[]
        {
            (1, 1, new[] { 7 }, 0), (2, 1, [3], 0), (1, 9, [5], 40), (30, 30, [.. Enumerable.Repeat(6, 30)], 0),
                (25, 40, [.. Enumerable.Range(1, 25).Reverse()], 0),
            (64, 8, [9, 9, 9, 4, 4, 1, 1, 1], 0), (31, 33, [.. Enumerable.Repeat(8, 5)], 0),
                (20, 20, [.. Enumerable.Range(80, 20).Reverse()], 960), (20, 20, [.. Enumerable.Range(80, 20).Reverse()], -1010),
            (200, 3, [40, 2, 1], 0), (3, 200, [40, 2, 1], 0),
        })
        {
            CertifiedSpectrum spectrum = source.Certify(PlantedSpectrum.Build(new Random(rows * columns), rows, columns, values, scale),
                Refined);
            Assert.True(spectrum.Digits(Refined) >= Refined, $"{rows}×{columns}: {spectrum.Digits(Refined)} digits, {spectrum.Method}");
            AssertHolds(spectrum, values, scale, $"{rows}×{columns}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_decomposition_that_is_garbage_costs_width_and_never_truth(string name)
    {
        Func<SingularTriplets?, SingularTriplets?>[] lies =
        [
            _ => null,
            t => t! with { Right = [.. t.Right.Select(_ => double.NaN)] },
            t => t! with { Right = [.. t.Right.Select(_ => double.PositiveInfinity)] },
            t => t! with { Right = [.. t.Right.Select(_ => 0.25)] },
            t => t! with { Right = [.. t.Right.Select(x => -1.5 * x)] },
            t => t! with { Right = [.. t.Right.Reverse()] },
            t => t! with { Right = Garbage(t.Right.Length) },
            t => t! with { Right = [.. t.Right.Select((x, i) => i % 7 == 0 ? x + 1e-4 : x)] },
            t => t! with { Right = [.. t.Right.Select(x => (double)(float)x)] },
            t => t! with { Values = [.. t.Values.Reverse()] },
            t => t! with { Values = [.. t.Values.Select(_ => 1.0)] },
            t => t! with { Values = [.. t.Values.Select(_ => double.NaN)] },
            t => t! with { Values = [.. t.Values.Select(x => -x)] },
            t => t! with { Left = [.. t.Left.Select(_ => double.NaN)] },
            t => t! with { Values = t.Values[..^1] },
            t => t! with { Right = t.Right[..^1] },
        ];
        int[] values = [90, 80, 80, 31, 9, 9, 9, 2, 1];
        foreach (int digits in new[] { 0, Refined })
        {
            for (int i = 0; i < lies.Length; i++)
            {
                // Larger than what is certified again by rotations of its own, so that the lie decides.
                Matrix a = PlantedSpectrum.Build(new Random(77), 70, 66, [.. values, .. Enumerable.Repeat(1, 57)]);
                CertifiedSpectrum spectrum = new SpectrumCertifier(new DecoratedEngine(Engines.Get(name)) { OnDecompose = lies[i] })
                    .Certify(a, digits);
                AssertHolds(spectrum, [.. values, .. Enumerable.Repeat(1, 57)], 0, $"lie {i}, {digits} digits");
            }
        }
    }

    [Fact]
    public void An_exact_product_that_is_off_by_one_grid_unit_is_refused_a_thousand_times()
    {
        const int Rows = 26, Columns = 20;
        Random entries = new(1);
        Matrix a = new(Rows, Columns, [.. Enumerable.Range(0, Rows * Columns).Select(_ => entries.NextDouble() - 0.5)]);

        // The products of one certificate, in order, that are exact: integers below 2^53 on a grid far coarser than a rounded result's.
        List<bool> isExact = [];
        DecoratedEngine recorder = new(Engines.Default) { OnProduct = (m, n, k, c) => Note(isExact, m, n, k, c) };
        _ = new SpectrumCertifier(recorder).Certify(a, Refined);
        int[] exact = [.. Enumerable.Range(0, isExact.Count).Where(i => isExact[i])];
        Assert.True(exact.Length >= 5, $"{exact.Length} exact products of {isExact.Count}");
        for (int seed = 0; seed < 1_000; seed++)
        {
            Random random = new(seed);
            int target = exact[random.Next(exact.Length)], call = -1;
            DecoratedEngine wrong = new(Engines.Default)
            {
                OnProduct = (m, n, k, c) =>
                {
                    if (IsOfCertificate(m, n, k) && ++call == target)
                    {
                        int place = random.Next(c.Length);
                        c[place] += (random.Next(2) == 0 ? 1 : -1) * Unit(c);
                    }
                },
            };
            Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(wrong).Certify(a, Refined));
        }

        static bool IsOfCertificate(int m, int n, int k) => n == Columns
            && (m, k) is (Rows, Columns) or (Columns, Rows) or (Columns, Columns);

        static void Note(List<bool> isExact, int m, int n, int k, double[] c)
        {
            if (IsOfCertificate(m, n, k))
            {
                isExact.Add(Unit(c) * Math.ScaleB(1, 53) >= 4 * c.Max(Math.Abs) && c.Max(Math.Abs) > 0
                    && Unit(c) > Math.ScaleB(c.Max(Math.Abs), -50));
            }
        }
    }

    [Fact]
    public void Emulated_reduced_or_flushed_products_are_refused()
    {
        foreach ((string flaw, Action<int, int, int, double[]> onProduct) in new (string, Action<int, int, int, double[]>)[]
        {
            ("single precision", (_, _, _, c) => Change(c, (x, _) => (float)x)),
            ("a 45-bit significand", (_, _, _, c) => Change(c, (x, _) => { double y = x * 257; return y - (y - x); })),
            ("flush to zero", (_, _, _, c) => Change(c, (x, _) => Math.Abs(x) < 2.3e-308 ? 0 : x)),
            ("one lost row", (m, n, _, c) => Change(c, (x, i) => m > 4 && i % m == m - 1 ? 0 : x)),
        })
        {
            EngineRefusedException refused = Assert.Throws<EngineRefusedException>(() =>
                new SpectrumCertifier(new DecoratedEngine(Engines.Default) { OnProduct = onProduct })
                    .Certify(SpectrumCertifierTests.GolubReinsch, Refined));
            Assert.True(refused.Message.Contains("decorated", StringComparison.Ordinal), flaw);
        }
    }

    [Fact]
    public void A_product_that_goes_wrong_late_never_gives_a_wrong_enclosure()
    {
        // From some call on every product is perturbed where large terms cancel: the probes have passed by then.
        int[] values = [.. Enumerable.Range(0, 40).Select(i => 99 - (2 * i))];
        Matrix a = PlantedSpectrum.Build(new Random(2), 44, 40, values);
        for (int seed = 0; seed < 60; seed++)
        {
            int calls = 0;
            DecoratedEngine drifting = new(Engines.Default)
            {
                OnProduct = (_, _, _, c) =>
                {
                    if (calls++ > 32 + (seed % 25))
                    {
                        Random random = new(seed + calls);
                        for (int i = 0; i < c.Length; i++)
                        {
                            c[i] = random.Next(3) == 0 ? Math.BitIncrement(c[i]) : c[i];
                        }
                    }
                },
            };
            try
            {
                AssertHolds(new SpectrumCertifier(drifting).Certify(a, Refined), values, 0, $"seed {seed}");
            }
            catch (EngineRefusedException)
            {
                // Refusing is the other honest answer.
            }
        }
    }

    private static void Change(double[] c, Func<double, int, double> change) =>
        Array.ForEach([.. Enumerable.Range(0, c.Length)], i => c[i] = change(c[i], i));

    private static void AssertHolds(CertifiedSpectrum spectrum, int[] values, int scale, string what)
    {
        Rational unit = Rational.Pow(Rational.Of(2.0), scale);
        for (int i = 0; i < spectrum.SingularValues.Count; i++)
        {
            Rational truth = i < values.Length ? Rational.Of((double)values[i]) * unit : Rational.Zero;
            Interval enclosure = spectrum.SingularValues[i];
            Assert.True(enclosure.Contains(truth), $"{what}: σ_{i + 1} = {truth} is not in {enclosure} ({spectrum.Method})");
        }
    }

    private static double[] Garbage(int length)
    {
        Random random = new(length);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    // The largest power of two of which all entries are multiples.
    private static double Unit(double[] c)
    {
        int least = int.MaxValue;
        foreach (double x in c)
        {
            if (x != 0)
            {
                long mantissa = (BitConverter.DoubleToInt64Bits(x) & 0xFFFFFFFFFFFFFL) | (1L << 52);
                least = Math.Min(least, Math.ILogB(x) - 52 + System.Numerics.BitOperations.TrailingZeroCount(mantissa));
            }
        }

        return least == int.MaxValue ? 0 : Math.ScaleB(1, least);
    }
}
