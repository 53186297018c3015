using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Bounds of networks against the test vectors of the papers' records and mpmath. Catches wrong exponents and constants.</summary>
public abstract class NetworkBoundsTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : NetworkBoundsTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : NetworkBoundsTests(Engines.Default);

    // The vectors are printed with ten digits.
    private const double PrintedDigits = 5e-10;

    private static readonly Matrix Second = Matrix.FromArray(new double[,] { { 1, 2, 0, 1, 3 }, { 0, 1, -1, 2, 2 } });

    private static readonly Matrix Third = Matrix.FromArray(new double[,] { { 2, 1 }, { 1, 3 }, { 0, 4 } });

    // Conditions of the formula in the singular values of these three matrices: each factor has an exponent of at most 1 in each
    // σ, and σ₁/σ₃ < 6 for all; so 3 layers × 6 × the backward error of the largest (5 rows), and some 60 operations.
    private const double LedentTolerance = (3 * 6 * BackwardError * 5 * Ulp) + (60 * 2 * Ulp);

    private static InputRecord T1(double c1 = 1) => Record(
        ("m", Number(16)), ("X_frobenius", Number(4)), ("h", List(8, 12, 5)), ("r", List(2, 2)), ("B", List(1, 1)), ("C1", Number(c1)),
            ("C2", Number(1)));

    [Theory]
    [InlineData("lemma-4", 1, 0.790569415)]
    [InlineData("lemma-10", 1, 1.224744871)]
    [InlineData("theorem-7", 1, 4.387022532)]
    [InlineData("theorem-7", 2, 5.611767403)]
    [InlineData("theorem-7-tight", 1, 2.805883701)]
    [InlineData("theorem-7-tight", 2, 4.030628573)]
    [InlineData("theorem-7-tight-relu", 1, 2.34277886)]
    [InlineData("theorem-7-tight-relu", 2, 3.567523732)]
    public void Vector_t1_has_its_printed_value(string statement, double c1, double expected) =>
        Assert.Equal(expected, Value("pinto2025/" + statement, T1(c1)), PrintedDigits);

    // 41.4 with the minimum over j ≤ i as printed; 49.97 with j < i.
    [Fact]
    public void Vector_t4_takes_the_minimum_as_printed()
    {
        InputRecord inputs = Record(
            ("m", Number(64)), ("X_frobenius", Number(12)), ("h", List(10, 16, 12, 7)), ("r", List(4, 2, 3)),
            ("B", List(1.5, 0.75, 2)), ("C1", Number(1.25)), ("C2", Number(2)));
        Assert.Equal(41.4072001752, Value("pinto2025/theorem-7", inputs), PrintedDigits);
    }

    [Theory]
    [InlineData("code", 0.5, 0.7283191256)]
    [InlineData("doc", 0.5, 0.7837942854)]
    [InlineData("l2", 0.5, 0.8827479903)]
    [InlineData("repaired", 0.5, 0.8642611023)]
    [InlineData("code", 0, 0.7874007874)]
    [InlineData("doc", 0, 0.7874007874)]
    [InlineData("l2", 0, 0.7874007874)]
    [InlineData("repaired", 0, 0.7874007874)]
    public void Vector_e10_has_its_printed_value(string form, double p, double expected)
    {
        InputRecord inputs = Record(
            ("N", Number(100)), ("B", Number(3)), ("W", Matrices(Diagonal(3, 4, 1, 0.5, 0.1), Diagonal(2, 3, 2, 0.25))),
            ("rho", List(1)), ("p", List(p, p)));
        Assert.Equal(expected, Value("ledent2025/theorem-3.6/" + form, inputs), PrintedDigits);
    }

    [Theory]
    [InlineData("code", 4.7607246170956542502, 2.4369132975278716578)]
    [InlineData("doc", 4.9710312788114724605, 2.5300822050523829202)]
    [InlineData("repaired", 5.6858201147732449593, 2.8952813108176577295)]
    [InlineData("l2", 6.6491822489395577559, 3.4209297201588780781)]
    public void Optional_members_and_their_defaults_are_those_of_mpmath(string form, double all, double plain)
    {
        InputRecord inputs = Record(
            ("N", Number(1000)), ("B", Number(3)), ("W", Matrices(A, Second, Third)), ("rho", List(0.5, 2)), ("p", List(0.25, 1, 1.5)));
        AssertWithin(plain, Value("ledent2025/theorem-3.6/" + form, inputs));
        Matrix zero = Diagonal(2, 5);
        Matrix ones = Matrix.FromArray(new double[,] { { 1, 1 }, { 1, 1 }, { 1, 1 } });
        InputRecord full = inputs.With("M", Matrices(Diagonal(5, 3, 1, 1, 1), zero, ones)).With("gamma", Exact("1/4"))
            .With("positions", List(9, 4, 1)).With("op_norm", List(20, 7, 6));
        AssertWithin(all, Value("ledent2025/theorem-3.6/" + form, full));
        static void AssertWithin(double expected, double actual) => Assert.Equal(expected, actual, expected * LedentTolerance);
    }

    [Fact]
    public void Rebalancing_two_layers_leaves_the_ledent_forms_unchanged()
    {
        InputRecord inputs = Record(
            ("N", Number(1000)), ("B", Number(3)), ("W", Matrices(A, Second, Third)), ("rho", List(0.5, 2)), ("p", List(0.25, 1, 1.5)));
        Matrix larger = new(2, 5, Array.ConvertAll(Second.Values, v => v * 1024));
        Matrix smaller = new(3, 2, Array.ConvertAll(Third.Values, v => v / 1024));
        double expected = Value("ledent2025/theorem-3.6/l2", inputs);
        Assert.Equal(expected, Value("ledent2025/theorem-3.6/l2", inputs.With("W", Matrices(A, larger, smaller))),
            expected * LedentTolerance);
    }

    // Σ σ^p → number of nonzero values = rank for an exact full-rank matrix, so the value is continuous at p = 0.
    [Fact]
    public void Value_at_zero_is_the_limit_for_a_full_rank_network()
    {
        InputRecord inputs = Record(("N", Number(1000)), ("B", Number(3)), ("W", Matrices(A, Second)), ("rho", List(1)));
        double atZero = Value("ledent2025/theorem-3.6/l2", inputs.With("p", List(0, 0)));
        double near = Value("ledent2025/theorem-3.6/l2", inputs.With("p", new InputValue.Sequence([Exact("1e-400"), Exact("1e-400")])));
        AssertNear(atZero, near, operations: 60);
    }

    [Fact]
    public void Bartlett_rate_from_matrices_is_that_of_mpmath()
    {
        InputRecord inputs = Record(
            ("X_frobenius", Number(4)), ("n", Number(100)), ("gamma", Number(0.25)), ("A", Matrices(A, Second, Third)),
                ("rho", List(0.5, 2, 1)));
        Assert.Equal(1180.4552395252165277, Value("classical/bartlett2017-theorem-1.1", inputs), 1180 * LedentTolerance);
    }

    [Fact]
    public void Golowich_bound_is_that_of_mpmath()
    {
        InputRecord inputs = Record(("M_F", List(2, 3)), ("d", Number(2)), ("n", Number(50)), ("sum_sq_norms", Number(7)));
        AssertNear(0.8461459462885546934, Value("classical/golowich2018-theorem-1", inputs), operations: 10);
        AssertNear(0.8461459462885546934, Value("classical/golowich2018-theorem-1", inputs.Without("d")), operations: 10);
    }
}
