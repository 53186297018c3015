using LowRank.Verify.Networks.Graphs;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>Enclosures over ranges that hold a kink; values from mpmath.</summary>
public sealed class EnclosureTests
{
    /// <summary>α(e^(x/α) − 1) at x = −1; for negative α the exponent is positive there.</summary>
    [Theory]
    [InlineData(-0.5, -3.194528049465325)]
    [InlineData(2.0, -0.7869386805747332)]
    public void Celu_below_zero_has_its_factor_in_the_exponent(double alpha, double atMinusOne)
    {
        DoubleRange found = Enclosures.Of(new GraphFunction("Celu", alpha), new DoubleRange(-1, 0.5));
        Assert.InRange(found.Lower, atMinusOne - 1e-14, atMinusOne + 1e-15);
        Assert.InRange(found.Upper, 0.5, 0.5 + 1e-15);
    }
}
