using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// Gradient descent on the noisy linear model: the loss falls while the information space is learned and rises while the nuisance space
/// is. Source: arXiv:1906.05392v2, Figure 2.
/// </summary>
public static class LinearModelExperiment
{
    /// <summary>Runs it: one point for every step 0, …, T.</summary>
    /// <exception cref="InputException">Gradient descent leaves the finite numbers: the step size is too large.</exception>
    public static IReadOnlyList<LinearModelPoint> Run(IEngine engine, LinearModelOptions options,
        IProgress<ExperimentProgress>? progress = null)
    {
        List<IReadOnlyList<LinearModelLoss>> draws = [];
        for (int draw = 0; draw < options.Draws; draw++)
        {
            progress?.Report(new ExperimentProgress(draw, options.Draws, FormattableString.Invariant($"draw {draw + 1}")));
            draws.Add(LinearModel.Draw(options, new RandomStream(options.Seed, (ulong)draw))
                .Descend(engine, options.StepSize, options.Steps));
            if (!double.IsFinite(draws[^1][^1].Total))
            {
                throw new InputException(
                    FormattableString.Invariant($"Gradient descent with step size {options.StepSize} diverges; take a smaller one."));
            }
        }

        progress?.Report(new ExperimentProgress(options.Draws, options.Draws, string.Empty));
        SampleSpread Spread(int step, Func<LinearModelLoss, double> part) =>
            SampleSpread.Of([.. draws.Select(losses => part(losses[step]))]);
        return
        [
            .. Enumerable.Range(0, options.Steps + 1)
                .Select(step => new LinearModelPoint(step, Spread(step, l => l.Total), Spread(step, l => l.Information),
                    Spread(step, l => l.Nuisance))),
        ];
    }
}
