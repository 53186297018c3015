using System.Numerics;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>
/// Spectra beyond double level: planted values, mpmath's values, and what singular values must satisfy (Σσ² = ‖A‖_F², Πσ² = det AᵀA),
/// computed exactly from the entries.
/// </summary>
public sealed class RefinementTests
{
    private static readonly IntervalContext Context = new(700);
    private static readonly SpectrumCertifier Source = new(Engines.Default);

    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_spectra_to_30_digits(string name)
    {
        SpectrumCertifier source = new(Engines.Get(name));
        foreach ((int rows, int columns, int rank) in new[] { (3, 3, 3), (40, 40, 40), (30, 70, 30), (150, 90, 90), (200, 200, 120) })
        {
            Random random = new(rows + columns);
            int[] values = PlantedSpectrum.Values(random, rank, 200);
            CertifiedSpectrum spectrum = source.Certify(PlantedSpectrum.Build(random, rows, columns, values, scale: random.Next(-300, 300)),
                30);
            Rational unit = TopOverValue(spectrum, values[0]);
            Assert.True(spectrum.Digits(30) >= 30, $"{rows}×{columns}: {spectrum.Digits(30)} digits, {spectrum.Method}");
            for (int i = 0; i < Math.Min(rows, columns); i++)
            {
                Rational truth = i < rank ? Rational.Of(new BigInteger(values[i])) * unit : Rational.Zero;
                Assert.True(spectrum.SingularValues[i].Contains(truth),
                    $"{rows}×{columns}, σ_{i + 1} = {truth}: {spectrum.SingularValues[i]}");
            }
        }
    }

    [Fact]
    public void A_planted_spectrum_with_clusters_of_twenty_at_size_512()
    {
        int[] values = [.. Enumerable.Range(0, 512).Select(i => 3 * (1 + (i / 20))).OrderDescending()];
        CertifiedSpectrum spectrum = Source.Certify(PlantedSpectrum.Build(new Random(5), 512, 512, values), 30);
        Assert.True(spectrum.Digits(30) >= 30, spectrum.Method);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(spectrum.SingularValues[i].Contains(Rational.Of((double)values[i])),
                $"σ_{i + 1} = {values[i]}: {spectrum.SingularValues[i]}");
        }
    }

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(700, 400)]
    public void Squares_of_30_digit_values_sum_to_the_exact_square_of_the_norm(int rows, int columns)
    {
        CertifiedSpectrum spectrum = Source.Certify(Gaussian(rows, columns, 3), 30);
        Assert.True(spectrum.Digits(30) >= 30, spectrum.Method);
        Interval squares = Context.Sum(spectrum.SingularValues.Select(Context.Square)),
            exact = EntryNorms.FrobeniusSquared(Context, spectrum.Matrix);
        Assert.True(squares.Overlaps(exact) && squares.Digits(40) >= 29, $"{squares} and {exact}");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Products_of_squares_are_the_determinant(int digits)
    {
        Random random = new(digits);
        const int Size = 64;
        double[] entries = [.. Enumerable.Range(0, Size * Size).Select(_ => (double)random.Next(-99, 100))];
        CertifiedSpectrum spectrum = Source.Certify(new Matrix(Size, Size, entries), digits);
        Assert.True(spectrum.Digits(digits) >= digits, spectrum.Method);
        Interval product = spectrum.SingularValues.Aggregate(Interval.One, Context.Multiply);
        BigInteger determinant = BigInteger.Abs(Determinant(entries, Size));
        Assert.True(product.Contains(Rational.Of(determinant)), $"{product} does not contain {determinant}");
        Assert.True(product.Digits(digits) >= digits - 5); // 64 factors, the least near σ₁/100
    }

    [Fact]
    public void Schatten_sums_to_30_digits_for_exponents_from_a_twentieth()
    {
        Interval[] exponents = [.. new[] { "1/20", "0.1", "1/2", "1", "2" }.Select(Context.Parse)];
        foreach (int size in new[] { 24, 160 })
        {
            CertifiedSpectrum spectrum = Source.Certify(Gaussian(size, size, 11),
                new SpectrumGoal(30, found => exponents.All(p => found.SchattenSum(Context, p).Value.Digits(30) >= 30)));
            Assert.All(exponents, p => Assert.Equal(30, spectrum.SchattenSum(Context, p).Value.Digits(30)));
            Assert.True(spectrum.SchattenSum(Context, Interval.Of(2L))
                .Value.Overlaps(EntryNorms.FrobeniusSquared(Context, spectrum.Matrix)));
        }
    }

    [Fact]
    public void Pairs_of_equal_values_from_blocks_a_b_minus_b_a()
    {
        Random random = new(8);
        const int Size = 60;
        double[] entries = new double[Size * Size];
        for (int j = 0; j < Size; j += 2)
        {
            for (int i = 0; i < Size; i += 2)
            {
                (double x, double y) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
                (entries[i + (j * Size)], entries[i + 1 + (j * Size)]) = (x, -y);
                (entries[i + ((j + 1) * Size)], entries[i + 1 + ((j + 1) * Size)]) = (y, x);
            }
        }

        CertifiedSpectrum spectrum = Source.Certify(new Matrix(Size, Size, entries), 50);
        Assert.True(spectrum.Digits(50) >= 50, spectrum.Method);
        Assert.All(Enumerable.Range(0, Size / 2),
            k => Assert.True(spectrum.SingularValues[2 * k].Overlaps(spectrum.SingularValues[(2 * k) + 1])));
        Assert.All(Enumerable.Range(0, (Size / 2) - 1),
            k => Assert.True(spectrum.SingularValues[(2 * k) + 1].Lower > spectrum.SingularValues[(2 * k) + 2].Upper));
    }

    [Fact]
    public void Gaps_of_ten_to_the_minus_twenty_are_separated()
    {
        // σ_i = 64 + i·2^−67 by one pair of orthogonal factors for both terms.
        const int Size = 24;
        int[] coarse = [.. Enumerable.Repeat(64, Size)], fine = [.. Enumerable.Range(0, Size).Select(i => 64 + Size - i)];
        MatrixSum a = new([PlantedSpectrum.Build(new Random(9), 40, Size, coarse),
            PlantedSpectrum.Build(new Random(9), 40, Size, fine, scale: -67)]);
        CertifiedSingularValues spectrum = Source.Certify(a, 40);
        Assert.True(spectrum.Digits(40) >= 40, spectrum.Method);
        for (int i = 0; i < Size; i++)
        {
            Rational truth = Rational.Of((double)coarse[i]) + (Rational.Of((double)fine[i]) * Rational.Of(Math.ScaleB(1, -67)));
            Assert.True(spectrum.SingularValues[i].Contains(truth), $"σ_{i + 1}: {spectrum.SingularValues[i]}");
            Assert.True(i == 0 || spectrum.SingularValues[i - 1].Lower > spectrum.SingularValues[i].Upper);
        }
    }

    [Fact]
    public void Spectra_over_sixty_orders_of_magnitude()
    {
        // Four terms on one pair of orthogonal factors, each with six values of its own size.
        const int Size = 24, Group = 6;
        int[] shifts = [0, -66, -133, -200];
        Rational[] truth = new Rational[Size];
        List<Matrix> terms = [];
        for (int k = 0; k < shifts.Length; k++)
        {
            int[] values = new int[Size];
            for (int i = k * Group; i < (k + 1) * Group; i++)
            {
                values[i] = 99 - (5 * (i % Group));
                truth[i] = Rational.Of((double)values[i]) * Rational.Of(Math.ScaleB(1, shifts[k]));
            }

            // The planted factors depend on the largest value only through its bits, which all groups share.
            terms.Add(PlantedSpectrum.Build(new Random(10), Size, Size, values, shifts[k]));
        }

        CertifiedSingularValues spectrum = Source.Certify(new MatrixSum(terms), 80);
        Assert.True(spectrum.Digits(80) >= 80, spectrum.Method);
        Assert.All(Enumerable.Range(0, Size),
            i => Assert.True(spectrum.SingularValues[i].Contains(truth[i]),
            $"σ_{i + 1} = {truth[i].ToDouble()}: {spectrum.SingularValues[i]}"));
        Assert.True(spectrum.SingularValues[^1].Digits(15) >= 15); // 10^−60 relative to σ₁, and still 15 digits of its own
    }

    [Fact]
    public void Values_of_mpmath_to_60_digits()
    {
        foreach (JsonNode? entry in Repository.Json("spectra", "mpmath.json")["cases"]!.AsArray())
        {
            double[][] rows = [.. entry!["rows"]!.AsArray().Select(row => row!.AsArray().Select(x => x!.GetValue<double>()).ToArray())];
            Matrix a = Matrix.FromRowMajor(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
            foreach (int digits in new[] { 30, 50 })
            {
                CertifiedSpectrum spectrum = Source.Certify(a, digits);
                Assert.True(spectrum.Digits(digits) >= digits,
                    $"{entry["name"]}: {spectrum.Digits(digits)} of {digits} digits, {spectrum.Method}");
                for (int i = 0; i < a.MinimumDimension; i++)
                {
                    // mpmath's digits are good to 10^−55·σ₁ and to half a unit of the last one printed.
                    Rational value = Rational.Parse(entry["sigma"]![i]!.GetValue<string>());
                    BigFloat room = BigFloat.Multiply(spectrum.SingularValues[0].Upper,
                        BigFloat.Of(Rational.Parse("1e-55"), 64, Rounding.Up), 64, Rounding.Up);
                    Assert.True(Context.Widen(spectrum.SingularValues[i], room).Contains(value),
                        $"{entry["name"]}, σ_{i + 1}: {spectrum.SingularValues[i]}");
                }
            }
        }
    }

    [Fact]
    public void A_cancelled_certificate_throws()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Source.Certify(Gaussian(30, 30, 1), new SpectrumGoal(30),
            cancellation: source.Token));
    }

    private static Matrix Gaussian(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return new Matrix(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))]);
    }

    // The power of two by which a planted matrix was scaled.
    private static Rational TopOverValue(CertifiedSpectrum spectrum, int top) =>
        Rational.Of(Math.ScaleB(1, (int)Math.Round(Math.Log2(spectrum.SpectralNorm.UpperDouble / top))));

    // Bareiss.
    private static BigInteger Determinant(double[] entries, int n)
    {
        BigInteger[,] a = new BigInteger[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                a[i, j] = (BigInteger)entries[i + (j * n)];
            }
        }

        BigInteger previous = BigInteger.One;
        for (int k = 0; k < n - 1; k++)
        {
            Assert.False(a[k, k].IsZero);
            for (int i = k + 1; i < n; i++)
            {
                for (int j = k + 1; j < n; j++)
                {
                    a[i, j] = ((a[k, k] * a[i, j]) - (a[i, k] * a[k, j])) / previous;
                }
            }

            previous = a[k, k];
        }

        return a[n - 1, n - 1];
    }
}
