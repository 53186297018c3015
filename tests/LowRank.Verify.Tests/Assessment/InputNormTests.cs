using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

public sealed class InputNormTests
{
    private static readonly StoredFile File = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(2, 2, 1, 1)),
        Planted.Dense("b", Planted.Diagonal(1, 2, 1)));

    // Rows (3, 4) and (0, 1): norms 5 and 1, ‖X‖_F² = 26.
    private static readonly StoredTensor Data = new("x", [2, 2], "float64", [3, 4, 0, 1]);

    [Fact]
    public void Data_norms_are_those_of_its_rows()
    {
        InputNorms inputs = Planted.Assess(File, new AssessmentOptions { Data = Data }).Inputs!;
        Assert.Equal((2, 5.0, 26.0), (inputs.Samples, inputs.MaximumNorm.ToDouble(), inputs.SumOfSquares.ToDouble()));
        Assert.True(inputs.FrobeniusNorm * inputs.FrobeniusNorm >= Rational.Of(26.0));
        Rational below = Rational.Of(Math.BitDecrement(inputs.FrobeniusNorm.ToDouble()));
        Assert.True(below * below < Rational.Of(26.0));
    }

    [Fact]
    public void Images_are_flattened()
    {
        StoredTensor image = new("x", [1, 1, 2], "float32", [3, 4]);
        Assert.Equal(5, Planted.Assess(File, new AssessmentOptions { Data = image }).Inputs!.MaximumNorm.ToDouble());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<InputException>(() => Planted.Assess(File, new AssessmentOptions()));
        Assert.Throws<InputException>(() => Planted.Assess(File, new AssessmentOptions { Data = Data, Samples = 3 }));
        Assert.Throws<InputException>(() => Planted.Assess(File,
            new AssessmentOptions { Data = new StoredTensor("x", [2, 3], "float64", new double[6]) }));
        Assert.Throws<InputException>(() => Planted.Assess(File,
            new AssessmentOptions { Data = new StoredTensor("x", [4], "float64", new double[4]) }));
        Assert.Throws<InputException>(() => Planted.Assess(new StoredFile("data.npy", [Data], null),
            new AssessmentOptions { Samples = 3 }));
    }
}
