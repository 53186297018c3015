using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Numbers that stand in the files of the spectral quantities, and what storage ranges must contain.</summary>
public sealed class SpectraVectorTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));

    // Singular values 2 and 1/4: the power sum falls and rises again, its relative form and the norm only fall.
    [Theory]
    [InlineData("schatten-sum", "0", "2")]
    [InlineData("schatten-sum", "1/2", "1.914")]
    [InlineData("schatten-sum", "1", "2.25")]
    [InlineData("schatten-ratio-sum", "0", "2")]
    [InlineData("schatten-ratio-sum", "1/2", "1.354")]
    [InlineData("schatten-ratio-sum", "1", "1.125")]
    [InlineData("schatten-norm", "1/2", "3.664")]
    [InlineData("schatten-norm", "1", "2.25")]
    public void Two_singular_values_at_three_exponents(string quantity, string p, string printed)
    {
        string inputs = $$"""{"A":[[2,0],[0,0.25]],"p":"{{p}}"}""";
        Interval value = Result(quantity, InputJson.Read(inputs, "test")).Single.Enclosure;
        Assert.InRange((value.Lower.ToRational() - Rational.Parse(printed)).ToDouble(), -5e-4, 5e-4);
    }

    // Three numbers that bfloat16 (8 bits) rounds 1 + 1/256 and its neighbours to: what was stored must lie in every range.
    [Theory]
    [InlineData(StorageType.BFloat16)]
    [InlineData(StorageType.Float16)]
    [InlineData(StorageType.Float32)]
    public void Storage_ranges_contain_what_was_meant(StorageType storage)
    {
        double[] meant = [Math.Sqrt(2), -1.0 / 3, 0.1, Math.PI, 1e-3, 7.0 / 11];
        double[] stored = Array.ConvertAll(meant, value => Round(value, storage));
        InputRecord exact = Record(new Matrix(3, 2, meant)), rounded = Record(new Matrix(3, 2, stored, storage));
        foreach (string quantity in new[] { "spectral-norm", "frobenius-norm", "nuclear-norm", "ky-fan-norm", "schatten-norm",
            "schatten-sum", "stable-rank" })
        {
            Interval truth = Result(quantity, exact).Single.Enclosure;
            IReadOnlyDictionary<string, Shaped<CertifiedNumber>> range =
                Assert.IsType<Shaped<CertifiedNumber>.Named>(Result("storage-" + quantity, rounded)).Parts;
            BigFloat lower = range["lower"].Single.Enclosure.Upper, upper = range["upper"].Single.Enclosure.Lower;
            Assert.True(lower <= truth.Lower && truth.Upper <= upper, $"{quantity} of {storage}: {truth} outside [{lower}, {upper}]");

            // Not only contained: the range has about the width of the rounding.
            double width = (upper.ToRational() - lower.ToRational()).ToDouble() / truth.Upper.ToRational().ToDouble();
            Assert.True(width < (storage == StorageType.Float32 ? 1e-5 : storage == StorageType.Float16 ? 1e-1 : 1),
                $"{quantity} of {storage}: relative width {width}");
        }
    }

    // Half an ulp of 1 in bfloat16 is 2^-8, of 0 it is 2^-134.
    [Fact]
    public void Storage_radius_of_one_and_zero_is_half_an_ulp()
    {
        Check(Rational.Parse("1/256"), 1, StorageType.BFloat16);
        Check(Rational.One / Rational.Pow(new Rational(2, 1), 134), 0, StorageType.BFloat16);
        Check(Rational.Parse("1/2048"), 1, StorageType.Float16);

        static void Check(Rational expected, double value, StorageType storage)
        {
            Interval enclosure = Result("storage-radius", Record(new Matrix(1, 1, [value], storage))).Single.Enclosure;
            Assert.True(enclosure.Lower.ToRational() <= expected && expected <= enclosure.Upper.ToRational(),
                $"{enclosure} for {value} in {storage}");
        }
    }

    [Fact]
    public void Zero_matrix_has_no_range_of_its_stable_rank()
    {
        InputRecord zero = Record(new Matrix(2, 2, [0, 0, 0, 0], StorageType.Float32));
        Assert.Equal(EvaluationStatus.OutsideDomain, Reference.Evaluate(Catalogue.Get("spectra/storage-stable-rank"), zero).Status);
        Assert.IsType<FastResult.NotApplicable>(new FastEvaluator(Engines.Default).Evaluate("spectra/storage-stable-rank", zero));
    }

    private static InputRecord Record(Matrix matrix) => InputRecord.Of(
        [("A", new InputValue.MatrixValue(matrix)), ("k", InputValue.Number.Of(2)), ("p", InputValue.Number.Of(1.5))]);

    private static Shaped<CertifiedNumber> Result(string quantity, InputRecord inputs)
    {
        Evaluation evaluation = Reference.Evaluate(Catalogue.Get("spectra/" + quantity), inputs);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return evaluation.Result!;
    }

    private static double Round(double value, StorageType storage)
    {
        int bits = storage switch { StorageType.BFloat16 => 8, StorageType.Float16 => 11, _ => 24 };
        int shift = bits - 1 - Math.ILogB(value);
        return Math.ScaleB(Math.Round(Math.ScaleB(value, shift)), -shift);
    }
}
