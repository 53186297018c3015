using System.Text.Json;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Tests;

/// <summary>What every test of the gate needs: catalogue, reference, the honest fast path.</summary>
internal static class Bench
{
    public static OracleCatalogue Catalogue { get; } = OracleCatalogue.LoadDefault();

    public static ReferenceEvaluator Reference { get; } = new(Catalogue, new SpectrumCertifier(Engines.Default));

    public static IImplementation Honest() => new FastPathImplementation(new FastEvaluator(Engines.Default), Catalogue);

    public static RunReport Run(IImplementation implementation, GateOptions options) =>
        new GateRun(Catalogue, Reference, implementation, options).Execute();

    public static RunFindings Findings(this RunReport report) => new(report) { IsInProcess = true };

    /// <summary>The inputs of a record.</summary>
    public static InputRecord Inputs(RunCase found)
    {
        using JsonDocument inputs = JsonDocument.Parse(found.Inputs.ToJsonString());
        return InputJson.Read(inputs.RootElement, found.Id);
    }

    public static InputRecord MatrixInput(double[,] a) => InputRecord.Of(("A", new InputValue.MatrixValue(Matrix.FromArray(a))));
}
