using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Tests.SecondRoutes;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Optimal exponents against 400,001 grid points in numpy. Catches a grid-only search and a lost valley.</summary>
public abstract class ExponentOptimiserTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : ExponentOptimiserTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : ExponentOptimiserTests(Engines.Default);

    // The fine grid has steps of 5e-6; these functions have |d² ln t/dp²| < 100, so its minimum is at most 100·(2.5e-6)²/2 above the
    // true one, and numpy's and our 2,003 terms agree to 2003·2^−53·(|ln t| + 1) < 4e-12. A grid of 41 points misses by 1e-5 and more.
    private const double GridExcess = 3.2e-10;

    private const double Rounding = 4e-12;

    private static ExponentLayer Layer(string name) => name switch
    {
        "five large" => new([1, .8, .6, .4, .2, .. Enumerable.Repeat(1e-6, 45)], 50, 60, 50),
        "power law" => new([.. Enumerable.Range(1, 40).Select(i => 1.0 / i)], 40, 40, 80),
        "two valleys" => new([1, 1, 1, .. Enumerable.Repeat(1e-2, 500), .. Enumerable.Repeat(1e-9, 1500)], 2003, 2003, 2003),
        "flat" => new([.. Enumerable.Repeat(1.0, 10)], 10, 10, 10),
        _ => new([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1, 10, 10),
    };

    [Theory]
    [InlineData("five large", LedentForm.Code, -3, 2, -0.255531136911429)]
    [InlineData("five large", LedentForm.Code, 1, 2, 3.74446886308857)]
    [InlineData("five large", LedentForm.Code, 5, 0.349805, 6.75333042803712)]
    [InlineData("five large", LedentForm.L2, 1, 0.349600, 6.75427810250087)]
    [InlineData("five large", LedentForm.L2, 5, 0.215070, 7.70757202447739)]
    [InlineData("power law", LedentForm.Code, 5, 1.227935, 7.47012057942163)]
    [InlineData("power law", LedentForm.L2, 1, 1.374990, 7.22495924576316)]
    [InlineData("power law", LedentForm.L2, 5, 0, 8.47637119689598)]
    [InlineData("two valleys", LedentForm.Code, 5, 1.849015, 9.70227215094477)]
    [InlineData("two valleys", LedentForm.L2, 1, 1.113690, 12.6289826807505)]
    [InlineData("two valleys", LedentForm.L2, 5, 0.257550, 14.736845441272)]
    [InlineData("flat", LedentForm.Code, 5, 0, 5.29831736654804)]
    [InlineData("flat", LedentForm.L2, -3, 2, 1.95174377626806)]
    [InlineData("rank one", LedentForm.L2, 1, 0, 2.99573227355399)]
    [InlineData("rank one", LedentForm.Code, -3, 2, -1.502133863223)]
    public void Optimum_is_that_of_a_fine_grid(string name, LedentForm form, double logBase, double exponent, double logTerm)
    {
        // A second layer behind it, so that the first is not the last.
        OptimalExponents best = new ExponentOptimiser().Minimise(form, logBase, 100, [Layer(name), Layer("flat")]);
        Assert.InRange(best.LogTerms[0], logTerm - GridExcess - Rounding, logTerm + Rounding);
        // Flat minima: |Δp| ≤ √(2·excess/curvature), curvature at least 1e-2 in these cases.
        Assert.Equal(exponent, best.Exponents[0], 3e-4);
    }

    [Fact]
    public void Value_at_the_optimum_is_that_of_the_evaluator()
    {
        Matrix first = A, last = Matrix.FromArray(new double[,] { { 1, 2, 0, 1, 3 }, { 0, 1, -1, 2, 2 } });
        SpectralTable table = SpectralTable.Compute(Engine, [first, last])!;
        double logBase = Math.Log(3) + table.Layers.Sum(layer => layer.SpectralNorm.Log());
        foreach (LedentForm form in Enum.GetValues<LedentForm>())
        {
            OptimalExponents best = new ExponentOptimiser()
                .Minimise(form, logBase, 1000, [.. table.Layers.Select(layer => ExponentLayer.Dense(layer))]);
            double Evaluate(IEnumerable<double> p) => Value(
                "ledent2025/theorem-3.6/" + form.ToString().ToLowerInvariant(),
                Record(("N", Number(1000)), ("B", Number(3)), ("W", Matrices(first, last)), ("rho", List(1)), ("p", List(p))));
            AssertNear(best.Value.Value, Evaluate(best.Exponents), operations: 100);
            for (int i = 0; i <= 40; i++)
            {
                Assert.True(best.Value.Value <= Evaluate([best.Exponents[0], i / 20.0]) * (1 + (200 * Ulp)));
                Assert.True(best.Value.Value <= Evaluate([i / 20.0, best.Exponents[1]]) * (1 + (200 * Ulp)));
            }
        }
    }

    // Rounding noise makes a rank-5 matrix count as full: the caller's rank brings p = 0 back.
    [Fact]
    public void Given_rank_is_used_at_zero()
    {
        ExponentLayer noisy = new([1, 1, 1, 1, 1, .. Enumerable.Repeat(1e-17, 95)], 5, 100, 100);
        OptimalExponents best = new ExponentOptimiser().Minimise(LedentForm.L2, 30, 100, [noisy]);
        Assert.Equal(0, best.Exponents[0]);
        AssertNear(Math.Log(5 * 200), best.LogTerms[0], operations: 4);
    }

    [Fact]
    public void Huge_base_keeps_its_logarithm()
    {
        ExponentLayer layer = new([1, 0.5], 2, 2, 2);
        OptimalExponents best = new ExponentOptimiser().Minimise(LedentForm.Code, -1e4, 100, [layer]);
        // t = (base²)^{p/(p+2)}·…: at p = 2 it is e^{−1e4}·√(1.25·4).
        Assert.Equal(2, best.Exponents[0]);
        AssertNear((-5e3 + (Math.Log(5) / 4)) / Math.Log(10) - 1, best.Value.Log10, operations: 4);
    }
}
