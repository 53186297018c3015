using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Tests.SecondRoutes;
using Xunit;
using static LowRank.Verify.Tests.FastPath.FastCase;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>The vectorised sweep against Σ Math.Pow. Catches zeros counted at p &gt; 0, lost blocks, and p = 0 taken as a power.</summary>
public abstract class PowerSumsTests(IEngine engine) : EngineCase(engine)
{
    public sealed class OnManagedEngine() : PowerSumsTests(Engines.Get("managed"));

    public sealed class OnDefaultEngine() : PowerSumsTests(Engines.Default);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Sweep_agrees_with_powers_one_by_one(int count)
    {
        double[] sigma = [.. Enumerable.Range(0, count).Select(i => Math.Pow(10, -16.0 * i / count)), 0];
        double[] grid = [.. Enumerable.Range(0, 41).Select(i => i / 20.0)];
        double[] sums = PowerSums.Evaluate(sigma, grid, rank: 3);
        Assert.Equal(3, sums[0]);
        for (int i = 1; i < grid.Length; i++)
        {
            double expected = sigma.Sum(s => Math.Pow(s, grid[i]));
            // A term: 2 ulp for log and exp each, p·|log σ| ≤ 74 times 1/2 ulp in between; the sums of up to 1001 terms.
            Assert.Equal(expected, sums[i], expected * Ulp * (4 + 74 + 1001));
        }
    }

    [Fact]
    public void Table_holds_the_rank_proxies_of_every_layer()
    {
        SpectralTable table = SpectralTable.Compute(Engine, [A, Diagonal(4, 3, 8, 2)])!;
        double[][] sums = table.RelativePowerSums([0, 0.5, 2]);
        Assert.Equal(1.5363788709576568873, sums[0][2], 100 * SigmaTolerance(A, 1));
        Assert.Equal(2, sums[1][0]);
        AssertNear(1.5, sums[1][1], operations: 4);
        AssertNear(1.0625, sums[1][2], operations: 4);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bad_exponent_is_refused(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerSums.Evaluate([1.0], [p], 1));
}
