using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests;
using LowRank.Verify.Torch.Batches;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Torch.Tests;

/// <summary>Bounds of a batch against the scalar fast path, network by network, and against the reference.</summary>
public sealed class NetworkBatchTests
{
    // Sums of some 60 rounded terms, and logarithms of size 50: well below what a wrong exponent or constant changes.
    private const double Agreement = 1e-12;

    private static readonly double[] Grid = [0, 0.05, 0.5, 1, 1.7, 2];
    private static readonly (int Rows, int Columns)[] Shapes = [(12, 9), (12, 12), (12, 12), (5, 12)];

    private static readonly BatchConditions Conditions = new(1000)
    {
        InputBound = 3, DataFrobenius = 40, Margin = 0.25, Lipschitz = [0.5, 2, 1.25], FirstConstant = 1.25, SecondConstant = 2,
    };

    [Fact]
    public void Rank_sparse_bounds_are_those_of_the_scalar_fast_path()
    {
        Matrix[][] networks = Networks();
        using NetworkBatch batch = NetworkBatch.Of(Libtorch.Engine, networks);
        FastEvaluator scalar = new(Libtorch.Engine);
        foreach (LedentForm form in Enum.GetValues<LedentForm>())
        {
            double[,] found = batch.RankSparse(form, Grid, Conditions);
            for (int i = 0; i < networks.Length; i++)
            {
                for (int k = 0; k < Grid.Length; k++)
                {
                    InputRecord inputs = Rank(networks[i], Grid[k]);
                    AssertAgrees(scalar.Evaluate("ledent2025/theorem-3.6/" + form.ToString().ToLowerInvariant(), inputs), found[i, k],
                        $"{form}, network {i}, p = {Grid[k]}");
                }
            }
        }
    }

    [Theory]
    [InlineData("pinto2025/lemma-4")]
    [InlineData("pinto2025/theorem-7")]
    [InlineData("pinto2025/theorem-7-lemma5")]
    [InlineData("pinto2025/theorem-7-tight")]
    [InlineData("pinto2025/theorem-7-tight-relu")]
    [InlineData("pinto2025/simplified")]
    [InlineData("pinto2025/simplified-explicit")]
    [InlineData("ledent2025/comparison/c1")]
    [InlineData("ledent2025/comparison/c5")]
    [InlineData("classical/bartlett2017-theorem-1.1")]
    public void Other_bounds_are_those_of_the_scalar_fast_path(string oracle)
    {
        Matrix[][] networks = Networks();
        using NetworkBatch batch = NetworkBatch.Of(Libtorch.Engine, networks);
        FastEvaluator scalar = new(Libtorch.Engine);
        double[] found = batch.Bound(oracle, Conditions);
        for (int i = 0; i < networks.Length; i++)
        {
            InputRecord inputs = oracle.StartsWith("pinto", StringComparison.Ordinal) ? Limits(scalar, networks[i])
                : oracle.StartsWith("classical", StringComparison.Ordinal) ? Classical(networks[i])
                : Comparison(networks[i]);
            AssertAgrees(scalar.Evaluate(oracle, inputs), found[i], $"network {i}");
        }
    }

    [Fact]
    public void Rank_sparse_bounds_lie_within_rounding_of_the_reference()
    {
        Matrix[][] networks = Networks()[..2];
        using NetworkBatch batch = NetworkBatch.Of(Libtorch.Engine, networks);
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator reference = new(catalogue, new SpectrumCertifier(Libtorch.Engine));
        double[] exponents = [0.5, 1, 2];
        double[,] found = batch.RankSparse(LedentForm.L2, exponents, Conditions);
        for (int i = 0; i < networks.Length; i++)
        {
            for (int k = 0; k < exponents.Length; k++)
            {
                Evaluation exact = reference.Evaluate(catalogue.Get("ledent2025/theorem-3.6/l2"), Rank(networks[i], exponents[k]));
                Interval enclosure = exact.Result!.Single.Enclosure;
                double truth = enclosure.Lower.ToDouble(Rounding.Nearest);

                // Planted integers between 1 and 40: each factor's exponent is at most 1 in each singular value, four layers.
                Assert.Equal(truth, Math.Exp(found[i, k]), 4 * 40 * 12 * 64 * 2.3e-16 * truth);
            }
        }
    }

    [Fact]
    public void Sums_of_powers_are_those_of_planted_spectra()
    {
        Matrix[][] networks = [.. Enumerable.Range(0, 7)
            .Select(i => new[] { PlantedSpectrum.Build(new Random(i), 9, 7, [8, 4, 4, 2, 1]) })];
        using NetworkBatch batch = NetworkBatch.Of(Libtorch.Engine, networks);
        double[,] found = Assert.Single(batch.RelativePowerSums([0, 0.5, 1, 2]));
        double[] expected = [5, 1 + (2 * Math.Sqrt(0.5)) + 0.5 + Math.Sqrt(0.125), 1 + 1 + 0.25 + 0.125, 1 + 0.5 + 0.0625 + 0.015625];
        for (int i = 0; i < networks.Length; i++)
        {
            Assert.Equal(expected[0], found[i, 0]);
            Assert.Equal(expected[2], found[i, 2], 1e-13);
            Assert.Equal(expected[3], found[i, 3], 1e-13);

            // Two values are 0 and come out near 1e-16 of the largest: each adds the root of that.
            Assert.InRange(found[i, 1], expected[1] - 1e-13, expected[1] + (2 * Math.Sqrt(9 * 64 * 2.3e-16)));
        }
    }

    [Fact]
    public void Products_of_norms_beyond_the_range_of_double_have_logarithms()
    {
        Matrix[] network = [.. Enumerable.Range(0, 4)
            .Select(l => PlantedSpectrum.Build(new Random(l), 6, 6, [9, 5, 3, 2, 2, 1], scale: 900))];
        using NetworkBatch batch = NetworkBatch.Of(Libtorch.Engine, [network]);
        double logarithm = batch.Bound("pinto2025/lemma-4", new BatchConditions(1))[0];
        Assert.Equal((4 * (Math.Log(9) + (900 * Math.Log(2)))) + Math.Log(6), logarithm, 1e-12 * logarithm);
    }

    [Fact]
    public void Networks_of_different_shapes_and_wrong_exponents_are_refused()
    {
        TorchEngine engine = Libtorch.Engine;
        Matrix wide = new(2, 3, [1, 2, 3, 4, 5, 6]), tall = new(3, 2, [1, 2, 3, 4, 5, 6]);
        Assert.Contains("Network 2", Assert.Throws<ArgumentException>(() => NetworkBatch.Of(engine, [[wide], [tall]])).Message,
            StringComparison.Ordinal);
        using NetworkBatch batch = NetworkBatch.Of(engine, [[wide]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.RelativePowerSums([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.RankSparse(LedentForm.L2, [2.5], new BatchConditions(1)));
        Assert.Throws<ArgumentException>(() => batch.Bound("pinto2025/none", new BatchConditions(1)));
    }

    private static void AssertAgrees(FastResult expected, double logarithm, string what)
    {
        double value = expected.Numbers.Single.Value;
        Assert.True(Math.Abs((Math.Exp(logarithm) / value) - 1) <= Agreement, $"{what}: {value:R} and {Math.Exp(logarithm):R}");
    }

    // Full rank and deficient layers; one entry far from 1, so that a power of two is taken out.
    private static Matrix[][] Networks()
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, 6).Select(i => Shapes.Select((shape, l) => PlantedSpectrum.Build(
            random, shape.Rows, shape.Columns,
                [.. Enumerable.Range(0, Math.Min(shape.Rows, shape.Columns)).Select(_ => random.Next(1, 41)).OrderDescending()],
                scale: l == 1 ? -(40 * i) : 0)).ToArray())];
    }

    private static InputRecord Rank(Matrix[] network, double p) => InputRecord.Of(
    [
        ("N", InputValue.Number.Of(Conditions.Samples)), ("B", InputValue.Number.Of(Conditions.InputBound)),
            ("gamma", InputValue.Number.Of(Conditions.Margin)),
        ("rho", List(Conditions.Lipschitz)), ("W", Matrices(network)), ("p", List(Enumerable.Repeat(p, network.Length))),
    ]);

    private static InputRecord Comparison(Matrix[] network) => InputRecord.Of(
    [
        ("N", InputValue.Number.Of(Conditions.Samples)), ("B", InputValue.Number.Of(Conditions.InputBound)),
            ("rho", List(Conditions.Lipschitz)), ("W", Matrices(network)),
    ]);

    private static InputRecord Classical(Matrix[] network) => InputRecord.Of(
    [
        ("n", InputValue.Number.Of(Conditions.Samples)), ("X_frobenius", InputValue.Number.Of(Conditions.DataFrobenius)),
            ("gamma", InputValue.Number.Of(Conditions.Margin)),
        ("rho", List([.. Conditions.Lipschitz, 1])), ("A", Matrices(network)),
    ]);

    private static InputRecord Limits(FastEvaluator scalar, Matrix[] network)
    {
        LayerSpectrum[] spectra = [.. network.Select(layer => scalar.Spectrum(layer)!)];
        return InputRecord.Of(
        [
            ("m", InputValue.Number.Of(Conditions.Samples)), ("X_frobenius", InputValue.Number.Of(Conditions.DataFrobenius)),
            ("h", List([network[0].Columns, .. network.Select(layer => (double)layer.Rows)])),
                ("r", List(spectra.Select(s => (double)s.Rank))),
            ("B", List(spectra.Select(s => s.SpectralNorm.ToDouble()))), ("C1", InputValue.Number.Of(Conditions.FirstConstant)),
                ("C2", InputValue.Number.Of(Conditions.SecondConstant)),
        ]);
    }

    private static InputValue.Sequence List(IEnumerable<double> values) => new([.. values.Select(InputValue.Number.Of)]);

    private static InputValue.Sequence Matrices(Matrix[] network) => new([.. network.Select(layer => new InputValue.MatrixValue(layer))]);
}
