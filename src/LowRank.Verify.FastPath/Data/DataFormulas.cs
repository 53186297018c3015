using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Data;

/// <summary>The formulas of the family data: norms of a data matrix with one input in each row, margins of scores.</summary>
internal static class DataFormulas
{
    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("data/frobenius-norm", OfData(EntrySums.Frobenius)),
        new("data/largest-norm", OfData(x => WideReal.Sqrt(Largest(Squares(x, x.Rows, (i, _) => i))))),
        new("data/mean-norm", OfData(x => EntrySums.RowNorm21(x) / WideReal.Of(x.Rows))),
        new("data/mean-largest-square", OfData(MeanLargestSquare)),
        new("data/largest-column-square", OfData(x => Largest(Squares(x, x.Columns, (_, j) => j)))),
        new("data/largest-pixel-square", LargestPixelSquare),
        new("data/margins", (members, _) => OfMargins(members, margins => FastResult.List(margins.Select(margin => Signed(margin))))),
        new("data/margin-risk", MarginRisk),
    ];

    private static FastFormula OfData(Func<Matrix, WideReal> quantity) => (members, _) => FastResult.Of(quantity(members.Matrix("X")));

    // Sums of the squares of the entries of each class, on the scale of the largest entry.
    private static WideReal[] Squares(Matrix x, int classes, Func<int, int, int> classOf)
    {
        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(x);
        CompensatedSum[] sums = new CompensatedSum[classes];
        for (int j = 0; j < x.Columns; j++)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                sums[classOf(i, j)].AddSquare(scaled[i, j]);
            }
        }

        return Array.ConvertAll(sums, sum => WideReal.Of(sum.Total, 2L * exponent));
    }

    private static WideReal Largest(WideReal[] values) => values.Max();

    private static WideReal MeanLargestSquare(Matrix x)
    {
        WideReal[] squares = [.. Enumerable.Range(0, x.Rows).Select(i =>
            WideReal.Of(Enumerable.Range(0, x.Columns).Max(j => Math.Abs(x[i, j])))).Select(size => size * size)];
        return WideReal.Sum(squares) / WideReal.Of(x.Rows);
    }

    private static FastResult LargestPixelSquare(InputMembers members, LayerSpectra spectra)
    {
        Matrix x = members.Matrix("X");
        Rational channels = members.Has("channels") ? members.Count("channels") : Rational.One;
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        if (channels.Numerator > x.Columns || x.Columns % (int)channels.Numerator != 0)
        {
            return new NotApplicable("channels does not divide the columns of X.");
        }

        int pixels = x.Columns / (int)channels.Numerator;
        return FastResult.Of(Largest(Squares(x, pixels, (_, j) => j % pixels)));
    }

    private static FastResult MarginRisk(InputMembers members, LayerSpectra spectra)
    {
        Rational gamma = members.Exactly("gamma", NumberRange.NonNegative);
        double threshold = WideReal.Of(gamma).ToDouble();
        return OfMargins(members, margins =>
            FastResult.Of(WideReal.Of((double)margins.Count(margin => margin <= threshold) / margins.Length)));
    }

    private static FastResult OfMargins(InputMembers members, Func<double[], FastResult> quantity)
    {
        Matrix scores = members.Matrix("S");
        Rational[] labels = members.Rationals("y", NumberRange.CountFromZero, scores.Rows);
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        if (scores.Columns < 2 || Array.Exists(labels, label => label.Numerator >= scores.Columns))
        {
            return new NotApplicable("S has no two classes, or a label is none of its classes.");
        }

        return quantity([.. labels.Select((label, i) => Margin(scores, i, (int)label.Numerator))]);
    }

    private static double Margin(Matrix scores, int i, int label)
    {
        double rival = double.NegativeInfinity;
        for (int j = 0; j < scores.Columns; j++)
        {
            rival = j == label ? rival : Math.Max(rival, scores[i, j]);
        }

        return scores[i, label] - rival;
    }

    private static FastResult Signed(double margin) => double.IsFinite(margin) ? SignedReal.Of(margin).Result
        : new NotApplicable("a margin is beyond the range of double.");
}
