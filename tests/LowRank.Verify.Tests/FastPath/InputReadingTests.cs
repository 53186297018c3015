using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Bad, missing and out-of-range members are named.</summary>
public abstract class InputReadingTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : InputReadingTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : InputReadingTests(Engines.Default);

    private static InputRecord Pinto() => Record(
        ("m", Number(16)), ("X_frobenius", Number(4)), ("h", List(8, 12, 5)), ("r", List(2, 2)), ("B", List(1, 1)), ("C1", Number(1)),
            ("C2", Number(1)));

    private static InputRecord Ledent() => Record(
        ("N", Number(100)), ("B", Number(3)), ("W", Matrices(A, A.Transpose())), ("rho", List(1)), ("p", List(0.5, 0.5)));

    [Theory]
    [InlineData("m")]
    [InlineData("X_frobenius")]
    [InlineData("h")]
    [InlineData("r")]
    [InlineData("B")]
    [InlineData("C1")]
    [InlineData("C2")]
    public void Missing_member_is_named(string name)
    {
        InputException error = Assert.Throws<InputException>(() => Evaluator.Evaluate("pinto2025/theorem-7", Pinto().Without(name)));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        Assert.Contains("'h' has 2 items; 3", Message("pinto2025/theorem-7", Pinto().With("h", List(8, 12))), StringComparison.Ordinal);
        Assert.Contains("'r' must be a list", Message("pinto2025/theorem-7", Pinto().With("r", Number(2))), StringComparison.Ordinal);
        Assert.Contains("'B[2]' must be a number",
            Message("pinto2025/theorem-7", Pinto().With("B", new InputValue.Sequence([Number(1), One(A)]))), StringComparison.Ordinal);
        Assert.Contains("'W[2]' must be a matrix",
            Message("ledent2025/theorem-3.6/l2", Ledent().With("W", new InputValue.Sequence([One(A), Number(1)]))),
            StringComparison.Ordinal);
        Assert.Contains("'W' is empty", Message("ledent2025/theorem-3.6/l2", Ledent().With("W", Matrices())), StringComparison.Ordinal);
        Assert.Contains("M[2] is 5×3", Message("ledent2025/theorem-3.6/l2", Ledent().With("M", Matrices(A, A))), StringComparison.Ordinal);
        Assert.Contains("'no/such'", Message("no/such", Pinto()), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_outside_their_range_are_not_applicable()
    {
        Assert.Equal("C1 must be at least 1.", Reason("pinto2025/theorem-7", Pinto().With("C1", Number(0.5))));
        Assert.Equal("m must be a positive integer.", Reason("pinto2025/theorem-7", Pinto().With("m", Number(2.5))));
        Assert.Equal("B[2] must be positive.", Reason("pinto2025/theorem-7", Pinto().With("B", List(1, -1))));
        Assert.Equal("r[2] must be at most min(h[2], h[1]).", Reason("pinto2025/theorem-7", Pinto().With("r", List(2, 6))));
        Assert.Equal("h[0] must be a positive integer.", Reason("pinto2025/theorem-7", Pinto().With("h", List(0, 12, 5))));
        Assert.Equal("p[1] must be in [0, 2].", Reason("ledent2025/theorem-3.6/l2", Ledent().With("p", List(2.5, 1))));
        Assert.Equal("p must be at least 0.", Reason("spectra/schatten-sum", Record(("A", One(A)), ("p", Number(-1)))));
        Assert.Equal("p must be positive.", Reason("spectra/schatten-norm", Record(("A", One(A)), ("p", Number(0)))));
        Assert.Equal("W[2] must have as many columns as W[1] has rows.",
            Reason("ledent2025/theorem-3.6/l2", Ledent().With("W", Matrices(A, A))));
        Assert.Equal("p is beyond the range of double.", Reason("spectra/schatten-norm", Record(("A", One(A)), ("p", Exact("1e400")))));
        Assert.Contains("W[2] is zero", Reason("ledent2025/theorem-3.6/l2", Ledent().With("W", Matrices(A, Diagonal(3, 5)))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_oracle_of_the_catalogue_is_known()
    {
        Assert.Equal(
            LowRank.Verify.Catalogue.OracleCatalogue.LoadDefault().Oracles.Select(o => o.Id).Order(StringComparer.Ordinal),
            Evaluator.Oracles.Order(StringComparer.Ordinal));
        Assert.All(Evaluator.Oracles, id => Assert.True(Evaluator.Supports(id)));
        Assert.False(Evaluator.Supports("pinto2025/theorem-13"));
    }

    [Fact]
    public void Matrix_is_decomposed_once()
    {
        CountingEngine engine = new(Engine);
        FastEvaluator evaluator = new(engine);
        evaluator.Evaluate("spectra/spectral-norm", Record(("A", One(A))));
        evaluator.Evaluate("spectra/schatten-sum", Record(("A", One(A)), ("p", Number(0.5))));
        evaluator.Evaluate("ledent2025/theorem-3.6/l2", Ledent());
        Assert.Equal(2, engine.Decompositions);
    }

    [Fact]
    public void Decomposition_that_fails_is_not_a_number()
    {
        FastEvaluator evaluator = new(new CountingEngine(Engine, converges: false));
        foreach (string id in evaluator.Oracles.Where(id => id.StartsWith("spectra/", StringComparison.Ordinal)
            && !id.Contains("/convolution-", StringComparison.Ordinal)
            && !id.Contains("/product-", StringComparison.Ordinal)
            && !id.EndsWith("21", StringComparison.Ordinal) && id is not ("spectra/frobenius-norm" or "spectra/storage-radius")))
        {
            FastResult result = evaluator.Evaluate(id, Record(("A", One(A)), ("p", Number(1)), ("k", Number(1)), ("t", Number(1)),
                ("alpha", Number(1))));
            Assert.Contains("did not converge for A", Assert.IsType<FastResult.NotApplicable>(result).Reason, StringComparison.Ordinal);
        }

        Assert.IsType<FastResult.NotApplicable>(evaluator.Evaluate("ledent2025/theorem-3.6/l2", Ledent()));
    }
}
