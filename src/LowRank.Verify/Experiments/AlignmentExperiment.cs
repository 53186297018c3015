using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// How labels and first residual lie to the information space of the Jacobian, at the start and after training, for clean and corrupted
/// labels. Source: arXiv:1906.05392v2, Tables 1–3 and Figure 9, there for a residual network on images; here on the mixture.
/// </summary>
public static class AlignmentExperiment
{
    /// <summary>The shares of corrupted labels of the paper.</summary>
    public static IReadOnlyList<double> PublishedCorruptions { get; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>
    /// Small output weights and wide clusters, so that the Jacobian changes during training: with ν = 1 the network is so near to its
    /// linearisation that nothing moves.
    /// </summary>
    public static TrainingOptions Standard { get; } = new() { Corruptions = PublishedCorruptions, Scale = 0.1, Noise = 1, Steps = 600 };

    /// <summary>Runs it: two rows, start and end, for every share of corrupted labels.</summary>
    /// <exception cref="InputException">The centres have no place.</exception>
    public static IReadOnlyList<AlignmentRow> Run(IEngine engine, TrainingOptions options, IProgress<ExperimentProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        const int Parts = 10;
        int total = 1 + (options.Corruptions.Count * (Parts + 1)), done = 0;
        void Tell(string what) => progress?.Report(new ExperimentProgress(done++, total, what));
        Tell("Jacobian at the start");
        TrainingProblem problem = new(engine, options);
        List<AlignmentRow> rows = [];
        foreach (double corruption in options.Corruptions)
        {
            int[] labels = problem.Labels(corruption);
            double[] targets = ClassLabels.OneHot(labels, options.Classes);
            OneHiddenLayerDescent descent = new(engine, problem.Start, problem.Sample.Inputs, targets, problem.StepSize);
            double[] first = descent.Residual.ToArray();
            rows.Add(Row(false, problem.Spaces));
            for (int part = 0; part < Parts; part++)
            {
                Tell(FormattableString.Invariant($"{corruption * 100:0.#} % corrupted, step {descent.Steps}"));
                problem.Train(descent, (int)((part + 1L) * options.Steps / Parts));
            }

            Tell(FormattableString.Invariant($"{corruption * 100:0.#} % corrupted, Jacobian"));
            rows.Add(Row(true, problem.SpacesOf(engine, descent.Network())));

            AlignmentRow Row(bool isTrained, OneHiddenLayerSpaces spaces)
            {
                double loss = 0;
                foreach (double r in descent.Residual)
                {
                    loss += r * r;
                }

                return new AlignmentRow(
                    corruption,
                    isTrained,
                    Relative(spaces.Split(targets, options.InformationRank)),
                    Relative(spaces.Split(first, options.InformationRank)),
                    loss / (2 * options.Samples),
                    ClassLabels.Error(TrainingProblem.Outputs(descent.Residual, targets), labels),
                    problem.TestError(engine, descent.Network()));
            }
        }

        progress?.Report(new ExperimentProgress(total, total, string.Empty));
        return rows;
    }

    private static SpaceSplit<double> Relative(SpaceSplit<double> parts) => parts.Map(x => x / parts.Norm);
}
