using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>What the options draw: the same data, start and spaces for every share of corrupted labels.</summary>
internal sealed class TrainingProblem
{
    private const ulong Centres = 1, Training = 2, Testing = 3, Weights = 4, Corruption = 5;
    private readonly TrainingOptions options;

    public TrainingProblem(IEngine engine, TrainingOptions options)
    {
        this.options = options;
        GaussianMixture mixture = GaussianMixture.Draw(
            options.Classes, options.Clusters, options.Dimension, options.Noise, options.Separation,
                new RandomStream(options.Seed, Centres));
        Sample = mixture.Sample(options.Samples, new RandomStream(options.Seed, Training));
        Test = mixture.Sample(options.TestSamples, new RandomStream(options.Seed, Testing));
        Start = RandomNetwork.Draw(options.Classes, options.Width, options.Dimension, options.Scale, options.Activation,
            new RandomStream(options.Seed, Weights));
        Spaces = SpacesOf(engine, Start);
        StepSize = options.RelativeStep / (Spaces.Values[0] * Spaces.Values[0]);
    }

    public MixtureSample Sample { get; }

    public MixtureSample Test { get; }

    public OneHiddenLayerNetwork Start { get; }

    /// <summary>The spaces of the Jacobian at the start.</summary>
    public OneHiddenLayerSpaces Spaces { get; }

    public double StepSize { get; }

    public OneHiddenLayerSpaces SpacesOf(IEngine engine, OneHiddenLayerNetwork network) =>
        new(engine, new OneHiddenLayerJacobian(engine, network, Sample.Inputs).Gram());

    public int[] Labels(double corruption) =>
        ClassLabels.Corrupt(Sample.Labels, options.Classes, corruption, new RandomStream(options.Seed, Corruption));

    public double TestError(IEngine engine, OneHiddenLayerNetwork network) =>
        ClassLabels.Error(network.Outputs(engine, Test.Inputs), Test.Labels);

    /// <summary>Trains up to a step.</summary>
    /// <exception cref="InputException">Gradient descent leaves the finite numbers.</exception>
    public void Train(OneHiddenLayerDescent descent, int step)
    {
        try
        {
            descent.Advance(step - descent.Steps);
        }
        catch (ArithmeticException e)
        {
            throw new InputException(
                FormattableString.Invariant(
                $"Gradient descent with a relative step of {options.RelativeStep} diverges; take a smaller one."), e);
        }
    }

    /// <summary>f(W) from f(W) − y.</summary>
    public static double[] Outputs(ReadOnlySpan<double> residual, double[] targets)
    {
        double[] outputs = residual.ToArray();
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] += targets[i];
        }

        return outputs;
    }
}
