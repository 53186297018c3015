using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Runs a network on its data: margins, activation and patch norms, and the fast executor against the certified one.</summary>
internal static class DataMeasurement
{
    internal static readonly Rational DefaultLoss = new(1, 100);

    /// <summary>
    /// The measurements with ONNX Runtime's beside them where that is asked for, or the reason why the network cannot be run.
    /// </summary>
    /// <exception cref="InputException">Data or labels do not fit the network or each other.</exception>
    public static (DataAssessment? Data, RuntimeComparison? Runtime, string? Reason) Measure(StoredFile file, Network network,
        StoredTensor data, AssessmentOptions options, StatementNetwork stated)
    {
        string? reason = NetworkProgram.ReasonAgainst(network);
        NetworkProgram? program = reason is null ? NetworkProgram.Of(network, file.Path) : null;
        reason ??= program!.WithoutEnclosure is { } place ? $"{place} has no certified evaluation" : null;
        if (reason is not null || program is null)
        {
            return GraphMeasurement.Measure(file, data, options, reason!) ?? (options.Labels is null ? NotRun(options, reason!)
                : throw new InputException($"{file.Path}: margins need the network to be run: {reason}."));
        }

        try
        {
            (DataAssessment measured, RuntimeComparison? runtime) = Run(file, network, program, data, options, stated);
            return (measured, runtime, null);
        }
        catch (InputException e) when (options.Labels is null)
        {
            return NotRun(options, e.Message); // without labels the norms are an addition, and the other statements do not need them
        }
    }

    private static (DataAssessment? Data, RuntimeComparison? Runtime, string Reason) NotRun(AssessmentOptions options, string reason) =>
        (null, options.Runtime is { } runtime
            ? new RuntimeComparison.Failed(runtime, $"there are no certified scores to compare with: {reason}") : null, reason);

    private static (DataAssessment Data, RuntimeComparison? Runtime) Run(StoredFile file, Network network, NetworkProgram program,
        StoredTensor data, AssessmentOptions options, StatementNetwork stated)
    {
        (int samples, _) = NetworkRun.Shape(program, data);
        int[]? labels = options.Labels is { } given ? Labels.Read(given, samples, program.OutputLength) : null;
        NetworkRun run = NetworkRun.Certified(program, data, Engines.Default);
        Rational gamma = options.Margin ?? Rational.One;
        MarginAssessment? margins = labels is null ? null : new MarginAssessment(run, labels, gamma, options.AccuracyLoss ?? DefaultLoss);
        DoubleExecutor fast = new(program, Engines.Default);
        DataAssessment measured = new(
            OfLayers(network, run.InputNorms, stated.Ones), OfLayers(network, run.PatchNorms, stated.OnesOfPatch), margins,
                Compare(fast.Description, run.Scores, run.Classes, fast.Scores(data), labels, gamma.ToDouble()))
        {
            Classes = run.Classes,
            OutputNorm = OutputNorm(run.Scores, run.Classes),
            ResidualNorm = labels is null ? null : ResidualNorm(run.Scores, run.Classes, labels, options.Labels!),
        };
        return (measured,
            options.Runtime is { } runtime ? RuntimeMeasurement.Measure(file, network, program, data, run.Scores, margins, runtime) : null);
    }

    private static IntervalContext Context { get; } = new(128);

    /// <summary>max over i of ‖f(x_i)‖.</summary>
    internal static Interval OutputNorm(DoubleRange[] scores, int classes) =>
        Context.Sqrt(Enumerable.Range(0, scores.Length / classes).Select(i => Squares(scores, classes, i, label: null))
            .Aggregate(Interval.Zero, IntervalContext.Max)).Value;

    /// <summary>The norm over all samples of the scores minus the one-hot labels; one score minus the label as given.</summary>
    internal static Interval ResidualNorm(DoubleRange[] scores, int classes, int[] labels, StoredTensor given) =>
        Context.Sqrt(Context.Sum(labels.Select((label, i) => classes > 1 ? Squares(scores, classes, i, label)
            : Context.Square(Context.Subtract(Interval.Of(scores[i].Lower, scores[i].Upper), Interval.Of(given.RowMajor[i])))))).Value;

    /// <summary>Σ_j f_j(x_i)², or of f minus the one-hot label.</summary>
    private static Interval Squares(DoubleRange[] scores, int classes, int sample, int? label) =>
        Context.Sum(Enumerable.Range(0, classes).Select(j =>
    {
        DoubleRange score = scores[(sample * classes) + j];
        Interval value = Interval.Of(score.Lower, score.Upper);
        return Context.Square(j == label ? Context.Subtract(value, Interval.One) : value);
    }));

    /// <summary>One entry for each layer: a factored one has the norm before its first part.</summary>
    private static Interval[] OfLayers(Network network, DoubleRange[] ofParts, Func<int, Interval> ones)
    {
        List<Interval> result = [];
        int at = 0;
        foreach (Layer layer in network.Layers)
        {
            Interval norm = Interval.Of(ofParts[at].Lower, ofParts[at].Upper);
            Interval more = ones(result.Count);
            result.Add(more.Upper.IsZero ? norm : Context.Sqrt(Context.Add(more, Context.Square(norm))).Value);
            at += layer is FactoredLayer factored ? factored.Parts.Count : 1;
        }

        return [.. result];
    }

    /// <summary>Scores in double precision beside certified ones.</summary>
    internal static FastScores Compare(string executor, DoubleRange[] certified, int classes, double[] scores, int[]? labels, double gamma)
    {
        double largest = 0, distance = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(scores[i]));
            distance = Math.Max(distance, Math.Max(certified[i].Lower - scores[i], scores[i] - certified[i].Upper));
        }

        int? below = labels?.Where((label, i) => Margin(scores.AsSpan(i * classes, classes), label) <= gamma).Count();
        return new FastScores(executor, distance <= 0 || largest == 0 ? 0 : distance / largest, below);
    }

    private static double Margin(ReadOnlySpan<double> scores, int label)
    {
        if (scores.Length == 1)
        {
            return label == 1 ? scores[0] : -scores[0];
        }

        double other = double.NegativeInfinity;
        for (int j = 0; j < scores.Length; j++)
        {
            other = j == label ? other : Math.Max(other, scores[j]);
        }

        return scores[label] - other;
    }
}
