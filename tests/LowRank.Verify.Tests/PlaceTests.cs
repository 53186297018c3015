namespace LowRank.Verify.Tests;

using Xunit;

public sealed class PlaceTests
{
    [Fact]
    public void Runs() => Assert.NotEmpty(AppContext.BaseDirectory);
}
