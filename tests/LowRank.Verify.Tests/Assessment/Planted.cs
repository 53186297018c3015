using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>Small networks whose singular values are known exactly, and the assessment of them.</summary>
internal static class Planted
{
    public static Activation Relu { get; } =
        new([new ActivationStep("Relu", "relu", Rational.One, PreservesZero: true, IsElementwise: true)]);

    public static ISpectrumSource Spectra { get; } = new SpectrumCertifier(Engines.Default);

    public static OracleCatalogue Catalogue { get; } = OracleCatalogue.LoadDefault();

    /// <summary>A rectangular diagonal matrix: its singular values are the absolute values on the diagonal.</summary>
    public static Matrix Diagonal(int rows, int columns, params double[] values) => Diagonal(rows, columns, StorageType.Float64, values);

    public static Matrix Diagonal(int rows, int columns, StorageType storage, params double[] values)
    {
        double[] entries = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            entries[i + (i * rows)] = values[i];
        }

        return new Matrix(rows, columns, entries, storage);
    }

    public static DenseLayer Dense(string name, Matrix weight, double[]? bias = null) =>
        new(name, weight) { TensorName = name + ".weight", Bias = bias };

    public static StoredFile File(IReadOnlyList<Layer> layers, IReadOnlyList<Activation> between,
        IReadOnlyList<string>? notUnderstood = null) =>
        new("planted", [], new Network(layers, between, notUnderstood ?? [], []));

    /// <summary>Layers with ReLU between them.</summary>
    public static StoredFile ReluFile(params Layer[] layers) => File(layers, [.. layers.Skip(1).Select(_ => Relu)]);

    public static AssessmentReport Assess(StoredFile file, AssessmentOptions? options = null) =>
        new NetworkAssessment(Catalogue, new ReferenceEvaluator(Catalogue, Spectra), new FastEvaluator(Engines.Default), Spectra)
            .Assess(file, options ?? new AssessmentOptions { Samples = 16 });

    public static OracleAssessment.Value Value(AssessmentReport report, string oracle, Reading reading) =>
        report.Oracles.OfType<OracleAssessment.Value>().Single(value => value.Oracle.Id == oracle && value.Reading == reading);

    public static string Reason(AssessmentReport report, string oracle) =>
        report.Oracles.OfType<OracleAssessment.NotApplicable>().First(refused => refused.Oracle.Id == oracle).Reason;

    /// <summary>The only number of a value.</summary>
    public static Interval Enclosure(OracleAssessment.Value value) => value.Reference.Result!.Single.Enclosure;
}
