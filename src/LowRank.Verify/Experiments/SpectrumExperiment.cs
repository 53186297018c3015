using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// Singular values of the Jacobian at random weights on samples of the mixture: a drop after K²C of them, and the large ones grow like
/// √(n/(KC)). Source: arXiv:1906.05392v2, Figure 4 and Theorem A.1.
/// </summary>
public static class SpectrumExperiment
{
    /// <summary>Runs it; one curve for every C and n/C.</summary>
    /// <exception cref="InputException">The centres have no place.</exception>
    public static IReadOnlyList<SpectrumCurve> Run(IEngine engine, SpectrumOptions options, IProgress<ExperimentProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        int total = options.Clusters.Count * options.SamplesPerCluster.Count;
        List<SpectrumCurve> curves = [];
        GaussianMixture[] mixtures =
        [
            .. options.Clusters.Select(clusters =>
                GaussianMixture.Draw(options.Classes, clusters, options.Dimension, options.Noise, options.Separation,
                    new RandomStream(options.Seed, (ulong)clusters))),
        ];
        foreach (GaussianMixture mixture in mixtures)
        {
            ulong part = (ulong)mixture.ClustersPerClass << 32;
            OneHiddenLayerNetwork network = RandomNetwork.Draw(
                options.Classes, options.Width, options.Dimension, 1, options.Activation, new RandomStream(options.Seed, part));
            foreach (int each in options.SamplesPerCluster)
            {
                int samples = each * mixture.ClustersPerClass;
                progress?.Report(new ExperimentProgress(curves.Count, total,
                    FormattableString.Invariant($"C = {mixture.ClustersPerClass}, n = {samples}")));
                MixtureSample sample = mixture.Sample(samples, new RandomStream(options.Seed, part + (ulong)each));
                double[] values = options.OutputLayer ? OfOutputLayer(engine, network, sample.Inputs)
                    : OfHiddenLayer(engine, network, sample.Inputs);
                double scale = Math.Sqrt((double)samples / mixture.Centres.Rows);
                curves.Add(new SpectrumCurve(options.Classes, mixture.ClustersPerClass, samples,
                    [.. values.Select(value => value / scale)]));
            }
        }

        progress?.Report(new ExperimentProgress(total, total, string.Empty));
        return curves;
    }

    private static double[] OfHiddenLayer(IEngine engine, OneHiddenLayerNetwork network, Matrix inputs)
    {
        OneHiddenLayerJacobian jacobian = new(engine, network, inputs);
        return [.. Converged(engine.SingularValues(jacobian.Gram())).Take(jacobian.Columns).Select(Math.Sqrt)];
    }

    private static double[] OfOutputLayer(IEngine engine, OneHiddenLayerNetwork network, Matrix inputs) =>
        [.. Converged(engine.SingularValues(network.Features(engine, inputs)))
            .SelectMany(value => Enumerable.Repeat(value, network.Classes))];

    private static double[] Converged(double[]? values) => values
        ?? throw new ArithmeticException("The decomposition of a Jacobian did not converge.");
}
