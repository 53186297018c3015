using LowRank.Verify.Experiments;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Experiments;

public sealed class MixtureTests
{
    [Fact]
    public void Centres_have_norm_1_and_their_distance()
    {
        GaussianMixture mixture = GaussianMixture.Draw(3, 8, 12, 0.1, 0.7, new RandomStream(3, 0));
        Assert.Equal((24, 12, 8), (mixture.Centres.Rows, mixture.Dimension, mixture.ClustersPerClass));
        double[][] centres = [.. Enumerable.Range(0, 24).Select(i => Enumerable.Range(0, 12).Select(j => mixture.Centres[i, j]).ToArray())];
        for (int a = 0; a < centres.Length; a++)
        {
            Assert.Equal(1, centres[a].Sum(x => x * x), 1e-14);
            for (int b = 0; b < a; b++)
            {
                Assert.True(Math.Sqrt(centres[a].Zip(centres[b], (x, y) => (x - y) * (x - y)).Sum()) >= 0.7);
            }
        }

        Assert.Contains("no place", Assert.Throws<InputException>(() => GaussianMixture.Draw(3, 8, 1, 0.1, 0.7, new RandomStream(3, 0)))
            .Message, StringComparison.Ordinal);
    }

    /// <summary>E‖x‖² = 1 + σ², not 1: the samples are not normalised; memberships are uniform; labels follow the clusters.</summary>
    [Fact]
    public void Samples_have_the_moments_of_the_definition()
    {
        const int Count = 20_000;
        const double Noise = 0.6;
        GaussianMixture mixture = GaussianMixture.Draw(3, 2, 10, Noise, 0.5, new RandomStream(11, 0));
        MixtureSample sample = mixture.Sample(Count, new RandomStream(11, 1));
        double length = 0, spread = 0, largest = 0;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < 10; j++)
            {
                double x = sample.Inputs[i, j], z = (x - mixture.Centres[sample.Clusters[i], j]) * Math.Sqrt(10) / Noise;
                length += x * x / Count;
                spread += z * z / (10 * Count);
                largest = Math.Max(largest, Math.Abs(z));
            }
        }

        // Standard deviations: √(2/200000) = 0.003 for the second moment of z, about 0.002 for ‖x‖²; five of them. 5.5 is passed by 200,000
        // normals with probability 0.8 %.
        Assert.Equal(1, spread, 0.016);
        Assert.Equal(1 + (Noise * Noise), length, 0.012);
        Assert.InRange(largest, 3.9, 5.5);
        int[] counts = [.. Enumerable.Range(0, 6).Select(c => sample.Clusters.Count(x => x == c))];
        Assert.True(counts.Sum(n => Math.Pow(n - (Count / 6.0), 2) / (Count / 6.0)) < 20.5, "χ² with 5 degrees of freedom, 99.9 %");
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(sample.Clusters[i] / 2, sample.Labels[i]));
    }

    [Fact]
    public void Corrupted_labels_are_exactly_so_many_and_never_the_true_ones()
    {
        int[] labels = [.. Enumerable.Range(0, 601).Select(i => i % 3)];
        int[] places(double fraction) =>
            [.. ClassLabels.Corrupt(labels, 3, fraction, new RandomStream(5, 2)).Select((l, i) => (l, i)).Where(p => p.l != labels[p.i])
            .Select(p => p.i)];
        Assert.Empty(places(0));
        Assert.Equal(301, places(0.5).Length);
        Assert.Equal(601, places(1).Length);
        Assert.Superset(places(0.25).ToHashSet(), places(0.5).ToHashSet());
        int[] all = ClassLabels.Corrupt(labels, 3, 1, new RandomStream(5, 2));
        int next = all.Where((l, i) => l == (labels[i] + 1) % 3).Count();
        Assert.InRange(next, 300 - 62, 300 + 62); // both other classes alike: five deviations of a fair coin
        Assert.Throws<ArgumentException>(() => ClassLabels.Corrupt(labels, 3, 1.5, new RandomStream(5, 2)));
        Assert.Throws<ArgumentException>(() => ClassLabels.Corrupt([0, 0], 1, 0.5, new RandomStream(5, 2)));
    }

    [Fact]
    public void Targets_are_class_major_and_errors_count_argmax()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 1], ClassLabels.OneHot([1, 0, 2], 3));
        Assert.Equal(0, ClassLabels.Error(ClassLabels.OneHot([1, 0, 2], 3), [1, 0, 2]));
        Assert.Equal(2.0 / 3, ClassLabels.Error([0, 0.2, 0, 0.1, 0.1, 0.3], [1, 1, 0]));
    }

    /// <summary>Without noise J(X) = (I_K ⊗ U_S) J(M), whatever the cluster sizes: the spectrum has K²C values and no more.</summary>
    [Fact]
    public void Noiseless_mixture_has_a_Jacobian_of_rank_K_squared_C()
    {
        IEngine engine = Engines.Default;
        GaussianMixture mixture = GaussianMixture.Draw(3, 3, 15, 0, 0.5, new RandomStream(2, 0));
        MixtureSample sample = mixture.Sample(60, new RandomStream(2, 1));
        OneHiddenLayerNetwork network = RandomNetwork.Draw(3, 200, 15, 1, OneHiddenLayerActivation.SmoothedRelu, new RandomStream(2, 2));
        OneHiddenLayerSpaces spaces = new(engine, new OneHiddenLayerJacobian(engine, network, sample.Inputs).Gram());
        Assert.True(spaces.Values[26] > 0.01 * spaces.Values[0]);
        Assert.True(spaces.Values[27] < 1e-6 * spaces.Values[0]);

        // Labels are constant on clusters, so they lie in the information space.
        SpaceSplit<double> labels = spaces.Split(ClassLabels.OneHot(sample.Labels, 3), 27);
        Assert.True(labels.Nuisance < 1e-8 * labels.Norm);
        Assert.True(spaces.Split(ClassLabels.OneHot(sample.Labels, 3), 26).Nuisance > 1e-6 * labels.Norm);
    }

    /// <summary>
    /// xoshiro256** from the state (1, 2, 3, 4) begins with 11520, 0, 1509978240; here the state comes from SplitMix64, whose first output
    /// for 0 is 0xE220A8397B1DCDAF.
    /// </summary>
    [Fact]
    public void Streams_repeat_by_seed_and_differ_by_number()
    {
        double[] one = new RandomStream(9, 1).Normals(100), again = new RandomStream(9, 1).Normals(100),
            other = new RandomStream(9, 2).Normals(100);
        Assert.Equal(one, again);
        Assert.Empty(one.Intersect(other));

        // First output for seed 0, stream 0, computed by hand from the published algorithms: rotl(s1 · 5, 7) · 9 over 2⁶⁴, s1 the second
        // output of SplitMix64.
        ulong second = 0x6E789E6AA1B965F4UL;
        ulong expected = System.Numerics.BitOperations.RotateLeft(second * 5, 7) * 9;
        Assert.Equal((expected >> 11) * Math.Pow(2, -53), new RandomStream(0, 0).Uniform());
    }
}
