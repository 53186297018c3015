using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Jacobians;

/// <summary>
/// The Jacobian of a network's scores by all its weights on the first samples, as many as make at most <see cref="MostRows"/> rows, as it
/// is computed in double precision. <c>jacobian</c> certifies the exact one on all samples; here it is a matrix that statements take.
/// </summary>
internal sealed class JacobianFacts
{
    /// <summary>Most rows, so that a decomposition of it costs less than one of a layer of some hundred units.</summary>
    public const int MostRows = 128;

    private const int MostKept = 50;

    private readonly Lazy<(NetworkJacobian Jacobian, Matrix Matrix, int Samples)> parts;
    private readonly Lazy<(double[] Targets, double[] Residual)> labelled;
    private readonly Lazy<SingularTriplets> triplets;
    private readonly Lazy<Rational> cutoff;

    public JacobianFacts(StoredFile file, Network network, AssessmentOptions options, IEngine engine)
    {
        parts = new(() =>
        {
            NetworkProgram program = NetworkProgram.Of(network, file.Path);
            StoredTensor data = options.Data!;
            int length = data.RowMajor.Length / data.Shape[0],
                samples = Math.Min(data.Shape[0], Math.Max(1, MostRows / program.OutputLength));
            NetworkJacobian jacobian = new(program, First(data, samples, length), engine, null, file.Path);
            return (jacobian, jacobian.ToMatrix(), samples);
        });
        labelled = new(() =>
        {
            (NetworkJacobian jacobian, _, int samples) = parts.Value;
            StoredTensor labels = options.Labels!;
            double[] targets = Labels.Targets(First(labels, samples, labels.RowMajor.Length / labels.Shape[0]), samples, jacobian.Classes),
                residual = new double[targets.Length];
            for (int i = 0; i < residual.Length; i++)
            {
                int to = (i % jacobian.Classes * samples) + (i / jacobian.Classes);
                residual[to] = jacobian.Score(i).Middle - targets[to];
            }

            return (targets, residual);
        });
        triplets = new(() => engine.Decompose(Matrix) ?? throw new InputException("the decomposition of the Jacobian did not converge"));
        cutoff = new(() => Middle(SpectralSpaces.Of(Matrix, engine, sharper: null, 0).SingularValues));
    }

    public Matrix Matrix => parts.Value.Matrix;

    public int Samples => parts.Value.Samples;

    public double[] Targets => labelled.Value.Targets;

    public double[] Residual => labelled.Value.Residual;

    public Rational Cutoff => cutoff.Value;

    /// <summary>Singular values as computed, descending.</summary>
    public double[] SingularValues => triplets.Value.Values;

    /// <summary>The residual's coefficients in the left singular vectors as computed.</summary>
    public double[] Coefficients
    {
        get
        {
            (double[] left, double[] residual) = (triplets.Value.Left, Residual);
            return [.. SingularValues.Select((_, s) => residual.Select((x, i) => x * left[i + (s * residual.Length)]).Sum())];
        }
    }

    private static StoredTensor First(StoredTensor tensor, int samples, int length) =>
        new(tensor.Name, [samples, .. tensor.Shape.Skip(1)], tensor.DType,
            tensor.RowMajor[..(samples * length)]) { Source = tensor.Source };

    /// <summary>The middle of the gap after the first half of the values, at most 50 of them, or of the next gap that is proved.</summary>
    private static Rational Middle(IReadOnlyList<Interval> values)
    {
        for (int k = Math.Min(MostKept, Math.Max(1, values.Count / 2)); k > 0; k--)
        {
            double upper = values[k - 1].LowerDouble, lower = k < values.Count ? values[k].UpperDouble : 0;
            if (upper > lower && upper > 0)
            {
                return Rational.Of(lower + (0.5 * (upper - lower)));
            }
        }

        throw new InputException("no cutoff separates the singular values of the Jacobian");
    }
}
