using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>The certified singular values of a matrix of a file against values that mpmath gave.</summary>
internal static class CertifiedWeight
{
    /// <summary>Digits that the expected values have at least, relative to the largest.</summary>
    private static readonly Rational Slack = Rational.Parse("1e-16"), Width = Rational.Parse("1e-12");

    public static void Check(StoredFile file, string name, params string[] expected)
    {
        StoredWeight weight = file.Matrix(name);
        ProductSpectrum found = ProductSpectrum.Certify(new SpectrumCertifier(Engines.Default), Engines.Default, weight.Factors,
            (weight.Scale, weight.UnderRoot, weight.Dropped), new SpectrumGoal(15));
        Assert.Equal(expected.Length, found.Values.SingularValues.Count);
        Rational top = Rational.Parse(expected[0]);
        for (int i = 0; i < expected.Length; i++)
        {
            Interval value = found.Values.SingularValues[i];
            Rational sigma = Rational.Parse(expected[i]), lower = value.Lower.ToRational(), upper = value.Upper.ToRational();
            Assert.True(lower <= sigma + (top * Slack) && sigma - (top * Slack) <= upper, $"{name}: {expected[i]} is not in {value}");
            Assert.True(upper - lower <= top * Width, $"{name}: {value} is wide");
        }
    }
}
