using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Properties;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Exact transformations keep a matrix of 8-bit integers on its grid, or are not made.</summary>
public sealed class Int8TransformationTests
{
    private static readonly InputValue Plain = new InputValue.MatrixValue(Matrix.FromInt8(2, 3, [1, -2, 3, 4, 5, 126], 0.1f));

    private static readonly InputValue WithEnd = new InputValue.MatrixValue(Matrix.FromInt8(1, 3, [-128, -128, -128], 0.1f));

    [Theory]
    [InlineData("transpose")]
    [InlineData("permute-rows")]
    [InlineData("permute-columns")]
    [InlineData("flip-signs")]
    public void The_scale_stays_when_entries_move(string transformation)
    {
        Matrix moved = ((InputValue.MatrixValue)Transformations.EachMatrix(Plain, transformation, new Random(3))!).Value;
        Assert.Equal((StorageType.Int8, 0.1f), (moved.Storage, moved.StorageScale));
        Assert.Equal([1, 2, 3, 4, 5, 126], moved.ToInt8().Select(q => Math.Abs((int)q)).Order());
    }

    [Fact]
    public void The_least_integer_has_no_negative()
    {
        InputValue?[] flipped = [.. Enumerable.Range(0, 20)
            .Select(seed => Transformations.EachMatrix(WithEnd, "flip-signs", new Random(seed)))];
        Assert.Contains(flipped, value => value is null);
        Assert.All(flipped.OfType<InputValue.MatrixValue>(), m => Assert.All(m.Value.Values, v => Assert.True(v < 0)));
        Assert.NotNull(Transformations.EachMatrix(WithEnd, "permute-columns", new Random(1)));
    }

    [Fact]
    public void A_factor_goes_into_the_scale()
    {
        Matrix scaled = ((InputValue.MatrixValue)Transformations.Scale(Plain, Rational.Parse("3/4"))!).Value;
        Assert.Equal((StorageType.Int8, 0.75 * 0.1f), (scaled.Storage, scaled.StorageScale));
        Assert.Equal([1, -2, 3, 4, 5, 126], scaled.ToInt8().Select(q => (int)q));
        Assert.Null(Transformations.Scale(Plain, Rational.Parse("-2")));
        Assert.Null(Transformations.Scale(Plain, Rational.Of(1e308)));
        Assert.Null(Transformations.Scale(Plain, Rational.Of(Math.PI))); // the product has more than 53 bits
    }
}
