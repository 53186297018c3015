using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Runs a network that is no chain as the graph that its file holds: scores and margins, no norms before layers.</summary>
internal static class GraphMeasurement
{
    /// <summary>The measurements, or null where the file holds no graph, or (without labels) one that cannot be run on the data.</summary>
    /// <param name="file">The file.</param>
    /// <param name="data">One sample per row.</param>
    /// <param name="options">Labels and gamma.</param>
    /// <param name="reason">Why the network is not run as a chain.</param>
    /// <exception cref="InputException">With labels: the graph cannot be run; node and cause are named.</exception>
    public static (DataAssessment? Data, RuntimeComparison? Runtime, string? Reason)? Measure(StoredFile file, StoredTensor data,
        AssessmentOptions options, string reason)
    {
        if (!file.HasGraph)
        {
            return null;
        }

        try
        {
            NetworkGraph graph = NetworkGraph.Read(file);
            if (graph.Obstacle is { } obstacle)
            {
                throw new InputException($"{file.Path}: margins need the network to be run: {obstacle}.");
            }

            GraphRun run = GraphRun.Certified(graph, data, Engines.Default);
            DataAssessment measured = Of(run, graph, data, options);
            return (measured, options.Runtime is { } runtime
                ? RuntimeMeasurement.Measure(graph, data, [.. run.Scores], run.Classes, measured.Margins, runtime) : null, reason);
        }
        catch (InputException) when (options.Labels is null)
        {
            return null; // without labels the scores are an addition
        }
    }

    private static DataAssessment Of(GraphRun run, NetworkGraph graph, StoredTensor data, AssessmentOptions options)
    {
        DoubleRange[] scores = [.. run.Scores];
        int[]? labels = options.Labels is { } given
            ? Labels.Read(given, run.Samples, run.Classes) : null;
        Rational gamma = options.Margin ?? Rational.One;
        return new DataAssessment([], [],
            labels is null ? null : new MarginAssessment(scores, run.Classes, labels, gamma, options.AccuracyLoss
                ?? DataMeasurement.DefaultLoss),
            DataMeasurement.Compare($"double precision, {Engines.Default.Name} engine, as a graph", scores, run.Classes,
                GraphRun.Fast(graph, data, Engines.Default), labels, gamma.ToDouble()))
        {
            Classes = run.Classes,
            OutputNorm = DataMeasurement.OutputNorm(scores, run.Classes),
            ResidualNorm = labels is null ? null : DataMeasurement.ResidualNorm(scores, run.Classes, labels, options.Labels!),
        };
    }
}
