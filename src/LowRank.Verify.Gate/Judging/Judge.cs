using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>Compares an answer with the certified value and with the range that rounding allows.</summary>
public static class Judge
{
    /// <summary>
    /// An answer counts as accurate when its relative error is at most this many times c·u·(1 + |ln value|): room for the few dozen
    /// operations of a formula, each off by c·u.
    /// </summary>
    public const double WellConditioned = 16;

    /// <summary>
    /// An answered interval says too little when it is this many times wider than rounding explains: interval arithmetic loses a factor
    /// in every operation that meets a quantity twice, and three digits is what well-kept implementations lose; nobody needs more than
    /// the size of the value itself.
    /// </summary>
    public const double Informative = 1000;

    private const int Precision = 160;

    /// <summary>The verdict on a whole answer, part by part.</summary>
    public static Judgement Value(CaseTruth truth, Answer answer)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return answer switch
        {
            Answer.Skipped skipped => new Judgement(Verdict.Skipped, null, null, skipped.Reason),
            _ when Malformed(truth, answer) is { } malformed => malformed,
            _ when truth.Exact is null => new Judgement(Verdict.Undecided, null, null, truth.Reason),
            _ => Part(truth.Exact, truth.Range, answer, truth, null, string.Empty),
        };
    }

    /// <summary>
    /// The verdict on an answer that is an error, or is not built as the result is, or has NaN or infinity in it: error, but undecided
    /// where the reference has no value either. Null for an answer that can be measured, or for which there is no result.
    /// </summary>
    internal static Judgement? Malformed(CaseTruth truth, Answer answer) => (answer, truth.Exact) switch
    {
        (Answer.Error error, null) => new(Verdict.Undecided, null, null, $"{truth.Reason}; the answer is an error: {error.Reason}"),
        (Answer.Error error, _) => new(Verdict.Error, null, null, error.Reason),
        (Answer.Skipped, _) or (_, null) => null,
        (_, { } exact) => AnswerShape.Problem(exact, answer) is { } problem ? new(Verdict.Error, null, null, problem) : null,
    };

    /// <summary>The largest absolute value in an interval.</summary>
    internal static BigFloat Size(Interval x) => BigFloat.Max(BigFloat.Abs(x.Lower), BigFloat.Abs(x.Upper));

    private static Judgement Part(Shaped<CertifiedNumber> exact, Shaped<CertifiedNumber>? range, Answer answer, CaseTruth truth,
        BigFloat? scale, string place)
    {
        switch (exact, answer)
        {
            case (Shaped<CertifiedNumber>.Scalar scalar, _) when answer is not (Answer.Values or Answer.Named):
                return Number(scalar.Value.Enclosure, (range as Shaped<CertifiedNumber>.Scalar)?.Value.Enclosure, answer, truth, scale,
                    place);
            case (Shaped<CertifiedNumber>.Sequence list, Answer.Values values) when list.Items.Count == values.Items.Count:
                BigFloat largest = list.Items.OfType<Shaped<CertifiedNumber>.Scalar>()
                    .Aggregate(BigFloat.Zero, (size, item) => BigFloat.Max(size, Size(item.Value.Enclosure)));
                return list.Items
                    .Select((item, i) => Part(item, (range as Shaped<CertifiedNumber>.Sequence)?.Items[i], values.Items[i], truth, largest,
                        $"{place}[{i + 1}]"))
                    .Aggregate(new Judgement(Verdict.Conforms, null, null, null), Judgement.Graver);
            case (Shaped<CertifiedNumber>.Named record, Answer.Named named) when named.Members.Keys.ToHashSet(StringComparer.Ordinal)
                .SetEquals(record.Parts.Keys):
                return record.Parts
                    .Select(part => Part(part.Value, (range as Shaped<CertifiedNumber>.Named)?.Parts[part.Key], named.Members[part.Key],
                        truth, null, $"{place}.{part.Key}"))
                    .Aggregate(new Judgement(Verdict.Conforms, null, null, null), Judgement.Graver);
            default:
                return new Judgement(Verdict.Error, null, null, $"{Where(place)}the answer does not have the shape of the result");
        }
    }

    private static Judgement Number(Interval exact, Interval? range, Answer answer, CaseTruth truth, BigFloat? scale, string place)
    {
        if (answer is Answer.Skipped or Answer.Error)
        {
            return new Judgement(Verdict.Error, null, null, $"{Where(place)}a part of the result is missing");
        }

        if (AnswerNumber.Of(answer, out string? reason) is not { } number)
        {
            return new Judgement(Verdict.Error, null, null, Where(place) + reason);
        }

        if (answer is Answer.Bounds or Answer.DecimalBounds)
        {
            return Claimed(exact, range, number, truth, scale, place);
        }

        if (range is null)
        {
            return Unbounded(exact, number, truth, scale, place);
        }

        Interval admissible = truth.Model.Answer(range.Hull(exact));
        double distance = Distance(exact, admissible, number);
        BigFloat size = scale is null ? Size(exact) : BigFloat.Max(scale, Size(exact));
        double error = Relative(Nearest(exact, number), size);
        BigFloat single = Widest(truth.Model.Perturb(new Interval(size, size)), size);
        BigFloat widest = BigFloat.Max(
            BigFloat.Subtract(admissible.Upper, exact.Lower, Precision, Rounding.Up),
            BigFloat.Subtract(exact.Upper, admissible.Lower, Precision, Rounding.Up));
        double condition = Relative(widest, single);
        return Compare(exact, admissible, number, truth, size, distance, error, place) with { Condition = condition };
    }

    private static Judgement Compare(Interval exact, Interval admissible, Interval number, CaseTruth truth, BigFloat size, double distance,
        double error, string place)
    {
        if (number.Upper < admissible.Lower || number.Lower > admissible.Upper)
        {
            bool low = number.Upper < admissible.Lower;
            return new Judgement(low ? Verdict.TooLow : Verdict.TooHigh, distance, error,
                $"{Where(place)}{(low ? "below" : "above")} every value that rounding at the declared precision can explain");
        }

        double accurate = WellConditioned * Relative(Widest(truth.Model.Perturb(new Interval(size, size)), size), size);
        bool underflow = Nearest(exact, number) <= BigFloat.Of(truth.Model.Constant * truth.Model.Smallest);
        if (error > accurate && !underflow)
        {
            return new Judgement(Verdict.PrecisionLimited, distance, error,
                $"{Where(place)}explained by rounding only because the case is ill-conditioned");
        }

        bool known = Relative(BigFloat.Subtract(exact.Upper, exact.Lower, Precision, Rounding.Up), size) <= accurate
            || BigFloat.Subtract(exact.Upper, exact.Lower, Precision, Rounding.Up)
                <= BigFloat.Of(truth.Model.Constant * truth.Model.Smallest);
        return known
            ? new Judgement(Verdict.Conforms, distance, error, null)
            : new Judgement(Verdict.Undecided, distance, error, $"{Where(place)}the certified enclosure is too wide to judge the answer");
    }

    // Rounding may leave the domain of the formula: no answer can be ruled out, and only one near the exact value is known to be right.
    private static Judgement Unbounded(Interval exact, Interval number, CaseTruth truth, BigFloat? scale, string place)
    {
        BigFloat size = scale is null ? Size(exact) : BigFloat.Max(scale, Size(exact));
        double error = Relative(Nearest(exact, number), size);
        double accurate = WellConditioned * Relative(Widest(truth.Model.Perturb(new Interval(size, size)), size), size);
        bool known = Relative(BigFloat.Subtract(exact.Upper, exact.Lower, Precision, Rounding.Up), size) <= accurate;
        Verdict verdict = !known ? Verdict.Undecided : error <= accurate ? Verdict.Conforms : Verdict.PrecisionLimited;
        return new Judgement(
            verdict,
            error == 0 ? 0 : null,
            error,
            verdict == Verdict.Conforms ? null
                : $"{Where(place)}no answer can be ruled out at the declared precision: {truth.Reason}") { Condition =
                double.PositiveInfinity };
    }

    // An interval-valued implementation must contain the truth, and say more than that it is a number.
    private static Judgement Claimed(Interval exact, Interval? range, Interval claimed, CaseTruth truth, BigFloat? scale, string place)
    {
        BigFloat size = scale is null ? Size(exact) : BigFloat.Max(scale, Size(exact));
        BigFloat width = BigFloat.Subtract(claimed.Upper, claimed.Lower, Precision, Rounding.Up);
        Judgement judgement = !claimed.Contains(exact) ? Outside(exact, claimed, place)
            : width > Widest(exact, range, size, truth.Model)
                ? new Judgement(Verdict.Uninformative, 0, 0, $"{Where(place)}the claimed interval contains the value, but is far wider "
                    + "than the declared precision explains")
                : new Judgement(Verdict.Conforms, 0, 0, null);
        return judgement with { Width = Relative(width, size) };
    }

    private static Judgement Outside(Interval exact, Interval claimed, string place) =>
        claimed.Upper < exact.Lower
            ? new Judgement(Verdict.TooLow, double.NegativeInfinity, null, $"{Where(place)}the claimed interval lies below the exact value")
        : claimed.Lower > exact.Upper
            ? new Judgement(Verdict.TooHigh, double.PositiveInfinity, null,
            $"{Where(place)}the claimed interval lies above the exact value")
        : new Judgement(Verdict.Undecided, null, null, $"{Where(place)}the claimed interval ends inside the certified enclosure");

    // 16 times what rounding explains, or 1000 times where that is still less than the value; where rounding may leave the domain of the
    // formula, the size of the value.
    private static BigFloat Widest(Interval exact, Interval? range, BigFloat size, RoundingModel model)
    {
        Interval admissible = model.Answer(range?.Hull(exact) ?? exact);
        BigFloat explained = BigFloat.Subtract(admissible.Upper, admissible.Lower, Precision, Rounding.Up);
        BigFloat Times(double factor) => BigFloat.Multiply(explained, BigFloat.Of(factor), Precision, Rounding.Up);
        return BigFloat.Max(Times(WellConditioned), range is null ? size : BigFloat.Min(Times(Informative), size));
    }

    private static double Distance(Interval exact, Interval admissible, Interval number)
    {
        if (number.Overlaps(exact))
        {
            return 0;
        }

        bool low = number.Upper < exact.Lower;
        BigFloat tolerance = low
            ? BigFloat.Subtract(exact.Lower, admissible.Lower, Precision, Rounding.Nearest)
            : BigFloat.Subtract(admissible.Upper, exact.Upper, Precision, Rounding.Nearest);
        BigFloat gap = Nearest(exact, number);
        double ratio = tolerance.Sign <= 0 ? double.PositiveInfinity
            : BigFloat.Divide(gap, tolerance, Precision, Rounding.Nearest).ToDouble(Rounding.Nearest);
        return low ? -ratio : ratio;
    }

    private static BigFloat Nearest(Interval exact, Interval number) => number.Overlaps(exact) ? BigFloat.Zero
        : number.Upper < exact.Lower ? BigFloat.Subtract(exact.Lower, number.Upper, Precision, Rounding.Nearest)
        : BigFloat.Subtract(number.Lower, exact.Upper, Precision, Rounding.Nearest);

    private static BigFloat Widest(Interval around, BigFloat centre) => BigFloat.Max(
        BigFloat.Subtract(around.Upper, centre, Precision, Rounding.Up),
        BigFloat.Subtract(centre, around.Lower, Precision, Rounding.Up));

    private static double Relative(BigFloat difference, BigFloat size) =>
        difference.IsZero ? 0
        : size.IsZero ? double.PositiveInfinity
        : BigFloat.Divide(difference, size, Precision, Rounding.Nearest).ToDouble(Rounding.Nearest);

    private static string Where(string place) => place.Length == 0 ? string.Empty : $"result{place}: ";
}
