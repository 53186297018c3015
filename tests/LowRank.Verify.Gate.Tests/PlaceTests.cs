namespace LowRank.Verify.Gate.Tests;

using Xunit;

public sealed class PlaceTests
{
    [Fact]
    public void Runs() => Assert.NotEmpty(AppContext.BaseDirectory);
}
