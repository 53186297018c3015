using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>
/// Compares two answers with each other. Where e₂ ≥ k·e₁ holds of the exact values, a₁ ≤ e₁ + t₁ and a₂ ≥ e₂ − t₂ give
/// a₂ ≥ k·a₁ − (k·t₁ + t₂): t is how far rounding may carry an answer from the exact value on the side in question.
/// </summary>
public static class RelationJudge
{
    private static readonly IntervalContext Context = new(160);

    /// <summary>The verdict on a claim: conforms, property-violated, undecided, skipped or error.</summary>
    public static Judgement Compare(Claim claim, Interval factor, CaseTruth first, Answer firstAnswer, CaseTruth second,
        Answer secondAnswer)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        foreach (Answer answer in new[] { firstAnswer, secondAnswer })
        {
            if (answer is Answer.Skipped skipped)
            {
                return new Judgement(Verdict.Skipped, null, null, skipped.Reason);
            }

        }

        foreach ((CaseTruth truth, Answer answer) in new[] { (first, firstAnswer), (second, secondAnswer) })
        {
            if (Judge.Malformed(truth, answer) is { } malformed)
            {
                return malformed;
            }
        }

        if (first.IsUnasked)
        {
            return Part(claim, factor, Side.OfAnswer(firstAnswer, first.Model), Side.OfAnswer(secondAnswer, second.Model));
        }

        return first.Exact is null || second.Exact is null
            ? new Judgement(Verdict.Undecided, null, null, first.Reason ?? second.Reason)
            : Forgiven(
                Part(claim, factor, new Side(first.Exact, first.Range ?? first.Exact, firstAnswer, first.Model),
                    new Side(second.Exact, second.Range ?? second.Exact, secondAnswer, second.Model)),
                first.Range is null ? first.Reason : second.Range is null ? second.Reason : null);
    }

    // Where rounding may leave the domain of the formula no deviation can be ruled out, but what holds within a few roundings holds.
    private static Judgement Forgiven(Judgement judgement, string? reason) => reason is not null
        && judgement.Verdict == Verdict.PropertyViolated
        ? new Judgement(Verdict.PrecisionLimited, null, null, $"no answer can be ruled out at the declared precision: {reason}")
        : judgement;

    /// <summary>True when the certified values themselves contradict the claim: the property is not one of the formula.</summary>
    public static bool IsRefuted(Claim claim, Interval factor, CaseTruth first, CaseTruth second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.Exact is { } a && second.Exact is { } b && IsRefuted(claim, factor, a, b);
    }

    /// <summary>True when the certified parts themselves are out of order.</summary>
    public static bool IsRefuted(IReadOnlyList<string> orderedParts, CaseTruth truth)
    {
        ArgumentNullException.ThrowIfNull(orderedParts);
        ArgumentNullException.ThrowIfNull(truth);
        return truth.Exact is Shaped<CertifiedNumber>.Named named && Enumerable.Range(1, orderedParts.Count - 1)
            .Any(i => IsRefuted(Claim.AtLeast, Interval.One, named.Parts[orderedParts[i - 1]], named.Parts[orderedParts[i]]));
    }

    private static bool IsRefuted(Claim claim, Interval factor, Shaped<CertifiedNumber> first, Shaped<CertifiedNumber> second)
    {
        switch (first, second)
        {
            case (Shaped<CertifiedNumber>.Scalar a, Shaped<CertifiedNumber>.Scalar b):
                Interval scaled = Context.Multiply(factor, a.Value.Enclosure);
                return (claim != Claim.AtMost && b.Value.Enclosure.Upper < scaled.Lower)
                    || (claim != Claim.AtLeast && b.Value.Enclosure.Lower > scaled.Upper);
            case (Shaped<CertifiedNumber>.Sequence a, Shaped<CertifiedNumber>.Sequence b):
                return a.Items.Count != b.Items.Count
                    || a.Items.Zip(b.Items).Any(pair => IsRefuted(claim, factor, pair.First, pair.Second));
            case (Shaped<CertifiedNumber>.Named a, Shaped<CertifiedNumber>.Named b):
                return a.Parts.Any(part => b.Parts.TryGetValue(part.Key, out Shaped<CertifiedNumber>? other)
                    && IsRefuted(claim, factor, part.Value, other));
            default:
                return true;
        }
    }

    /// <summary>The verdict on the order of the parts of one answer: none is less than the part named before it.</summary>
    public static Judgement Ordered(IReadOnlyList<string> parts, CaseTruth truth, Answer answer)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(truth);
        switch (answer)
        {
            case Answer.Skipped skipped:
                return new Judgement(Verdict.Skipped, null, null, skipped.Reason);
            case Answer.Error:
                return Judge.Value(truth, answer);
            case Answer.Named named when parts.All(named.Members.ContainsKey):
                if (truth.Exact is null && !truth.IsUnasked)
                {
                    return new Judgement(Verdict.Undecided, null, null, truth.Reason);
                }

                Side whole = truth.Exact is { } exact ? new(exact, truth.Range ?? exact, answer, truth.Model)
                    : Side.OfAnswer(answer, truth.Model);
                Judgement order = Enumerable.Range(1, parts.Count - 1)
                    .Select(i => Part(Claim.AtLeast, Interval.One, whole.Member(parts[i - 1]), whole.Member(parts[i])) is var judgement
                        && judgement.Verdict == Verdict.PropertyViolated
                            ? judgement with { Message = $"'{parts[i]}' is less than '{parts[i - 1]}'" } : judgement)
                    .Aggregate(new Judgement(Verdict.Conforms, null, null, null), Judgement.Graver);
                return Forgiven(order, truth.Range is null && !truth.IsUnasked ? truth.Reason : null);
            default:
                return new Judgement(Verdict.Error, null, null, "an answer does not have the shape of the result");
        }
    }

    private static Judgement Part(Claim claim, Interval factor, Side first, Side second)
    {
        switch (first, second)
        {
            case ({ Exact: Shaped<CertifiedNumber>.Scalar, Range: Shaped<CertifiedNumber>.Scalar,
                Answer: not (Answer.Values or Answer.Named) },
                  { Exact: Shaped<CertifiedNumber>.Scalar, Range: Shaped<CertifiedNumber>.Scalar,
                      Answer: not (Answer.Values or Answer.Named) }):
                return Numbers(claim, factor, first, second);
            case ({ Exact: Shaped<CertifiedNumber>.Sequence a, Answer: Answer.Values x },
                { Exact: Shaped<CertifiedNumber>.Sequence b, Answer: Answer.Values y })
                when a.Items.Count == b.Items.Count && x.Items.Count == a.Items.Count && y.Items.Count == b.Items.Count:
                return Enumerable.Range(0, a.Items.Count)
                    .Select(i => Part(claim, factor, first.Item(i), second.Item(i)))
                    .Aggregate(new Judgement(Verdict.Conforms, null, null, null), Judgement.Graver);
            case ({ Exact: Shaped<CertifiedNumber>.Named a, Answer: Answer.Named x },
                { Exact: Shaped<CertifiedNumber>.Named b, Answer: Answer.Named y })
                when a.Parts.Keys.All(key => b.Parts.ContainsKey(key) && x.Members.ContainsKey(key) && y.Members.ContainsKey(key)):
                return a.Parts.Keys
                    .Select(key => Part(claim, factor, first.Member(key), second.Member(key)))
                    .Aggregate(new Judgement(Verdict.Conforms, null, null, null), Judgement.Graver);
            default:
                return new Judgement(Verdict.Error, null, null, "an answer does not have the shape of the result");
        }
    }

    private static Judgement Numbers(Claim claim, Interval factor, Side first, Side second)
    {
        if (AnswerNumber.Of(first.Answer, out string? reason) is not { } a1 || AnswerNumber.Of(second.Answer, out reason) is not { } a2)
        {
            return new Judgement(Verdict.Error, null, null, reason);
        }

        Interval scaled = Context.Multiply(factor, a1);
        BigFloat magnitude = factor.Upper;
        Judgement low = claim == Claim.AtMost ? Conforms(0) : Exceeds(
            BigFloat.Subtract(scaled.Lower, a2.Upper, Context.Precision, Rounding.Down),
            Sum(Times(magnitude, first.Above()), second.Below()),
            below: true);
        Judgement high = claim == Claim.AtLeast ? Conforms(0) : Exceeds(
            BigFloat.Subtract(a2.Lower, scaled.Upper, Context.Precision, Rounding.Down),
            Sum(Times(magnitude, first.Below()), second.Above()),
            below: false);
        return Judgement.Graver(low, high);
    }

    private static Judgement Exceeds(BigFloat excess, BigFloat tolerance, bool below)
    {
        if (excess.Sign <= 0)
        {
            return Conforms(0);
        }

        double ratio = tolerance.Sign <= 0 ? double.PositiveInfinity
            : BigFloat.Divide(excess, tolerance, Context.Precision, Rounding.Nearest).ToDouble(Rounding.Nearest);
        double signed = below ? -ratio : ratio;
        return excess > tolerance
            ? new Judgement(Verdict.PropertyViolated, signed, null, $"the second answer is too {(below ? "low" : "high")} for the first")
            : Conforms(signed);
    }

    private static Judgement Conforms(double distance) => new(Verdict.Conforms, distance, null, null);

    private static BigFloat Sum(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Context.Precision, Rounding.Up);

    private static BigFloat Times(BigFloat x, BigFloat y) => x.IsZero
        || y.IsZero ? BigFloat.Zero : BigFloat.Multiply(x, y, Context.Precision, Rounding.Up);

    private sealed record Side(Shaped<CertifiedNumber> Exact, Shaped<CertifiedNumber> Range, Answer Answer, RoundingModel Model)
    {
        // Where no value is known, rounding is measured by the answer itself; an honest formula may lose three digits on the way.
        private const double UnknownCondition = 1000;

        public static Side OfAnswer(Answer answer, RoundingModel model)
        {
            Shaped<CertifiedNumber> stated = Stated(answer);
            return new Side(stated, stated, answer, model with { Constant = UnknownCondition * model.Constant });
        }

        public Side Item(int i) => this with
        {
            Exact = ((Shaped<CertifiedNumber>.Sequence)Exact).Items[i],
            Range = ((Shaped<CertifiedNumber>.Sequence)Range).Items[i],
            Answer = ((Answer.Values)Answer).Items[i],
        };

        public Side Member(string key) => this with
        {
            Exact = ((Shaped<CertifiedNumber>.Named)Exact).Parts[key],
            Range = ((Shaped<CertifiedNumber>.Named)Range).Parts[key],
            Answer = ((Answer.Named)Answer).Members[key],
        };

        // What is no number is refused where it is compared.
        private static Shaped<CertifiedNumber> Stated(Answer answer) => answer switch
        {
            Answer.Values list => new Shaped<CertifiedNumber>.Sequence([.. list.Items.Select(Stated)]),
            Answer.Named record => new Shaped<CertifiedNumber>.Named(record.Members.ToDictionary(m => m.Key, m => Stated(m.Value),
                StringComparer.Ordinal)),
            _ => new Shaped<CertifiedNumber>.Scalar(new CertifiedNumber(AnswerNumber.Of(answer, out _) ?? Interval.Zero, null)),
        };

        // How far above the exact value an answer may lie.
        public BigFloat Above() => BigFloat.Subtract(Admissible().Upper, Enclosure.Lower, Context.Precision, Rounding.Up);

        public BigFloat Below() => BigFloat.Subtract(Enclosure.Upper, Admissible().Lower, Context.Precision, Rounding.Up);

        private Interval Enclosure => Exact.Single.Enclosure;

        private Interval Admissible() => Model.Answer(Range.Single.Enclosure.Hull(Enclosure));
    }
}
