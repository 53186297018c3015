using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Answers beyond the range of double. Catches products over layers that overflow and matrices that are not scaled.</summary>
public abstract class RangeTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : RangeTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : RangeTests(Engines.Default);

    private const int Depth = 100;

    private static InputRecord Deep(double norm) => Record(
        ("m", Number(64)), ("X_frobenius", Number(12)), ("h", Repeat(30, Depth + 1)), ("r", Repeat(3, Depth)),
        ("B", Repeat(norm, Depth)), ("C1", Number(1.25)), ("C2", Number(2)));

    [Fact]
    public void Hundred_layers_of_norm_1e30_keep_their_logarithm()
    {
        FastNumber value = Scalar("pinto2025/theorem-7", Deep(1e30));
        Assert.Equal(double.PositiveInfinity, value.Value);
        AssertNear(3011.4483516588416249, value.Log10, operations: 2);
    }

    [Fact]
    public void Hundred_layers_of_norm_1e_minus_30_keep_their_logarithm()
    {
        FastNumber value = Scalar("pinto2025/lemma-4", Deep(1e-30));
        Assert.Equal(0, value.Value);
        AssertNear(-2999.7498774732165963, value.Log10, operations: 2);
    }

    [Fact]
    public void Deep_ledent_network_keeps_its_logarithm()
    {
        InputRecord inputs = Record(
            ("N", Number(1000)), ("B", Number(3)), ("W", Matrices(Enumerable.Repeat(Diagonal(2, 2, 1e30, 1e15), Depth))),
            ("rho", Repeat(1, Depth - 1)), ("p", Repeat(1, Depth)));
        AssertNear(1000.9600704139038691, Scalar("ledent2025/theorem-3.6/l2", inputs).Log10, operations: 2);
    }

    [Fact]
    public void Deep_classical_bounds_keep_their_logarithms()
    {
        InputRecord golowich = Record(("M_F", Repeat(1e30, Depth)), ("d", Number(Depth)), ("n", Number(50)), ("sum_sq_norms", Number(7)));
        AssertNear(2999.8299093349661389, Scalar("classical/golowich2018-theorem-1", golowich).Log10, operations: 2);
        InputRecord bartlett = Record(
            ("X_frobenius", Number(4)), ("n", Number(100)), ("gamma", Number(0.5)), ("s", Repeat(1e30, Depth)), ("b", Repeat(3e30, Depth)),
                ("W", Number(64)));
        AssertNear(3002.9991879531403889, Scalar("classical/bartlett2017-theorem-1.1", bartlett).Log10, operations: 2);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-60)]
    [InlineData(-1060)]
    public void Quantities_scale_with_the_matrix_over_the_whole_range(int shift)
    {
        // At 2^−1060 the integers 1…9 are exact subnormals; at 2^1000 their squares overflow.
        Matrix scaled = new(5, 3, Array.ConvertAll(A.Values, v => Math.ScaleB(v, shift)));
        foreach (string quantity in new[] { "spectral-norm", "frobenius-norm", "nuclear-norm", "row-norm-21", "column-norm-21" })
        {
            double log10 = Scalar("spectra/" + quantity, Record(("A", One(scaled)))).Log10;
            double expected = Math.Log10(Value("spectra/" + quantity, Record(("A", One(A))))) + (shift * Math.Log10(2));
            AssertNear(expected, log10, operations: 4);
        }

        Assert.Equal(Value("spectra/stable-rank", Record(("A", One(A)))), Value("spectra/stable-rank", Record(("A", One(scaled)))));
        Assert.Equal(3, Value("spectra/rank", Record(("A", One(scaled)))));
        double sum = Scalar("spectra/schatten-sum", Record(("A", One(scaled)), ("p", Number(2)))).Log10;
        AssertNear(Math.Log10(507) + (2 * shift * Math.Log10(2)), sum, operations: 4);
    }

    // A library with absolute thresholds takes this matrix for zero.
    [Fact]
    public void Lone_small_entry_is_not_lost()
    {
        Matrix matrix = Matrix.FromArray(new[,] { { 0, -Math.ScaleB(1, -58) }, { 0, 0 } });
        Assert.Equal(Math.ScaleB(1, -58), Value("spectra/spectral-norm", Record(("A", One(matrix)))));
        Assert.Equal(1, Value("spectra/rank", Record(("A", One(matrix)))));
    }

    [Fact]
    public void Largest_doubles_do_not_overflow()
    {
        Matrix matrix = Matrix.FromArray(new[,] { { double.MaxValue, 0 }, { 0, double.Epsilon } });
        AssertNear(double.MaxValue, Value("spectra/spectral-norm", Record(("A", One(matrix)))), operations: 4);
        AssertNear(double.MaxValue, Value("spectra/frobenius-norm", Record(("A", One(matrix)))), operations: 4);
    }

    [Fact]
    public void Norm_at_a_small_exponent_goes_by_its_logarithm()
    {
        InputRecord inputs = Record(("A", One(Diagonal(2, 2, 2, 1))), ("p", Number(0.001)));
        AssertNear(301.18053674407425222, Scalar("spectra/schatten-norm", inputs).Log10, operations: 4);
        FastNumber beyond = Scalar("spectra/schatten-norm", inputs.With("p", Exact("1e-20")));
        Assert.Equal(double.PositiveInfinity, beyond.Value);
        AssertNear(Math.Log10(2) * 1e20, beyond.Log10, operations: 4);
    }

    // A layer of rank 0 at p = 0 adds nothing itself; the product of the norms is 0, so a layer with p > 0 adds nothing either.
    [Fact]
    public void Zero_layer_counts_by_its_rank_at_zero()
    {
        InputRecord inputs = Record(
            ("N", Number(8)), ("B", Number(3)), ("W", Matrices(Diagonal(2, 2, 1, 1), Diagonal(2, 2), Diagonal(2, 2, 3))),
            ("rho", List(1, 1)), ("p", List(0, 0, 1)));
        // L/N·(rank 2 · (2 + 2)) = 3.
        AssertNear(Math.Sqrt(3), Value("ledent2025/theorem-3.6/l2", inputs), operations: 4);
    }

    // Σ 2^p + 1 at p = 1e6 is 2^1000000, and the norm tends to σ₁.
    [Fact]
    public void Large_exponents_keep_their_logarithm()
    {
        InputRecord inputs = Record(("A", One(Diagonal(2, 2, 2, 1))), ("p", Number(1e6)));
        AssertNear(1e6 * Math.Log10(2), Scalar("spectra/schatten-sum", inputs).Log10, operations: 2);
        AssertNear(1e100 * Math.Log10(2), Scalar("spectra/schatten-sum", inputs.With("p", Number(1e100))).Log10, operations: 2);
        Assert.Equal(1, Value("spectra/schatten-sum", Record(("A", One(Diagonal(2, 2, 1, 0.5))), ("p", Number(1e100)))));
        Shaped<FastNumber> range = Evaluator.Evaluate("spectra/storage-schatten-sum", inputs.With("p", Number(1e100))).Numbers;
        Assert.All(range.Leaves, end => AssertNear(1e100 * Math.Log10(2), end.Log10, operations: 4));
        Assert.Equal(2, Value("spectra/schatten-norm", inputs));
        Assert.Equal(2, Value("spectra/schatten-norm", inputs.With("p", Number(1e300))));
    }

    [Fact]
    public void Rank_one_norm_is_its_singular_value_at_every_exponent() =>
        Assert.Equal(3, Value("spectra/schatten-norm", Record(("A", One(Diagonal(2, 2, 3))), ("p", Exact("1e-400")))));

    [Fact]
    public void Rational_inputs_beyond_double_are_read()
    {
        InputRecord inputs = Record(
            ("m", Number(16)), ("X_frobenius", Exact("4e-400")), ("h", List(8, 12, 5)), ("r", List(2, 2)),
            ("B", new InputValue.Sequence([Exact("1e500"), Exact("1e-100")])), ("C1", Number(1)), ("C2", Number(1)));
        // The value of T1, printed with ten digits.
        Assert.Equal(4.387022532, Value("pinto2025/theorem-7", inputs), 5e-10);
    }

    [Fact]
    public void Zero_matrix_has_norm_zero_and_no_stable_rank()
    {
        FastNumber norm = Scalar("spectra/spectral-norm", Record(("A", One(Diagonal(3, 2)))));
        Assert.Equal(0, norm.Value);
        Assert.Equal(double.NegativeInfinity, norm.Log10);
        Assert.Equal(0, Value("spectra/schatten-sum", Record(("A", One(Diagonal(3, 2))), ("p", Number(0.5)))));
        Assert.Equal(0, Value("spectra/rank", Record(("A", One(Diagonal(3, 2))))));
        Assert.IsType<FastResult.NotApplicable>(Evaluator.Evaluate("spectra/stable-rank", Record(("A", One(Diagonal(3, 2))))));
    }
}
