using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>
/// Runs a file by ONNX Runtime and measures how far its scores lie from the certified ones. Nothing that goes wrong there touches the
/// certified numbers.
/// </summary>
internal static class RuntimeMeasurement
{
    /// <summary>The comparison; a failure of the runtime is one.</summary>
    /// <param name="file">The file, an ONNX one.</param>
    /// <param name="network">Its network.</param>
    /// <param name="program">The network as it is run here.</param>
    /// <param name="data">The samples.</param>
    /// <param name="scores">Enclosures of the scores: entry l + i·classes.</param>
    /// <param name="margins">The margins at γ, where there are labels.</param>
    /// <param name="options">The runtime's options.</param>
    public static RuntimeComparison Measure(StoredFile file, Network network, NetworkProgram program, StoredTensor data,
        DoubleRange[] scores, MarginAssessment? margins, OnnxRuntimeOptions options) =>
        Guarded(() => new OnnxRuntimeSession(file.Path, network, options), session => session.Scores(program, data), data, scores,
            program.OutputLength, margins, options, program.WithoutEnclosure is null);

    /// <summary>The same for a network that is run as a graph.</summary>
    public static RuntimeComparison Measure(NetworkGraph graph, StoredTensor data, DoubleRange[] scores, int classes,
        MarginAssessment? margins, OnnxRuntimeOptions options) => Guarded(() => new OnnxRuntimeSession(graph, options),
            session => session.Scores(data, scores.Length / classes, classes), data, scores, classes, margins, options, isCertified: true);

    internal static RuntimeComparison Guarded(Func<OnnxRuntimeSession> open, Func<OnnxRuntimeSession, double[]> run, StoredTensor data,
        DoubleRange[] scores, int classes, MarginAssessment? margins, OnnxRuntimeOptions options, bool isCertified)
    {
        try
        {
            using OnnxRuntimeSession session = open();
            double[] found = run(session);
            int odd = Array.FindIndex(found, score => !double.IsFinite(score));
            if (odd >= 0)
            {
                return new RuntimeComparison.Failed(options, string.Create(CultureInfo.InvariantCulture,
                    $"score {odd % classes} of sample {odd / classes} is {found[odd]}; the certified one is about {scores[odd].Lower:g6}"));
            }

            return Compare(found, scores, classes, margins, options) with
            {
                Runtime = session.Library, Precision = session.Precision, RoundsInputs = session.Rounds(data), IsCertified = isCertified,
            };
        }
        catch (InputException e)
        {
            return new RuntimeComparison.Failed(options, e.Message);
        }
    }

    /// <summary>Scores beside enclosures of the exact ones: entry l + i·classes in both.</summary>
    internal static RuntimeComparison.Measured Compare(double[] found, DoubleRange[] scores, int classes, MarginAssessment? margins,
        OnnxRuntimeOptions options)
    {
        int samples = scores.Length / classes, at = 0;
        DoubleRange distance = default, largest = default;
        for (int i = 0; i < found.Length; i++)
        {
            DoubleRange here = (DoubleRange.Point(found[i]) - scores[i]).Magnitude;
            at = here.Upper > distance.Upper ? i : at;
            distance = Larger(distance, here);
            largest = Larger(largest, scores[i].Magnitude);
        }

        double change = Math.BitIncrement(2 * distance.Upper);
        return new RuntimeComparison.Measured(options, Enclosure(distance), largest.Lower > 0 ? Enclosure(distance / largest) : null,
            at / classes, at % classes)
        {
            Samples = samples,
            MarginChange = change,
            ChangedClasses = classes < 2 ? null
                : Count(samples, i => Changed(found.AsSpan(i * classes, classes), scores.AsSpan(i * classes, classes))),
            WithinReach = classes < 2 ? null : Count(samples, i => Within(scores.AsSpan(i * classes, classes), change)),
            BelowWithChange = margins?.AtMost(margins.Gamma + Rational.Of(change)),
        };
    }

    private static Interval Enclosure(DoubleRange range) => Interval.Of(Math.Max(0, range.Lower), range.Upper);

    private static DoubleRange Larger(DoubleRange x, DoubleRange y) => new(Math.Max(x.Lower, y.Lower), Math.Max(x.Upper, y.Upper));

    /// <summary>From what is certain and what is possible of each sample to a bracket of their number.</summary>
    private static IntegerBracket Count(int samples, Func<int, (bool Certain, bool Possible)> of)
    {
        int certain = 0, possible = 0;
        for (int i = 0; i < samples; i++)
        {
            (bool is1, bool may) = of(i);
            certain += is1 ? 1 : 0;
            possible += may ? 1 : 0;
        }

        return new IntegerBracket(certain, possible);
    }

    /// <summary>
    /// The runtime's class is the first of its largest scores; the exact one is among those whose score may be the largest.
    /// </summary>
    private static (bool Certain, bool Possible) Changed(ReadOnlySpan<double> found, ReadOnlySpan<DoubleRange> exact)
    {
        int best = 0;
        double floor = double.NegativeInfinity;
        for (int l = 0; l < found.Length; l++)
        {
            best = found[l] > found[best] ? l : best;
            floor = Math.Max(floor, exact[l].Lower);
        }

        int candidates = 0;
        foreach (DoubleRange score in exact)
        {
            candidates += score.Upper >= floor ? 1 : 0;
        }

        bool isCandidate = exact[best].Upper >= floor;
        return (!isCandidate, !isCandidate || candidates > 1);
    }

    /// <summary>Whether the largest score exceeds the second by at most a distance.</summary>
    private static (bool Certain, bool Possible) Within(ReadOnlySpan<DoubleRange> scores, double distance)
    {
        (double lower, double secondLower, double upper, double secondUpper) = (double.NegativeInfinity, double.NegativeInfinity,
            double.NegativeInfinity, double.NegativeInfinity);
        foreach (DoubleRange score in scores)
        {
            (lower, secondLower) = score.Lower > lower ? (score.Lower, lower) : (lower, Math.Max(secondLower, score.Lower));
            (upper, secondUpper) = score.Upper > upper ? (score.Upper, upper) : (upper, Math.Max(secondUpper, score.Upper));
        }

        // Order statistics are monotone, so the largest lies in [lower, upper] and the second in [secondLower, secondUpper].
        DoubleRange gap = new DoubleRange(lower, upper) - new DoubleRange(secondLower, secondUpper);
        return (gap.Upper <= distance, gap.Lower <= distance);
    }
}
