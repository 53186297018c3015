using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Matrices of 8-bit integers with a scale: exact values, half-ulps of half the scale, no range for saturated ones.</summary>
public sealed class Int8StorageTests
{
    private const float Tenth = 0.1f;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly SpectrumCertifier Certifier = new(Engines.Default);

    [Fact]
    public void Entries_are_the_exact_products_and_the_integers_come_back()
    {
        sbyte[] integers = [.. Enumerable.Range(-128, 256).Select(q => (sbyte)q)];
        foreach (double scale in new[] { Tenth, 1, Math.ScaleB(3, -1074), double.Epsilon, Math.ScaleB(1, 1016),
            1.0 / 3 - (1.0 / 3 % Math.ScaleB(1, -40)) })
        {
            Matrix a = Matrix.FromInt8(16, 16, integers, scale);
            Assert.Equal((StorageType.Int8, scale), (a.Storage, a.StorageScale));
            Assert.All(a.Values, (value, i) => Assert.Equal(Rational.Of(scale) * new Rational(integers[i], 1), Rational.Of(value)));
            Assert.Equal(integers, a.ToInt8());
            Assert.Equal(scale, a.Transpose().StorageScale);
            Assert.Equal(a.Values, Matrix.FromInt8(16, 16, a.Values, scale).Values);
        }
    }

    [Fact]
    public void What_is_no_exact_product_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)3], 0.1)); // 0.1 has 53 bits
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)3], 0));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)3], -1));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)3], double.NaN));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)3], double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [(sbyte)127], 1e307));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [128.0], 1));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [0.5], 1));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(1, 1, [Math.BitIncrement(3.0)], 1));
        Assert.Throws<ArgumentException>(() => Matrix.FromInt8(2, 1, [(sbyte)3], 1));
        Assert.Throws<InvalidOperationException>(() => new Matrix(1, 1, [1.0], StorageType.Int8).ToInt8());
    }

    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(3, 4, Tenth)]
    [InlineData(30, 17, 1e-300)]
    public void The_radius_is_half_the_scale_times_the_root_of_the_number_of_entries(int rows, int columns, double scale)
    {
        Random random = new(rows);
        Matrix a = Matrix.FromInt8(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => (sbyte)random.Next(-1, 2))], scale);
        Interval radius = StorageRounding.Radius(a)!;
        Rational square = Rational.Of(scale) * Rational.Of(scale) * new Rational(rows * columns, 4), lower = radius.Lower.ToRational(),
            upper = radius.Upper.ToRational();
        Assert.True(lower * lower <= square && square <= upper * upper);
        Assert.True((upper - lower) * new Rational(1_000_000_000_000, 1) <= upper);
    }

    [Theory]
    [InlineData(-128, false)]
    [InlineData(-127, true)]
    [InlineData(126, true)]
    [InlineData(127, false)]
    public void Saturated_entries_leave_no_storage_range(int integer, bool hasRange)
    {
        Matrix a = Matrix.FromInt8(2, 2, [1, 2, 3, (sbyte)integer], Tenth);
        CertifiedSpectrum spectrum = Certifier.Certify(a);
        Assert.Equal(hasRange, spectrum.StorageRadius is not null);
        Assert.Equal(hasRange, spectrum.StorageRank is not null);
        IntervalContext context = new(128);
        Outcome<Interval> sum = spectrum.StorageSchattenSum(context, Interval.One),
            cut = spectrum.SchattenSumAtStorageRank(context, Interval.One);
        InputRecord record = InputRecord.Of([("A", new InputValue.MatrixValue(a)), ("p", InputValue.Number.Of(1))]);
        Assert.Equal(hasRange, sum.IsEnclosed);
        Assert.Equal(hasRange, cut.IsEnclosed);
        foreach (string id in new[] { "storage-rank", "storage-radius", "storage-schatten-sum", "storage-nuclear-norm",
            "schatten-sum-at-storage-rank" })
        {
            Evaluation evaluation = new ReferenceEvaluator(Catalogue, Certifier).Evaluate(Catalogue.Get("spectra/" + id), record);
            FastResult fast = new FastEvaluator(Engines.Default).Evaluate("spectra/" + id, record);
            Assert.Equal(hasRange ? EvaluationStatus.Enclosed : EvaluationStatus.OutsideDomain, evaluation.Status);
            Assert.Equal(!hasRange, fast is FastResult.NotApplicable);
            if (!hasRange)
            {
                Assert.Contains($"saturated int8 value {integer}", evaluation.Reason, StringComparison.Ordinal);
                Assert.Contains("saturated int8", ((FastResult.NotApplicable)fast).Reason, StringComparison.Ordinal);
            }
        }

        Assert.Equal(hasRange, spectrum.ReasonAgainstStorageRange is null);
    }

    [Fact]
    public void Changed_entries_leave_no_storage_range()
    {
        CertifiedSpectrum spectrum = Certifier.Certify(new Matrix(2, 2, [1, 2, 3, 5], StorageType.Int8));
        Assert.Null(spectrum.StorageRadius);
        Assert.Contains("changed", spectrum.ReasonAgainstStorageRange, StringComparison.Ordinal);
    }

    [Fact]
    public void The_range_contains_what_was_meant_and_the_worst_case_nearly_reaches_its_end()
    {
        const double Scale = 1.0 / 64;
        Random random = new(5);
        for (int trial = 0; trial < 20; trial++)
        {
            // Below half a step away from the stored numbers, all on one side in every other trial: then Δ has rank 1 and norm near δ.
            sbyte[] integers = [.. Enumerable.Range(0, 63)
                .Select(_ => (sbyte)(trial % 2 == 0 ? random.Next(-100, 101) : random.Next(90, 101)))];
            double[] meant = Array.ConvertAll(integers, q => Scale * (q + (trial % 2 == 0 ? random.NextDouble() - 0.5 : 0.499)));
            Matrix stored = Matrix.FromInt8(9, 7, integers, Scale);
            CertifiedSpectrum truth = Certifier.Certify(new Matrix(9, 7, meant)), spectrum = Certifier.Certify(stored);
            BigFloat radius = spectrum.StorageRadius!.Upper;
            for (int i = 0; i < 7; i++)
            {
                BigFloat moved = BigFloat.Subtract(truth.SingularValues[i].Lower, spectrum.SingularValues[i].Upper, 128, Rounding.Down);
                Assert.True(moved <= radius, $"{moved} > {radius}");
                moved = BigFloat.Subtract(spectrum.SingularValues[i].Lower, truth.SingularValues[i].Upper, 128, Rounding.Down);
                Assert.True(moved <= radius, $"{moved} > {radius}");
            }

            if (trial % 2 == 1)
            {
                BigFloat moved = BigFloat.Subtract(truth.SpectralNorm.Upper, spectrum.SpectralNorm.Lower, 128, Rounding.Up);
                Assert.True(moved > BigFloat.Multiply(radius, BigFloat.Of(0.99), 128, Rounding.Up), $"{moved} against {radius}");
            }

            IntervalContext context = new(128);
            Interval half = Interval.Of(0.5), range = spectrum.StorageSchattenSum(context, half).Value,
                meantSum = truth.SchattenSum(context, half).Value;
            Assert.True(range.Lower <= meantSum.Upper && meantSum.Lower <= range.Upper);
            Assert.True(truth.Rank.Upper >= spectrum.StorageRank!.Value.Lower);
        }
    }

    [Fact]
    public void Both_paths_agree_on_rank_and_radius()
    {
        // A product of rank 3 rounded to steps of 1/4.
        Random random = new(8);
        double[,] u = IntegerFactors.Left(random, 40, 3, 4), v = IntegerFactors.Right(random, 3, 30, 4);
        Matrix product = IntegerFactors.Product(u, v, (_, _) => 0);
        double[] meant = [.. product.Values.Select(x => x * 1.001 / 4)];
        Matrix a = Matrix.FromInt8(40, 30, [.. meant.Select(x => (sbyte)Math.Round(x * 4))], 0.25);
        CertifiedSpectrum spectrum = Certifier.Certify(a);
        Assert.Equal(new IntegerBracket(3, 3), spectrum.StorageRank);
        InputRecord record = InputRecord.Of([("A", new InputValue.MatrixValue(a))]);
        FastEvaluator fast = new(Engines.Default);
        Assert.Equal(3, fast.Evaluate("spectra/storage-rank", record).Numbers.Single.Value);
        double radius = 0.125 * Math.Sqrt(1200);
        Assert.Equal(radius, fast.Evaluate("spectra/storage-radius", record).Numbers.Single.Value, 1e-14 * radius);
        Assert.Equal(radius, spectrum.StorageRadius!.UpperDouble, 1e-14 * radius);
    }
}
