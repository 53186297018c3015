using System.CommandLine;
using LowRank.Verify.Experiments;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Cli.Commands;

/// <summary>The options of the experiments that train a network on the mixture.</summary>
internal sealed class TrainingOptionSet(ExperimentOptionSet set, TrainingOptions standard)
{
    private readonly Option<string?> classes = set.Add("--classes", FormattableString.Invariant($"Classes K (default {standard.Classes})."),
        "K");
    private readonly Option<string?> clusters = set.Add("--clusters",
        FormattableString.Invariant($"Clusters per class C (default {standard.Clusters})."), "C");
    private readonly Option<string?> samples = set.Add("--samples",
        FormattableString.Invariant($"Training samples n (default {standard.Samples})."), "n");
    private readonly Option<string?> testSamples = set.Add("--test-samples",
        FormattableString.Invariant($"Fresh samples for the test error (default {standard.TestSamples})."), "n");
    private readonly Option<string?> dimension = set.Add("--dimension",
        FormattableString.Invariant($"Dimension d of the inputs (default {standard.Dimension})."), "d");
    private readonly Option<string?> width = set.Add("--width", FormattableString.Invariant($"Hidden units k (default {standard.Width})."),
        "k");
    private readonly Option<string?> scale = set.Add("--scale",
        FormattableString.Invariant($"Scale nu of the output weights +-nu/sqrt(kK) (default {standard.Scale})."), "nu");
    private readonly Option<string?> sigma = set.Add("--sigma",
        FormattableString.Invariant($"Noise of the mixture (default {standard.Noise})."), "s");
    private readonly Option<string?> steps = set.Add("--steps",
        FormattableString.Invariant($"Steps of gradient descent (default {standard.Steps})."), "T");
    private readonly Option<string?> relativeStep = set.Add("--relative-step",
        FormattableString.Invariant($"Step size times ||J||^2 at the start (default {standard.RelativeStep})."), "c");
    private readonly Option<string?> rank = set.Add("--rank", "Dimension of the information space (default K^2 C).", "r");
    private readonly Option<string?> activation = set.Add("--activation", $"Activation (default {standard.Activation.Name}).", "name");

    public TrainingOptions Read(ParseResult parsed)
    {
        TrainingOptions options = standard with
        {
            Seed = set.ReadSeed(parsed),
            Classes = ExperimentOptionSet.Count(parsed, classes, 2, 100, standard.Classes),
            Clusters = ExperimentOptionSet.Count(parsed, clusters, 1, 1000, standard.Clusters),
            Samples = ExperimentOptionSet.Count(parsed, samples, 1, 100_000, standard.Samples),
            TestSamples = ExperimentOptionSet.Count(parsed, testSamples, 1, 100_000, standard.TestSamples),
            Dimension = ExperimentOptionSet.Count(parsed, dimension, 1, 10_000, standard.Dimension),
            Width = ExperimentOptionSet.Count(parsed, width, 1, 100_000, standard.Width),
            Scale = ExperimentOptionSet.Real(parsed, scale, 1e-3, 1e3, standard.Scale),
            Noise = ExperimentOptionSet.Real(parsed, sigma, 0, 100, standard.Noise),
            Steps = ExperimentOptionSet.Count(parsed, steps, 1, 1_000_000, standard.Steps),
            RelativeStep = ExperimentOptionSet.Real(parsed, relativeStep, 1e-6, 2, standard.RelativeStep),
            Activation = parsed.GetValue(activation) is { } name ? OneHiddenLayerActivation.Get(name) : standard.Activation,
        };
        int rows = (int)Math.Min(int.MaxValue, (long)options.Classes * options.Samples);
        return options with { Rank = ExperimentOptionSet.Count(parsed, rank, 1, rows, options.InformationRank) };
    }
}
