using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Norms and power sums of one matrix against mpmath and known spectra. Catches p for 1/p, σ² for σ, rows for columns.</summary>
public abstract class SpectralQuantitiesTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : SpectralQuantitiesTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : SpectralQuantitiesTests(Engines.Default);

    [Theory]
    [InlineData("spectral-norm", 18.165812058639896716)]
    [InlineData("nuclear-norm", 36.291722697842793286)]
    [InlineData("rank", 3)]
    public void Quantity_of_an_integer_matrix_is_that_of_mpmath(string quantity, double expected) =>
        Assert.Equal(expected, Value("spectra/" + quantity, Record(("A", One(A)))), 3 * SigmaTolerance(A, SigmaOfA[0]));

    // Sums over entries: 15 squares and roots, compensated.
    [Theory]
    [InlineData("frobenius-norm", 22.516660498395404816)]
    [InlineData("row-norm-21", 47.930691677625550362)]
    [InlineData("column-norm-21", 38.200077455244362456)]
    public void Entry_norm_is_that_of_mpmath(string quantity, double expected) =>
        AssertNear(expected, Value("spectra/" + quantity, Record(("A", One(A)))), operations: 4);

    [Fact]
    public void Stable_rank_is_that_of_mpmath()
    {
        // d(F²/σ₁²) = −2 F²/σ₁³ dσ₁.
        double tolerance = 2 * 1.5363788709576568873 * SigmaTolerance(A, SigmaOfA[0]) / SigmaOfA[0];
        Assert.Equal(1.5363788709576568873, Value("spectra/stable-rank", Record(("A", One(A)))), tolerance);
    }

    [Theory]
    [InlineData(1, 18.165812058639896716)]
    [InlineData(2, 29.751558887659923414)]
    [InlineData(3, 36.291722697842793286)]
    [InlineData(1000, 36.291722697842793286)]
    public void Ky_fan_norm_sums_the_largest(int k, double expected) =>
        Assert.Equal(expected, Value("spectra/ky-fan-norm", Record(("A", One(A)), ("k", Number(k)))), 3 * SigmaTolerance(A, SigmaOfA[0]));

    [Theory]
    [InlineData(0.1, 3.8205464565316825993, 662605.21435712903685)]
    [InlineData(0.5, 10.223295619767367347, 104.51577332915463964)]
    [InlineData(1, 36.291722697842793286, 36.291722697842793286)]
    [InlineData(2, 507, 22.516660498395404816)]
    [InlineData(3.7, 55310.84440240314819, 19.135535424168855242)]
    public void Schatten_sum_and_norm_are_those_of_mpmath(double p, double sum, double norm)
    {
        InputRecord inputs = Record(("A", One(A)), ("p", Number(p)));
        double tolerance = SumTolerance(A, SigmaOfA, p);
        Assert.Equal(sum, Value("spectra/schatten-sum", inputs), tolerance);
        Assert.Equal(norm, Value("spectra/schatten-norm", inputs), norm * ((tolerance / sum / p) + (4 * Ulp)));
    }

    [Fact]
    public void Golub_reinsch_has_its_known_spectrum_and_rank()
    {
        Shaped<FastNumber>.Sequence values = Assert.IsType<Shaped<FastNumber>.Sequence>(Evaluator.Evaluate("spectra/singular-values",
            Record(("A", One(GolubReinsch)))).Numbers);
        double[] expected = [Math.Sqrt(1248), 20, Math.Sqrt(384), 0, 0];
        Assert.Equal(expected.Length, values.Items.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values.Items[i].Single.Value, SigmaTolerance(GolubReinsch, expected[0]));
        }

        Assert.Equal(3, Value("spectra/rank", Record(("A", One(GolubReinsch)))));
        Assert.Equal(3, Value("spectra/storage-rank", Record(("A", One(GolubReinsch)))));
        Assert.Equal(3, Value("spectra/schatten-sum", Record(("A", One(GolubReinsch)), ("p", Number(0)))));
        Assert.Equal(3, Value("spectra/schatten-sum-at-storage-rank", Record(("A", One(GolubReinsch)), ("p", Number(0)))));
    }

    // At p = 0.1 the two rounding values count 0.05 and more each; the sum at the storage rank leaves them out.
    [Fact]
    public void Sum_at_the_storage_rank_drops_rounding_noise()
    {
        double[] known = [Math.Sqrt(1248), 20, Math.Sqrt(384)];
        double expected = known.Sum(s => Math.Pow(s, 0.1));
        double value = Value("spectra/schatten-sum-at-storage-rank", Record(("A", One(GolubReinsch)), ("p", Number(0.1))));
        Assert.Equal(expected, value, SumTolerance(GolubReinsch, known, 0.1));
    }

    [Fact]
    public void Storage_range_in_half_precision_is_that_of_mpmath()
    {
        Matrix half = Matrix.FromArray(
            new[,] { { 0.5, -1, 4, 0 }, { 1, 5.25, -9, Math.ScaleB(1, -20) }, { 2, 6, 5, 1000 } }, StorageType.Float16);
        double[] sigma = [1000.0324996505049954, 11.179301401083583874, 1.354755677772816758];
        const double Delta = 0.2500171709069954836;
        Shaped<FastNumber> range = Evaluator.Evaluate("spectra/storage-schatten-sum", Record(("A", One(half)), ("p", Number(0.5)))).Numbers;
        double low = range["lower"].Single.Value;
        double high = range["upper"].Single.Value;
        Assert.Equal(35.976349373627992746, low, SumTolerance(half, [.. sigma.Select(s => s - Delta)], 0.5));
        Assert.Equal(36.274767083788430653, high, SumTolerance(half, [.. sigma.Select(s => s + Delta)], 0.5));
        Assert.Equal(3, Value("spectra/storage-rank", Record(("A", One(half)))));
    }

    // One value of 1e-4 beside 1: invisible to half precision (half-ulp of 1 is 2^-11), visible to single.
    [Theory]
    [InlineData(StorageType.Float64, 2)]
    [InlineData(StorageType.Float32, 2)]
    [InlineData(StorageType.Float16, 1)]
    [InlineData(StorageType.BFloat16, 1)]
    public void Storage_rank_depends_on_the_format(StorageType storage, int expected)
    {
        const double Small = 1.0 / 8192;
        Matrix matrix = Matrix.FromArray(new[,] { { 1, 0 }, { 0, Small } }, storage);
        Assert.Equal(expected, Value("spectra/storage-rank", Record(("A", One(matrix)))));
    }

    [Fact]
    public void Storage_range_at_zero_runs_from_the_storage_rank_to_the_smaller_dimension()
    {
        Shaped<FastNumber> range = Evaluator.Evaluate("spectra/storage-schatten-sum", Record(("A", One(GolubReinsch)), ("p", Number(0))))
            .Numbers;
        Assert.Equal(3, range["lower"].Single.Value);
        Assert.Equal(5, range["upper"].Single.Value);
    }

    [Fact]
    public void Transposing_swaps_the_row_and_column_norms_and_nothing_else()
    {
        InputRecord plain = Record(("A", One(A)), ("p", Number(0.3)));
        InputRecord transposed = Record(("A", One(A.Transpose())), ("p", Number(0.3)));
        AssertNear(Value("spectra/row-norm-21", plain), Value("spectra/column-norm-21", transposed), operations: 4);
        Assert.NotEqual(Value("spectra/row-norm-21", plain), Value("spectra/row-norm-21", transposed), 1.0);
        Assert.Equal(Value("spectra/schatten-sum", plain), Value("spectra/schatten-sum", transposed), 2 * SumTolerance(A, SigmaOfA, 0.3));
    }

    // Householder reflections with vᵀv = 4 have dyadic entries: the product of four of them with an integer diagonal is exact in double.
    [Theory]
    [InlineData(4, 4)]
    [InlineData(12, 5)]
    [InlineData(7, 16)]
    [InlineData(40, 40)]
    public void Planted_spectrum_is_found(int rows, int columns)
    {
        int count = Math.Min(rows, columns);
        double[] sigma = [.. Enumerable.Range(0, count).Select(i => i < (count + 1) / 2 ? 64.0 * (count - i) : 0)];
        Matrix matrix = PlantedMatrix.WithSpectrum(rows, columns, sigma);
        Shaped<FastNumber>.Sequence values =
            Assert.IsType<Shaped<FastNumber>.Sequence>(Evaluator.Evaluate("spectra/singular-values", Record(("A", One(matrix)))).Numbers);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(sigma[i], values.Items[i].Single.Value, SigmaTolerance(matrix, sigma[0]));
        }

        Assert.Equal((count + 1) / 2, Value("spectra/rank", Record(("A", One(matrix)))));
    }
}
