using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// Training under corrupted labels: the residual falls fast on the information space and slowly on the nuisance space, where the noise
/// of the labels lies, so that the test error has a dip. Source: arXiv:1906.05392v2, Figures 6 and 8, there for a residual network on
/// images; here on the mixture.
/// </summary>
public static class DynamicsExperiment
{
    /// <summary>Looks per tenfold of the number of steps.</summary>
    private const int LooksPerDecade = 20;

    /// <summary>
    /// Runs it with the first share of corrupted labels; points at the start, at about equal distances of ln τ, and at the end.
    /// </summary>
    /// <exception cref="InputException">The centres have no place.</exception>
    public static IReadOnlyList<DynamicsPoint> Run(IEngine engine, TrainingOptions options, IProgress<ExperimentProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        progress?.Report(new ExperimentProgress(0, options.Steps + 1, "Jacobian at the start"));
        TrainingProblem problem = new(engine, options);
        int[] labels = problem.Labels(options.Corruptions[0]);
        double[] targets = ClassLabels.OneHot(labels, options.Classes);
        OneHiddenLayerDescent descent = new(engine, problem.Start, problem.Sample.Inputs, targets, problem.StepSize);
        List<(int Step, double[] Residual, double TrainingError, double TrueError, double TestError)> looks = [];
        foreach (int step in Looks(options.Steps))
        {
            progress?.Report(new ExperimentProgress(descent.Steps, options.Steps + 1, "step"));
            problem.Train(descent, step);
            double[] outputs = TrainingProblem.Outputs(descent.Residual, targets);
            looks.Add((
                step,
                descent.Residual.ToArray(),
                ClassLabels.Error(outputs, labels),
                ClassLabels.Error(outputs, problem.Sample.Labels),
                problem.TestError(engine, descent.Network())));
        }

        progress?.Report(new ExperimentProgress(options.Steps, options.Steps + 1, "Jacobian at the end"));
        OneHiddenLayerSpaces last = problem.SpacesOf(engine, descent.Network());
        double[] first = problem.Spaces.Coordinates(looks[0].Residual);
        double whole = first.Sum(a => a * a);
        int rank = options.InformationRank;
        List<DynamicsPoint> points = [];
        foreach ((int step, double[] residual, double trainingError, double trueError, double testError) in looks)
        {
            SpaceSplit<double> parts = problem.Spaces.Split(residual, rank), finalParts = last.Split(residual, rank);
            double[] linear =
                [.. first.Select((a, s) => Square(a * Math.Pow(1 - (problem.StepSize * Square(problem.Spaces.Values[s])), step)) / whole)];
            points.Add(new DynamicsPoint(
                step,
                Square(parts.Information) / whole,
                Square(parts.Nuisance) / whole,
                linear.Take(rank).Sum(),
                linear.Skip(rank).Sum(),
                Square(finalParts.Information) / whole,
                Square(finalParts.Nuisance) / whole,
                trainingError,
                trueError,
                testError));
        }

        progress?.Report(new ExperimentProgress(options.Steps + 1, options.Steps + 1, string.Empty));
        return points;
    }

    private static double Square(double x) => x * x;

    private static IEnumerable<int> Looks(int steps)
    {
        yield return 0;
        int last = 0;
        for (int i = 0; last < steps; i++)
        {
            int next = (int)Math.Min(steps, Math.Round(Math.Pow(10, (double)i / LooksPerDecade)));
            if (next > last)
            {
                yield return last = next;
            }
        }
    }
}
