using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment.Layers;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>Layers whose weights are known to within a radius only.</summary>
public sealed class ComputedWeightTests
{
    private const int Digits = 13;

    private static readonly JsonObject Expected = Repository.Json("networks", "constants", "expected.json")["weight-norm"]!.AsObject();

    /// <summary>
    /// Rows g·v/‖v‖: singular values from mpmath's eigenvalues, ‖W‖_F² = Σg² and Σ of the row norms = Σ|g| exactly. A 1×1 convolution has
    /// the same norm at every pixel.
    /// </summary>
    [Theory]
    [InlineData("weight-norm")]
    [InlineData("weight-norm-kernel")]
    public void Norms_of_normalised_weights_hold_the_exact_ones(string name)
    {
        Layer layer = Assert.Single(Read(name).Layers);
        Assert.InRange(layer.WeightRadius, double.Epsilon, 1e-14);
        LayerAssessment found = Certify(LinearMap.Of(layer));
        Rational[] singular = [.. Expected["singular"]!.AsArray().Select(v => Rational.Parse(((string)v!)[1..]))];
        Assert.All(singular, (value, i) => Holds(found.Factors[0].Spectrum.SingularValues[i], value));
        Holds(found.OperatorNorm, singular[0]);
        Holds(new IntervalContext(128).Square(found.FrobeniusNorm), Rational.Parse((string)Expected["squares"]!));
        Holds(found.RowNorm21, Rational.Parse((string)Expected["row_sum"]!));
        Assert.Equal((3, 3), (found.Rank.Lower, found.Rank.Upper));
        Assert.Null(found.StorageRank);
    }

    [Fact]
    public void Network_of_computed_weights_is_not_run() =>
        Assert.Contains("computed from stored numbers", NetworkProgram.ReasonAgainst(Read("weight-norm")), StringComparison.Ordinal);

    /// <summary>Within 1/2 of diag(3, 1/4) lie matrices of norms 2.5 and 3.5, of rank 1 and 2, and none of rank 0.</summary>
    [Fact]
    public void Radius_widens_every_number()
    {
        Matrix near = Matrix.FromArray(new[,] { { 3, 0 }, { 0, 0.25 } });
        LayerAssessment found = Certify(LinearMap.Of(new DenseLayer("w", near) { WeightRadius = 0.5, Scale = Rational.Of(2.0) }));
        Contains(found.SpectralNorm, Interval.Of(5.0, 7.0));
        Contains(found.Factors[0].Spectrum.SingularValues[1], Interval.Of(0, 0.75));
        Contains(found.FrobeniusNorm, Interval.Of(5.0207973, 7.0207972)); // 2(√9.0625 ± 1/2), the last digit inward
        Contains(found.RowNorm21, Interval.Of(5.0857865, 7.9142135)); // 2(3.25 ± √2/2)
        Assert.Equal((1, 2), (found.Rank.Lower, found.Rank.Upper));
        Assert.Equal(2, found.Factors[0].CutRank);
        Assert.True(found.Factors[0].CutNorm.IsZero);
    }

    /// <summary>
    /// A 3×3 kernel on 3×3 pixels with padding: one entry lies in 9 windows, so a change of 1/2 moves the map by up to 3/2.
    /// </summary>
    [Fact]
    public void Radius_widens_the_operator_by_the_windows_over_one_entry()
    {
        double[] kernel = new double[9];
        kernel[4] = 2;
        ConvolutionGeometry geometry = new([1, 1], [1, 1], [1, 1], [1, 1], [3, 3], [3, 3]);
        LayerAssessment found = Certify(LinearMap.Of(new ConvolutionLayer("k", new Matrix(1, 9, kernel), 1, 1, [3, 3], 1, geometry)
        {
            WeightRadius = 0.5,
        }));
        Contains(found.OperatorNorm, Interval.Of(0.5, 3.5));
        Contains(found.Convolution!.KernelTwoOne, Interval.Of(0.5, 3.5));
    }

    [Fact]
    public void Radius_goes_with_an_absorbed_bias()
    {
        Network network = Read("weight-norm");
        LayerAssessment absorbed = Certify(BiasAbsorption.Absorb(network.Layers[0], isLast: true));
        Assert.Equal(4, absorbed.Columns);
        Assert.True(absorbed.Factors[0].Spectrum.StorageRank is null);
    }

    private static void Holds(Interval found, Rational exact)
    {
        Assert.True(found.Contains(exact), $"{exact.ToDouble():R} is not in {found}");
        Assert.True(found.Digits(Digits) == Digits, $"{found} is wider than {Digits} digits");
    }

    private static void Contains(Interval found, Interval exact) => Assert.True(found.Contains(exact), $"{exact} is not in {found}");

    private static LayerAssessment Certify(LinearMap map) =>
        new LayerCertifier(new SpectrumCertifier(Engines.Default), new IntervalContext(160), 15).Certify(map);

    private static Network Read(string name) => NetworkReader.Read(Repository.Fixture("networks", "constants", name + ".onnx")).Network!;
}
