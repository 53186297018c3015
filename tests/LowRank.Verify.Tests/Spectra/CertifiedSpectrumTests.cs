using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Quantities of one 4×3 matrix against mpmath at 40 digits (mp.svd_r), and of planted spectra against exact sums.</summary>
public sealed class CertifiedSpectrumTests
{
    private static readonly IntervalContext Context = new(160);
    private static readonly Matrix Small = Matrix.FromArray(new double[,] { { 4, 1, -2 }, { 0, 3, 5 }, { 7, -1, 2 }, { 2, 2, 2 } });
    private static readonly CertifiedSpectrum Spectrum = new SpectrumCertifier(Engines.Default).Certify(Small);

    [Theory]
    [InlineData("0.1", "3.546999602269366301272916", "315218.2820146021608138142")]
    [InlineData("0.5", "7.090893811987652445408025", "50.28077505288478094710101")]
    [InlineData("1", "17.62458608373959682586758", "17.62458608373959682586758")]
    [InlineData("3/2", "45.53432744799472156752185", "12.75144154125979007084011")]
    [InlineData("2", "121", "11")]
    [InlineData("3", "901.7585373821056024255941", "9.661178085120373845183831")]
    public void Schatten_sums_and_norms_enclose_the_values_of_mpmath(string p, string sum, string norm)
    {
        Near(sum, Spectrum.SchattenSum(Context, Context.Parse(p)).Value);
        Near(norm, Spectrum.SchattenNorm(Context, Context.Parse(p)).Value);
    }

    [Fact]
    public void Norms_enclose_the_values_of_mpmath()
    {
        Near("8.506831152535546663196703", Spectrum.SpectralNorm);
        Near("17.62458608373959682586758", Spectrum.NuclearNorm(Context));
        Near("14.945482042", Spectrum.KyFanNorm(Context, 2), "1e-8"); // 8.506831152535… + 6.438650889382…
        Near("11", Spectrum.FrobeniusNorm(Context));
        Near("1.67205186534977160793666", Spectrum.StableRank(Context).Value);
        Near("21.22609843328842935910894", EntryNorms.RowNorm21(Context, Small));
        Near("18.26236973942371142676321", EntryNorms.ColumnNorm21(Context, Small));
        Assert.Equal(Interval.Zero, Spectrum.KyFanNorm(Context, 0));
    }

    [Fact]
    public void The_rank_is_the_value_at_p_zero_and_negative_exponents_are_outside_the_domain()
    {
        Assert.Equal(Interval.Of(3L), Spectrum.SchattenSum(Context, Interval.Zero).Value);
        Assert.Equal(OutcomeStatus.OutsideDomain, Spectrum.SchattenSum(Context, Interval.Of(-1L)).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Spectrum.SchattenNorm(Context, Interval.Zero).Status);
        Assert.Equal(OutcomeStatus.Undecided, Spectrum.SchattenSum(Context, Interval.Of(-0.1, 0.1)).Status);
    }

    [Fact]
    public void Exponents_may_be_intervals()
    {
        Interval range = Spectrum.SchattenSum(Context, Interval.Of(0.5, 1.0)).Value;
        Assert.True(range.Contains(Rational.Parse("7.0909")) && range.Contains(Rational.Parse("17.6245")));
    }

    [Fact]
    public void The_Frobenius_norm_of_a_large_range_is_exact()
    {
        Matrix a = new(2, 2, [3e-320, 4e-320, 0, 0]); // exactly representable multiples of 2^−1074: 5e-320 up to rounding of the inputs
        Interval square = EntryNorms.FrobeniusSquared(Context, a);
        Rational exact = (Rational.Of(3e-320) * Rational.Of(3e-320)) + (Rational.Of(4e-320) * Rational.Of(4e-320));
        Assert.True(square.Contains(exact) && square.Digits(40) >= 40);
        Matrix b = new(1, 3, [1e300, 1e-300, 1.0]);
        Interval wide = EntryNorms.FrobeniusSquared(new IntervalContext(4096), b);
        Assert.True(wide.IsPoint);
        Assert.True(wide.Contains((Rational.Of(1e300) * Rational.Of(1e300)) + (Rational.Of(1e-300) * Rational.Of(1e-300)) + Rational.One));
    }

    [Theory]
    [InlineData(StorageType.Float64, 1.0, -53)]
    [InlineData(StorageType.Float32, 1.0, -24)]
    [InlineData(StorageType.Float16, 1.0, -11)]
    [InlineData(StorageType.BFloat16, 1.0, -8)]
    [InlineData(StorageType.Float32, 1.9999998807907104, -24)] // the largest number below 2
    [InlineData(StorageType.Float32, 0.0, -150)]
    [InlineData(StorageType.Float16, 5.9604644775390625e-8, -25)] // the least subnormal
    [InlineData(StorageType.Float16, 65504.0, 4)]
    [InlineData(StorageType.Float64, 0.0, -1075)]
    [InlineData(StorageType.Float64, 1.7976931348623157e308, 970)]
    public void The_storage_radius_of_one_entry_is_half_an_ulp(StorageType storage, double value, int exponent)
    {
        Interval radius = new SpectrumCertifier(Engines.Default).Certify(new Matrix(1, 1, [value], storage)).StorageRadius!;
        Rational half = exponent >= 0 ? Rational.Pow(Rational.Of(2.0), exponent) : Rational.One / Rational.Pow(Rational.Of(2.0), -exponent);
        Assert.True(radius.Contains(half), $"{radius}");
        Assert.True(radius.Digits(15) >= 10 || value == 0, $"{radius}");
    }

    [Fact]
    public void The_storage_radius_of_a_constant_matrix_is_half_an_ulp_times_the_root_of_its_size()
    {
        Matrix a = new(16, 9, [.. Enumerable.Repeat(3.0, 144)], StorageType.Float32); // half-ulps 2^−23, ‖D‖ = 12·2^−23
        Interval radius = new SpectrumCertifier(Engines.Default).Certify(a).StorageRadius!;
        Assert.True(radius.Contains(Rational.Of(12.0 / (1 << 23))));
        Assert.True(radius.Digits(15) >= 10);
    }

    [Fact]
    public void Every_matrix_that_rounds_to_the_stored_one_lies_in_the_storage_range()
    {
        SpectrumCertifier source = new(Engines.Default);
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(1, 8), columns = random.Next(1, 8), rank = random.Next(1, Math.Min(rows, columns) + 1);
            double[] original = new double[rows * columns];
            for (int r = 0; r < rank; r++)
            {
                double[] u = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5)],
                    v = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)];
                for (int i = 0; i < original.Length; i++)
                {
                    original[i] += u[i % rows] * v[i / rows];
                }
            }

            double[] rounded = [.. original.Select(x => (double)(float)x)];
            CertifiedSpectrum stored = source.Certify(new Matrix(rows, columns, rounded, StorageType.Float32));
            CertifiedSpectrum meant = source.Certify(new Matrix(rows, columns, original));
            foreach (string p in new[] { "0.1", "1", "2" })
            {
                Interval range = stored.StorageSchattenSum(Context, Context.Parse(p)).Value;
                Assert.True(range.Overlaps(meant.SchattenSum(Context, Context.Parse(p)).Value));
                Assert.True(range.Contains(stored.SchattenSum(Context, Context.Parse(p)).Value));
            }

            // Storage cannot raise the storage rank above the rank of what was meant.
            Assert.True(stored.StorageRank!.Value.Lower <= rank, $"seed {seed}: {stored.StorageRank} against rank {rank}");
            Interval kept = stored.SchattenSumAtStorageRank(Context, Context.Parse("0.1")).Value;
            Assert.True(kept.Upper <= stored.SchattenSum(Context, Context.Parse("0.1")).Value.Upper);
        }
    }

    [Fact]
    public void A_low_rank_product_keeps_its_rank_in_single_precision_and_its_sum_at_that_rank()
    {
        // Rank 3 with planted singular values (96, 48, 5)/64, exact in double; stored in float32 it has full exact rank.
        Random random = new(9);
        Matrix exact = PlantedSpectrum.Build(random, 40, 30, [96, 48, 5], -6);
        double[] perturbed = [.. exact.Values.Select(x => (double)(float)(x + (x / 3)))]; // 4/3 of it does not fit in float32
        CertifiedSpectrum stored = new SpectrumCertifier(Engines.Default).Certify(new Matrix(40, 30, perturbed, StorageType.Float32));
        Assert.Equal(new IntegerBracket(3, 3), stored.StorageRank);
        Interval kept = stored.SchattenSumAtStorageRank(Context, Context.Parse("1/2")).Value;
        Interval meant = Context.Sum(new[] { 96, 48, 5 }.Select(s => Context.Sqrt(Context.Of(new Rational(s, 48))).Value));
        double slack = 3 * Math.Sqrt(stored.StorageRadius!.UpperDouble); // |√x − √y| ≤ √|x − y| for each of three values
        Assert.Equal(meant.Midpoint, kept.Midpoint, slack);
        Assert.True(kept.Digits(15) >= 10);
    }

    [Fact]
    public void Planted_integers_give_exact_sums()
    {
        SpectrumCertifier source = new(Engines.Default);
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            int[] values = PlantedSpectrum.Values(random, random.Next(1, 12), 60);
            CertifiedSpectrum spectrum = source.Certify(PlantedSpectrum.Build(random, 12, random.Next(values.Length, 14), values));
            Assert.True(spectrum.NuclearNorm(Context).Contains(Rational.Of((double)values.Sum())));
            Assert.True(spectrum.SchattenSum(Context, Interval.Of(3L)).Value.Contains(Rational.Of(values.Sum(v => Math.Pow(v, 3)))));
            Assert.True(spectrum.KyFanNorm(Context, 3).Contains(Rational.Of((double)values.Take(3).Sum())));
            Assert.True(EntryNorms.FrobeniusSquared(Context, spectrum.Matrix).Contains(Rational.Of((double)values.Sum(v => v * v))));
            Assert.True(spectrum.StableRank(Context).Value.Contains(new Rational(values.Sum(v => v * v), values[0] * values[0])));
        }
    }

    private static void Near(string expected, Interval actual, string slack = "1e-20")
    {
        // mpmath's value is itself rounded in the last of its printed digits.
        Rational value = Rational.Parse(expected), room = Rational.Parse(slack) * Rational.Abs(value);
        Assert.True(new Interval(BigFloat.Subtract(actual.Lower, BigFloat.Of(room, 160, Rounding.Up), 160, Rounding.Down),
            BigFloat.Add(actual.Upper, BigFloat.Of(room, 160, Rounding.Up), 160, Rounding.Up)).Contains(value),
                $"{expected} is not in {actual}");
        Assert.True(actual.Digits(15) >= 12, $"{actual}");
    }
}
