using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Data;

/// <summary>
/// Margins of a network on labelled data, certified: the margin of sample i is f_y(x_i) − max over j ≠ y of f_j(x_i), for the network in
/// real arithmetic with weights and inputs exactly as stored; of a network with one score f it is f for label 1 and
/// −f for the other label. R_γ is the fraction of samples with margin at most γ.
/// </summary>
public sealed class MarginAssessment
{
    private readonly DoubleRange[] margins;

    internal MarginAssessment(NetworkRun run, int[] labels, Rational gamma, Rational loss)
        : this(run.Scores, run.Classes, labels, gamma, loss)
    {
    }

    internal MarginAssessment(DoubleRange[] scores, int classes, int[] labels, Rational gamma, Rational loss)
    {
        Classes = classes;
        margins = [.. labels.Select((label, i) => Margin(scores.AsSpan(i * classes, classes), label))];
        (Gamma, AccuracyLoss) = (gamma, loss);
        Errors = AtMost(Rational.Zero);
        Below = AtMost(gamma);
        int spare = (int)(loss * Rational.Of(new BigInteger(margins.Length))).Floor();
        double[] least = [.. margins.Select(margin => margin.Lower).Order()];
        int first = Errors.Lower + spare;
        LargestGamma = first >= least.Length ? double.PositiveInfinity : Math.BitDecrement(least[first]) is var g && g > 0 ? g : null;
    }

    /// <summary>Scores of one sample.</summary>
    public int Classes { get; }

    /// <summary>n.</summary>
    public int Samples => margins.Length;

    /// <summary>γ.</summary>
    public Rational Gamma { get; }

    /// <summary>Samples with margin at most 0: misclassified ones, ties included. A bracket where an enclosure holds 0.</summary>
    public IntegerBracket Errors { get; }

    /// <summary>Samples with margin at most γ.</summary>
    public IntegerBracket Below { get; }

    /// <summary>The loss of accuracy asked about, as a fraction of the samples.</summary>
    public Rational AccuracyLoss { get; }

    /// <summary>
    /// The largest double γ that is proved to have R_γ ≤ R_0 + loss; ∞ where every γ has, null where no positive one is proved to.
    /// A γ chosen on the sample needs a union bound to enter a statement for a fixed γ.
    /// </summary>
    public double? LargestGamma { get; }

    /// <summary>An enclosure of the least margin.</summary>
    public Interval Least => Interval.Of(margins.Min(margin => margin.Lower), margins.Min(margin => margin.Upper));

    /// <summary>An enclosure of the median margin: the mean of the two middle ones where their number is even.</summary>
    public Interval Median
    {
        get
        {
            double[] lower = [.. margins.Select(margin => margin.Lower).Order()],
                upper = [.. margins.Select(margin => margin.Upper).Order()];
            int first = (margins.Length - 1) / 2, second = margins.Length / 2;
            IntervalContext context = new(Bits.Size);
            Interval sum = context.Add(Interval.Of(lower[first], upper[first]), Interval.Of(lower[second], upper[second]));
            return context.Multiply(sum, Interval.Of(0.5));
        }
    }

    /// <summary>The upper end of R_γ, exactly: what enters a bound.</summary>
    public Rational RiskLimit => new(Below.Upper, margins.Length);

    /// <summary>The upper end of R_γ at another γ.</summary>
    public Rational RiskLimitAt(Rational gamma) => new(AtMost(gamma).Upper, margins.Length);

    /// <summary>Enclosure of the margin of a sample.</summary>
    public Interval this[int sample] => Interval.Of(margins[sample].Lower, margins[sample].Upper);

    /// <summary>The mean over the samples of the ramp loss clip(1 − margin/γ, 0, 1), enclosed.</summary>
    public Interval RampLoss(IntervalContext context)
    {
        Interval gamma = context.Of(Gamma), sum = Interval.Zero;
        foreach (DoubleRange margin in margins)
        {
            Interval line = context.Subtract(Interval.One, context.Divide(Interval.Of(margin.Lower, margin.Upper), gamma).Value);
            sum = context.Add(sum, IntervalContext.Max(Interval.Zero, IntervalContext.Min(Interval.One, line)));
        }

        return context.Divide(sum, Interval.Of((long)margins.Length)).Value;
    }

    /// <summary>Samples with margin at most a number.</summary>
    internal IntegerBracket AtMost(Rational gamma)
    {
        int certain = 0, possible = 0;
        foreach (DoubleRange margin in margins)
        {
            certain += Rational.Of(margin.Upper) <= gamma ? 1 : 0;
            possible += Rational.Of(margin.Lower) <= gamma ? 1 : 0;
        }

        return new IntegerBracket(certain, possible);
    }

    private static DoubleRange Margin(ReadOnlySpan<DoubleRange> scores, int label)
    {
        if (scores.Length == 1)
        {
            return label == 1 ? scores[0] : new DoubleRange(-scores[0].Upper, -scores[0].Lower);
        }

        double lower = double.NegativeInfinity, upper = double.NegativeInfinity;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j != label)
            {
                (lower, upper) = (Math.Max(lower, scores[j].Lower), Math.Max(upper, scores[j].Upper));
            }
        }

        return scores[label] - new DoubleRange(lower, upper);
    }
}
