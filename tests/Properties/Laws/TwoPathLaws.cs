using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Properties;

/// <summary>
/// The reference, which interprets the oracle files in interval arithmetic, against the fast path, which shares no formula with it.
/// </summary>
public sealed class TwoPathLaws : LawBook
{
    [Law("The fast path's answer is within rounding of the certified value; generated cases of every oracle")]
    [Property(MaxTest = 120)]
    public Property Fast_path_agrees_with_the_reference(ValueCase one)
    {
        Judgement judgement = Judge.Value(one.Prepared.Truth, Subject.Fast(one.Prepared.Oracle.Id, one.Prepared.FreshInputs()));
        return Claims.Exactly(!judgement.Verdict.IsFailure(), $"{judgement.Verdict.Name()}: {judgement.Message}");
    }

    [Law("The fast path's answer is within rounding of the recorded enclosure; fixtures/vectors")]
    [Property(MaxTest = 120)]
    public Property Fast_path_agrees_with_the_fixtures(Fixture fixture)
    {
        if (!Bench.Claimed.Contains(fixture.Vector.Oracle)
            || Bench.Truths.Of(Subject.Catalogue.Get(fixture.Vector.Oracle), fixture.Vector.Inputs) is not { } truth)
        {
            return Claims.Nothing;
        }

        Judgement judgement = Judge.Value(truth, Subject.Fast(fixture.Vector.Oracle, fixture.Vector.Inputs));
        return Claims.Exactly(!judgement.Verdict.IsFailure(), $"{judgement.Verdict.Name()}: {judgement.Message}");
    }

    [Law("The recomputed value lies in the recorded enclosure; fixtures/vectors")]
    [Property(MaxTest = 120)]
    public Property Reference_agrees_with_the_fixtures(Fixture fixture)
    {
        int digits = fixture.Vector.Digits + 3;
        return Claims.Exactly(
            Subject.Evaluate(fixture.Vector.Oracle, fixture.Vector.Inputs, digits) is not { } value
                || fixture.Vector.Expect.IsProvedBy(value),
            $"{fixture.Vector.Id} is not proved by the recomputed value");
    }

    [Law("The certified value lies in the range that rounding allows; generated cases")]
    [Property]
    public Property Range_under_rounding_contains_the_value(ValueCase one) => Claims.Exactly(
        one.Prepared.Truth.Range is not { } range
            || Subject.Evaluate(one.Prepared.Oracle.Id, one.Prepared.Truth.Inputs, 18) is not { } value || Touches(range, value),
        "the range that rounding allows leaves out the certified value");

    [Law("The same case twice gives the same answer to the bit; fast path")]
    [Property]
    public Property Fast_path_has_no_hidden_state(ValueCase one, ValueCase other)
    {
        Answer first = Subject.Fast(one.Prepared.Oracle.Id, one.Prepared.FreshInputs());
        _ = Subject.Fast(other.Prepared.Oracle.Id, other.Prepared.FreshInputs());
        Answer second = Subject.Fast(one.Prepared.Oracle.Id, one.Prepared.FreshInputs());
        return Claims.Exactly(Same(first, second), $"{first}, then {second}");
    }

    [Law("An interval answer is judged right when it contains the certified value: the reference conforms to itself")]
    [Property]
    public Property Certified_ends_conform_as_an_answer(ValueCase one)
    {
        if (Subject.Evaluate(one.Prepared.Oracle.Id, one.Prepared.Truth.Inputs, Subject.Digits)
            is not Shaped<CertifiedNumber>.Scalar { Value.Enclosure.IsBounded: true } value)
        {
            return Claims.Nothing;
        }

        const int Printed = 12;
        (string lower, string upper) = Subject.Print(value.Value.Enclosure, Printed);
        Judgement judgement = Judge.Value(one.Prepared.Truth, new Answer.DecimalBounds(lower, upper));
        return Claims.Exactly(!judgement.Verdict.IsFailure(), $"{judgement.Verdict.Name()}: {judgement.Message}");
    }

    private static bool Touches(Shaped<CertifiedNumber> range, Shaped<CertifiedNumber> value) =>
        range.Zip(value) is { } pairs && pairs.Leaves.All(pair => pair.First.Enclosure.Overlaps(pair.Second.Enclosure));

    private static bool Same(Answer a, Answer b) => (a, b) switch
    {
        (Answer.Values x, Answer.Values y) => x.Items.Count == y.Items.Count
            && x.Items.Zip(y.Items).All(pair => Same(pair.First, pair.Second)),
        (Answer.Named x, Answer.Named y) => x.Members.Count == y.Members.Count
            && x.Members.All(part => y.Members.TryGetValue(part.Key, out Answer? other) && Same(part.Value, other)),
        _ => a.Equals(b),
    };
}
