using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Jacobians;

/// <summary>
/// From a network and data to the singular values of its Jacobian and what its information and nuisance spaces make of labels and residual.
/// Enclosures are of the Jacobian in real arithmetic, for weights and inputs exactly as stored, wherever every operator of the network can
/// be enclosed. Source: Oymak et al. 2019, Definitions 2.1, 5.2 and 6.1.
/// </summary>
/// <param name="engine">Proposes decompositions.</param>
public sealed class JacobianAssessment(IEngine engine)
{
    private const int DefaultTop = 50, MostConstants = 5;

    /// <summary>The report.</summary>
    /// <exception cref="InputException">
    /// The file holds no network, an operator is not understood (it is named), data and labels do not fit, or the cutoff lies above the top
    /// singular value.
    /// </exception>
    public JacobianReport Assess(StoredFile file, JacobianOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        Network network = file.Network ?? throw file.NoNetwork();
        network = options.Activation is { } stated ? StatedActivation.Apply(network, stated, file.Path) : network;
        NetworkProgram program = NetworkProgram.Of(network, file.Path);
        (int samples, int length) = NetworkRun.Shape(program, options.Data);
        double[]? targets = options.Labels is { } labels ? Labels.Targets(labels, samples, program.OutputLength) : null;
        NetworkJacobian jacobian = new(program, options.Data, engine, options.Weights, file.Path);
        (ISingularSpaces spaces, JacobianMeasure measure, string? method) = NamedSpaces(jacobian, options, file.Path);
        int count = Math.Min(jacobian.Rows, jacobian.Columns), top = Math.Min(options.Top ?? DefaultTop, count);
        Rational? cutoff = options.Cutoff ?? Middle(spaces, top);
        if (cutoff is { } above && spaces.SingularValues[0].Upper.ToRational() < above)
        {
            throw new InputException(
                $"The cutoff {Text(above)} lies above the top singular value, {spaces.SingularValues[0]}: the information space would "
                    + "be empty.");
        }

        IntervalContext context = new(Bits.Certificate);
        string? undecided = cutoff is null
            ? $"undecided: --cutoff was not given, and no cutoff separates singular value {top} from {(top < count ? "the next one" : "0")}"
            : null;
        SpaceSplit<Interval>? ofLabels = null, ofResidual = null;
        int? rank = null;
        if (cutoff is { } alpha)
        {
            Outcome<SpaceSplit<Interval>> Project(double[] vector, double uncertainty) =>
                spaces.Project(vector, context.Of(alpha), uncertainty);
            Outcome<SpaceSplit<Interval>> first = Project(targets ?? new double[jacobian.Rows], 0);
            undecided = first.IsEnclosed ? null : first.Reason;
            rank = first.IsEnclosed ? first.Value.Rank : null;
            if (first.IsEnclosed && targets is not null)
            {
                (double[] residual, double uncertainty) = Residual(jacobian, targets);
                ofLabels = first.Value;
                ofResidual = Project(residual, uncertainty).Value;
            }
        }

        return new JacobianReport(
            file.Path,
            samples,
            program.OutputLength,
            [.. jacobian.Parameters.Select(parameter => (parameter.Name, parameter.Count))],
            NetworkJacobianOperator.FrobeniusNorm(measure),
            measure.Error,
            [.. spaces.SingularValues.Take(top)],
            count,
            cutoff,
            rank,
            undecided,
            options.Gamma ?? Rational.One,
            ofLabels,
            ofResidual,
            [.. Notes(network, program, jacobian, measure, options.Data, samples, length)],
            options.Digits)
        {
            Method = method,
            Runtime = options.Runtime is { } runtime
                ? RuntimeMeasurement.Measure(file, network, program, options.Data, ScoresOf(jacobian), margins: null, runtime) : null,
            IsCutoffChosen = cutoff is not null && options.Cutoff is null,
        };
    }

    private static DoubleRange[] ScoresOf(NetworkJacobian jacobian) =>
        [.. Enumerable.Range(0, jacobian.Samples * jacobian.Classes).Select(jacobian.Score)
            .Select(score => DoubleRange.Around(score.Middle, score.Radius))];

    private static IEnumerable<string> Notes(Network network, NetworkProgram program, NetworkJacobian jacobian, JacobianMeasure measure,
        StoredTensor data, int samples, int length)
    {
        if (program.WithoutEnclosure is { } place)
        {
            yield return $"{place} has no enclosure: the numbers are certified of the Jacobian as computed in double precision, not of "
                + $"the exact one";
        }

        if (measure.Undecided)
        {
            yield return "an activation's kink lies inside the enclosure of a number that enters it: the derivative there is not "
                + "decided, and the enclosures are wide enough for both sides";
        }

        if (network.LeftOut.Count > 0)
        {
            yield return $"the final {string.Join(", ", network.LeftOut)} is left out: the Jacobian is that of the scores before it";
        }

        if (jacobian.Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            yield return $"the tensor '{shared.Key}' is used by {shared.Count()} layers: each use counts as weights of its own";
        }

        string[] constants = [.. program.Constants.Take(MostConstants + 1)];
        if (constants.Length > 0)
        {
            string further = constants.Length > MostConstants ? " and further nodes" : string.Empty;
            yield return $"numbers of the file in {string.Join(", ", constants.Take(MostConstants))}{further} are constants here: the "
                + "Jacobian is by the weights and biases of the layers only";
        }

        int off = Enumerable.Range(0, samples).FirstOrDefault(i => !IsUnit(data.RowMajor.AsSpan(i * length, length)), -1);
        if (off >= 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"inputs are not of unit length (sample {off} is the first): the theorems of the low-rank Jacobian (3.2, 3.3, 6.21 to "
                    + $"6.23) need ||x|| = 1 and do not apply; the numbers here do not need it");
        }
    }

    /// <summary>Within the rounding of normalising to length 1 in the stored type.</summary>
    private static bool IsUnit(ReadOnlySpan<double> sample)
    {
        const double HalfPrecisionOfFloat32 = 1.0 / (1 << 22); // squares of entries rounded to float32 err by 2^-23 relative
        double sum = 0;
        foreach (double x in sample)
        {
            sum += x * x;
        }

        return Math.Abs(sum - 1) <= HalfPrecisionOfFloat32;
    }

    /// <summary>The spaces, with the file named where one of the numbers on the way is refused.</summary>
    private (ISingularSpaces Spaces, JacobianMeasure Measure, string? Method) NamedSpaces(NetworkJacobian jacobian, JacobianOptions options,
        string path)
    {
        try
        {
            return Spaces(jacobian, options, path);
        }
        catch (InputException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// The spaces by a decomposition of the whole matrix, or by products alone where that is asked for or the matrix is too large to hold.
    /// </summary>
    private (ISingularSpaces Spaces, JacobianMeasure Measure, string? Method) Spaces(NetworkJacobian jacobian, JacobianOptions options,
        string path)
    {
        if (!(options.MatrixFree || (long)jacobian.Rows * jacobian.Columns > NetworkJacobian.MostEntries))
        {
            Matrix computed = jacobian.ToMatrix();
            JacobianMeasure measure = jacobian.Measure();
            return (SpectralSpaces.Of(computed, engine, sharper: null, measure.Error ?? 0), measure, null);
        }

        NetworkJacobianOperator products = new(jacobian, engine, path);
        LeadingSpectrumOptions leading = new() { Progress = options.Progress };
        LeadingSpaces spaces = new LeadingSpectrumCertifier(engine).CertifySpaces(products, options.Top ?? DefaultTop, leading);
        return (spaces, jacobian.Measure(), spaces.Spectrum.Method);
    }

    /// <summary>The middle of the gap after the first k; below the last where there are no more; null where no gap is proved.</summary>
    private static Rational? Middle(ISingularSpaces spaces, int k)
    {
        double upper = spaces.SingularValues[k - 1].LowerDouble;
        double lower = k < spaces.SingularValues.Count ? spaces.SingularValues[k].UpperDouble
            : Math.BitIncrement(spaces.Beyond.ToDouble(Rounding.Up));
        return upper > lower && upper > 0 ? Rational.Of(lower + (0.5 * (upper - lower))) : null;
    }

    /// <summary>f − y, class-major, and how far the exact one is from it in norm.</summary>
    private static (double[] Residual, double Uncertainty) Residual(NetworkJacobian jacobian, double[] targets)
    {
        double[] residual = new double[targets.Length];
        double squares = 0;
        for (int i = 0; i < residual.Length; i++)
        {
            int to = (i % jacobian.Classes * jacobian.Samples) + (i / jacobian.Classes);
            (double score, double radius) = jacobian.Score(i);
            double difference = score - targets[to];
            residual[to] = difference;
            double error = RoundingBounds.Enlarge(radius + (RoundingBounds.Unit * Math.Abs(difference)));
            squares += error * error;
        }

        return (residual, RoundingBounds.NormFromSquares(squares, residual.Length));
    }

    private static string Text(Rational value) => value.ToDouble().ToString("R", CultureInfo.InvariantCulture);
}
