using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Reporting;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Tests;

/// <summary>What every test of the gate needs: catalogue, reference, the honest fast path.</summary>
internal static class Bench
{
    public static OracleCatalogue Catalogue { get; } = OracleCatalogue.LoadDefault();

    public static ReferenceEvaluator Reference { get; } = new(Catalogue, new SpectrumCertifier(Engines.Default));

    public static IImplementation Honest() => new FastPathImplementation(new FastEvaluator(Engines.Default), Catalogue);

    public static GateReport Run(IImplementation implementation, GateOptions options) =>
        new GateRun(Catalogue, Reference, implementation, options).Execute();

    /// <summary>The record of the case to read of a kind of failure.</summary>
    public static GateRecord Record(GateReport report, RunGroup group) => report.Records.Single(record => record.Replay.ToString() == group.First.Id);

    public static InputRecord MatrixInput(double[,] a) => InputRecord.Of(("A", new InputValue.MatrixValue(Matrix.FromArray(a))));
}
