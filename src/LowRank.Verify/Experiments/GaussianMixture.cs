using System.Globalization;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>
/// K classes of C clusters each. A sample falls into one of the KC clusters with probability 1/(KC) each; its input is
/// N(μ, σ² I_d/d) around the cluster's centre μ, its label the class. The centres have norm 1 (to rounding); samples with σ &gt; 0 do
/// not, although the theorems ask for unit inputs: E‖x‖² = 1 + σ². Source: Definition 2.4 of the ICLR submission, 3.4 of
/// arXiv:1906.05392v2.
/// </summary>
public sealed class GaussianMixture
{
    private const int Attempts = 20_000;

    /// <summary>A mixture with given centres.</summary>
    /// <param name="classes">K.</param>
    /// <param name="noise">σ ≥ 0.</param>
    /// <param name="centres">KC×d; rows lC, …, lC + C − 1 belong to class l.</param>
    /// <exception cref="ArgumentException">The number of centres is no multiple of K, or σ is negative or not finite.</exception>
    public GaussianMixture(int classes, double noise, Matrix centres)
    {
        ArgumentNullException.ThrowIfNull(centres);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (centres.Rows % classes != 0)
        {
            throw new ArgumentException($"{centres.Rows} centres cannot be dealt to {classes} classes.", nameof(centres));
        }

        if (!(noise >= 0 && double.IsFinite(noise)))
        {
            throw new ArgumentException("The noise must be finite and at least 0.", nameof(noise));
        }

        Classes = classes;
        Noise = noise;
        Centres = centres;
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>C.</summary>
    public int ClustersPerClass => Centres.Rows / Classes;

    /// <summary>d.</summary>
    public int Dimension => Centres.Columns;

    /// <summary>σ.</summary>
    public double Noise { get; }

    /// <summary>The centres, KC×d.</summary>
    public Matrix Centres { get; }

    /// <summary>
    /// Centres uniform on the unit sphere, each drawn again until it is at least the separation away from those before it.
    /// </summary>
    /// <exception cref="InputException">No place was found for a centre.</exception>
    public static GaussianMixture Draw(int classes, int clustersPerClass, int dimension, double noise, double separation,
        RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<double[]> centres = [];
        for (int attempt = 0; centres.Count < classes * clustersPerClass; attempt++)
        {
            double[] centre = random.Normals(dimension);
            double norm = Math.Sqrt(centre.Sum(x => x * x));
            if (attempt == Attempts)
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{classes * clustersPerClass} centres at least {separation} apart have no place on the unit sphere in "
                        + $"{dimension} dimensions ({centres.Count} found): take more dimensions, fewer clusters or less separation."));
            }

            if (norm == 0)
            {
                continue;
            }

            centre = [.. centre.Select(x => x / norm)];
            if (centres.TrueForAll(other => Distance(centre, other) >= separation))
            {
                centres.Add(centre);
                attempt = 0;
            }
        }

        return new GaussianMixture(classes, noise, Matrix.FromRowMajor(centres.Count, dimension, [.. centres.SelectMany(c => c)]));
    }

    /// <summary>Independent samples.</summary>
    public MixtureSample Sample(int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        double scale = Noise / Math.Sqrt(Dimension);
        double[] rows = new double[(long)count * Dimension];
        int[] clusters = new int[count];
        for (int i = 0; i < count; i++)
        {
            clusters[i] = random.Index(Centres.Rows);
            for (int j = 0; j < Dimension; j++)
            {
                rows[(i * Dimension) + j] = Centres[clusters[i], j] + (scale * random.Normal());
            }
        }

        return new MixtureSample(Matrix.FromRowMajor(count, Dimension, rows), clusters, [.. clusters.Select(c => c / ClustersPerClass)]);
    }

    private static double Distance(double[] x, double[] y) => Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum());
}
