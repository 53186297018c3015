using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Experiments;

namespace LowRank.Verify.Cli.Output;

/// <summary>The options of a training experiment, as they are reported.</summary>
internal static class TrainingParameters
{
    public static TrainingValues Values(TrainingOptions options) => new(
        options.Classes,
        options.Clusters,
        options.Samples,
        options.TestSamples,
        options.Dimension,
        options.Width,
        options.Scale,
        options.Noise,
        options.Separation,
        options.Corruptions,
        options.Steps,
        options.RelativeStep,
        options.InformationRank,
        options.Activation.Name);

    /// <summary>What corruption means, below a table.</summary>
    public const string Corruption =
        "a corrupted label is always that of another class; shares are percent here and fractions from 0 to 1 in the CSV and with --json";

    public static string Text(TrainingOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"mixture of K = {options.Classes} classes with C = {options.Clusters} clusters, n = {options.Samples}, "
        + $"d = {options.Dimension}, sigma = {options.Noise}; k = {options.Width}, nu = {options.Scale}, {options.Activation.Name}; "
        + $"{options.Steps} steps of {options.RelativeStep}/||J||^2; information space of dimension {options.InformationRank}; "
        + $"seed {options.Seed}");
}
