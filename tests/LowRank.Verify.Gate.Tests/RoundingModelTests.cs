using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

public sealed class RoundingModelTests
{
    private static readonly RoundingModel Model = new(double.ScaleB(1, -53), double.Epsilon, 16);

    [Theory]
    [InlineData(1.5)]
    [InlineData(-1.5)]
    [InlineData(1e-300)]
    [InlineData(-3e200)]
    public void Operation_may_be_off_by_c_units_and_by_as_much_of_its_logarithm(double x)
    {
        Interval moved = Model.Perturb(Interval.Of(x));
        double least = 16 * double.ScaleB(1, -53) * (1 + Math.Abs(Math.Log(Math.Abs(x)))) * Math.Abs(x);
        double up = BigFloat.Subtract(moved.Upper, BigFloat.Of(x), 100, Rounding.Nearest).ToDouble(Rounding.Nearest);
        double down = BigFloat.Subtract(BigFloat.Of(x), moved.Lower, 100, Rounding.Nearest).ToDouble(Rounding.Nearest);
        Assert.InRange(up, least, 3 * least);
        Assert.InRange(down, least, 3 * least);
    }

    [Fact]
    public void Zero_stays_zero_and_signs_stay()
    {
        Assert.Equal(Interval.Zero, Model.Perturb(Interval.Zero));
        Assert.Equal(Interval.Zero, Model.Answer(Interval.Zero));
        Interval touching = Model.Perturb(Interval.Of(0.0, 1.0));
        Assert.True(touching.Lower.IsZero);
        RoundingModel coarse = new(0.01, double.Epsilon, 16);
        Assert.True(coarse.Perturb(Interval.Of(1e-300)).Lower.IsZero);
    }

    [Fact]
    public void Widened_spectrum_contains_that_of_every_matrix_in_the_ball()
    {
        // A coarse roundoff, so that the ball is far wider than the certificate's own radius.
        RoundingModel coarse = new(1e-6, double.Epsilon, 10);
        SpectrumCertifier certifier = new(Engines.Default);
        WidenedSpectrumSource widened = new(certifier, coarse);
        Random random = new(7);
        for (int trial = 0; trial < 50; trial++)
        {
            int rows = random.Next(1, 7), columns = random.Next(1, 7);
            double[] a = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-2, 3) * (1 + random.NextDouble()))];
            double[] direction = [.. a.Select(_ => random.NextDouble() - 0.5)];
            Matrix matrix = new(rows, columns, a);
            double norm = certifier.Certify(matrix).SingularValues[0].LowerDouble;
            double scale = 0.999 * 1e-5 * norm / Math.Sqrt(direction.Sum(x => x * x));
            Matrix moved = new(rows, columns, [.. a.Zip(direction, (x, d) => x + (scale * d))]);
            CertifiedSpectrum wide = widened.Certify(matrix), exact = certifier.Certify(moved);
            Assert.All(Enumerable.Range(0, matrix.MinimumDimension),
                i => Assert.True(wide.SingularValues[i].Overlaps(exact.SingularValues[i])));
            Assert.InRange(exact.Rank.Lower, wide.Rank.Lower, wide.Rank.Upper);
        }
    }

    [Fact]
    public void Widened_spectrum_is_no_wider_than_the_ball()
    {
        RoundingModel coarse = new(1e-6, double.Epsilon, 10);
        WidenedSpectrumSource widened = new(new SpectrumCertifier(Engines.Default), coarse);
        CertifiedSpectrum wide = widened.Certify(Matrix.FromArray(new double[,] { { 4, 0 }, { 0, 1 } }));
        Assert.Equal(4 * (1 + 1e-5), wide.SingularValues[0].UpperDouble, 1e-12);
        Assert.Equal(1 - 4e-5, wide.SingularValues[1].LowerDouble, 1e-12);
        Assert.Equal(new IntegerBracket(2, 2), wide.Rank);
        Assert.Equal(new IntegerBracket(1, 2), widened.Certify(Matrix.FromArray(new double[,] { { 4, 0 }, { 0, 3e-5 } })).Rank);
    }
}
