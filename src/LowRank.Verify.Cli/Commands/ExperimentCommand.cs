using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Experiments;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>experiment</c>: the experiments of the Jacobian paper, by seed, as text, records, CSV and a plot.</summary>
internal static class ExperimentCommand
{
    /// <summary>The largest n·K: its Gram matrix takes half a gigabyte, and twice that to decompose.</summary>
    private const long MostRows = 8000;

    /// <summary>The largest n·k and k·d, and of the linear model n·d: entries of one array of the computation.</summary>
    private const long MostEntries = 50_000_000;

    /// <summary>Seeds of instances count on from the one that is given; larger ones begin again.</summary>
    private const ulong MostSeeds = 1_000_000_000;

    public static Command Create(Invocation invocation) =>
        new("experiment", "Experiments of the paper on the low-rank Jacobian, drawn by seed.")
    {
        Spectrum(invocation),
        Alignment(invocation),
        Dynamics(invocation),
        LinearModel(invocation),
    };

    private static Command Spectrum(Invocation invocation)
    {
        ExperimentOptionSet set = new();
        SpectrumOptions standard = new();
        Option<string?> clusters = set.Add("--clusters", "Clusters per class C, one curve each (default 5,10,15).", "c,c,..");
        Option<string?> perCluster = set.Add("--per-cluster", "n/C, one curve each (default 30,60).", "n,n,..");
        Option<string?> classes = set.Add("--classes", "Classes K (default 3).", "K"),
            dimension = set.Add("--dimension", "Dimension d of the inputs (default 100).", "d");
        Option<string?> width = set.Add("--width", "Hidden units k (default 1000).", "k"),
            sigma = set.Add("--sigma", "Noise of the mixture (default 0.1).", "s");
        Option<string?> activation = set.Add("--activation", "Activation (default smoothed-relu).", "name");
        Option<string?> layer = set.Add("--layer",
            "hidden (default): with respect to W, as in the theory; output: with respect to V, which with --activation relu --dimension "
            + "20 gives the published curves.", "name");
        return set.Create("spectrum", "Singular values of the Jacobian on the mixture: the drop after K^2 C of them (Figure 4).",
            invocation, parsed =>
        {
            string layerName = parsed.GetValue(layer) ?? "hidden";
            SpectrumOptions options = standard with
            {
                Seed = set.ReadSeed(parsed),
                Classes = ExperimentOptionSet.Count(parsed, classes, 2, 100, standard.Classes),
                Clusters = ExperimentOptionSet.Counts(parsed, clusters, 1, 1000, standard.Clusters),
                SamplesPerCluster = ExperimentOptionSet.Counts(parsed, perCluster, 1, 1000, standard.SamplesPerCluster),
                Dimension = ExperimentOptionSet.Count(parsed, dimension, 1, 10_000, standard.Dimension),
                Width = ExperimentOptionSet.Count(parsed, width, 1, 100_000, standard.Width),
                Noise = ExperimentOptionSet.Real(parsed, sigma, 0, 100, standard.Noise),
                Activation = ActivationOf(parsed, activation, standard.Activation),
                OutputLayer = layerName is "output" or "hidden" ? layerName == "output"
                    : throw new InputException($"{OptionValues.Typed("--layer", layerName)}: write hidden or output."),
            };
            foreach (int each in options.SamplesPerCluster)
            {
                Limit(options.OutputLayer ? 1 : options.Classes, (long)each * options.Clusters.Max(), options.Width, options.Dimension,
                    "--clusters and --per-cluster");
            }

            return () => SpectrumFigure.Report(options, SpectrumExperiment.Run(invocation.Rooms.Engine, options, Progress(invocation)));
        });
    }

    private static Command Alignment(Invocation invocation)
    {
        ExperimentOptionSet set = new();
        TrainingOptions standard = AlignmentExperiment.Standard;
        TrainingOptionSet training = new(set, standard);
        Option<string?> corruption = set.Add("--corruption",
            "Percentages of corrupted labels, each replaced by that of another class (default 0,25,50,75,100).", "p,p,..");
        return set.Create("alignment",
            "Labels and residuals in the information and nuisance space, before and after training, clean and corrupted (Tables 1-3, "
            + "Figure 9).", invocation, parsed =>
        {
            TrainingOptions options = training.Read(parsed) with { Corruptions = Shares(parsed, corruption, standard.Corruptions) };
            Limit(options.Classes, options.Samples, options.Width, options.Dimension, "--samples");
            return () => AlignmentFigure.Report(options, AlignmentExperiment.Run(invocation.Rooms.Engine, options, Progress(invocation)));
        });
    }

    private static Command Dynamics(Invocation invocation)
    {
        ExperimentOptionSet set = new();
        TrainingOptions standard = new();
        TrainingOptionSet training = new(set, standard);
        Option<string?> corruption = set.Add("--corruption",
            "Percentage of corrupted labels, each replaced by that of another class (default 50).", "p");
        Option<bool> verify = set.AddSwitch("--verify",
            "Instead: which hypotheses of Lemma 6.20, Theorem 5.3 and the identities C.1-C.8 hold on small seeded instances, and whether "
            + "their conclusions do, certified.");
        Option<string?> instances = set.Add("--instances", "With --verify: instances (default 10).", "n");
        Func<ExperimentReport> Verify(ParseResult parsed)
        {
            if (set.Typed(parsed).FirstOrDefault(name => name is not ("--verify" or "--instances")) is { } other)
            {
                throw new InputException($"{other}: --verify draws its own instances; leave it out.");
            }

            int wanted = ExperimentOptionSet.Count(parsed, instances, 1, 1000, 10);
            ulong seed = set.ReadSeed(parsed);
            return () => VerificationReport.Of(seed, wanted,
                DynamicsVerification.Run((int)(seed % MostSeeds), wanted, Progress(invocation)));
        }

        return set.Create("dynamics",
            "Residual on both spaces, training and test error, during training (Figures 6 and 8); with --verify, the theorems behind them.",
            invocation, parsed =>
        {
            if (parsed.GetValue(verify))
            {
                return Verify(parsed);
            }

            if (parsed.GetValue(instances) is not null)
            {
                throw new InputException("--instances: it goes with --verify.");
            }

            TrainingOptions options = training.Read(parsed) with { Corruptions = Shares(parsed, corruption, standard.Corruptions) };
            if (options.Corruptions.Count != 1)
            {
                throw new InputException($"--corruption {parsed.GetValue(corruption)}: write one percentage.");
            }

            Limit(options.Classes, options.Samples, options.Width, options.Dimension, "--samples");
            return () => DynamicsFigure.Report(options, DynamicsExperiment.Run(invocation.Rooms.Engine, options, Progress(invocation)));
        },
        parsed => parsed.GetValue(verify) ? VerificationReport.Name : null);
    }

    private static Command LinearModel(Invocation invocation)
    {
        ExperimentOptionSet set = new();
        LinearModelOptions standard = new();
        Option<string?> draws = set.Add("--draws",
            "Independent draws (default 120); published values are compared with their spread from 2 draws on.", "n"),
            steps = set.Add("--steps", "Steps of gradient descent (default 200).", "T");
        Option<string?> samples = set.Add("--samples", "Samples n (default 200).", "n"),
            dimension = set.Add("--dimension", "Dimension d, at least n (default 500).", "d");
        Option<string?> rank = set.Add("--rank", "Rank r of the clean data (default 5).", "r"),
            stepSize = set.Add("--step-size", "Step size (default 0.37, which fits the figure).", "eta");
        Option<string?> inputNoise = set.Add("--sigma-x", "Noise of the inputs (default 0.2).", "s"),
            labelNoise = set.Add("--sigma-y", "Noise of the labels (default 2).", "s");
        return set.Create("linear-model",
            "Expected loss of noisy linear regression during gradient descent, with its two parts (Figure 2).", invocation, parsed =>
        {
            int n = ExperimentOptionSet.Count(parsed, samples, 1, 10_000, standard.Samples);
            LinearModelOptions options = standard with
            {
                Seed = set.ReadSeed(parsed),
                Draws = ExperimentOptionSet.Count(parsed, draws, 1, 100_000, standard.Draws),
                Steps = ExperimentOptionSet.Count(parsed, steps, 1, 100_000, standard.Steps),
                Samples = n,
                Dimension = ExperimentOptionSet.Count(parsed, dimension, n, 20_000, Math.Max(n, standard.Dimension)),
                Rank = ExperimentOptionSet.Count(parsed, rank, 1, n, Math.Min(n, standard.Rank)),
                StepSize = ExperimentOptionSet.Real(parsed, stepSize, 1e-6, 2, standard.StepSize),
                InputNoise = ExperimentOptionSet.Real(parsed, inputNoise, 0, 100, standard.InputNoise),
                LabelNoise = ExperimentOptionSet.Real(parsed, labelNoise, 0, 100, standard.LabelNoise),
            };
            if ((long)n * options.Dimension > MostEntries)
            {
                throw new InputException(FormattableString.Invariant(
                    $"--samples {n} and --dimension {options.Dimension}: together at most {MostEntries} entries of data."));
            }

            return () => LinearModelFigureReport.Report(options,
                LinearModelExperiment.Run(invocation.Rooms.Engine, options, Progress(invocation)));
        });
    }

    private static ProgressLine? Progress(Invocation invocation) =>
        invocation.Streams.IsTerminal ? new ProgressLine(invocation.Streams.Error) : null;

    private static OneHiddenLayerActivation ActivationOf(ParseResult parsed, Option<string?> option, OneHiddenLayerActivation standard) =>
        parsed.GetValue(option) is { } name ? OneHiddenLayerActivation.Get(name) : standard;

    private static double[] Shares(ParseResult parsed, Option<string?> option, IReadOnlyList<double> standard) =>
        parsed.GetValue(option) is not { } text
        ? [.. standard]
        : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(item => ExperimentOptionSet.Real("--corruption", item, 0, 100) / 100)];

    private static void Limit(int classes, long samples, int width, int dimension, string options)
    {
        if (classes * samples > MostRows)
        {
            throw new InputException(FormattableString.Invariant(
                $"{options}: a matrix of {classes * samples} rows would be decomposed; at most {MostRows} fit."));
        }

        if (samples * width > MostEntries || (long)width * dimension > MostEntries)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"--width {width}: with {samples} samples in {dimension} dimensions it makes arrays of more than "
                + $"{MostEntries} entries; take less."));
        }
    }
}
