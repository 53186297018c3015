using System.Collections.Frozen;
using LowRank.Verify.Gate;
using static LowRank.Verify.Properties.Mutants.Slip;

namespace LowRank.Verify.Properties.Mutants;

/// <summary>The switchboard: one mistake for every law, by the name of its property.</summary>
internal static class Slips
{
    private static readonly FrozenDictionary<string, int> Places = Subject.Catalogue.Oracles
        .Select((oracle, i) => (oracle.Id, i)).ToFrozenDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);

    private static readonly IReadOnlyList<Slip> OfEnclosures =
    [
        new(nameof(EnclosureLaws.Sum_of_points_is_enclosed), "ends rounded to nearest, at 24 bits", Nearest('+')),
        new(
            nameof(EnclosureLaws.Difference_of_points_is_enclosed),
            "lower less lower, upper less upper",
            Combined('-', (c, x, y) => Ends(c.Subtract(Low(x), Low(y)), c.Subtract(High(x), High(y))))),
        new(
            nameof(EnclosureLaws.Product_of_points_is_enclosed),
            "lower times lower, upper times upper, whatever the signs",
            Combined('*', (c, x, y) => Ends(c.Multiply(Low(x), Low(y)), c.Multiply(High(x), High(y))))),
        new(nameof(EnclosureLaws.Quotient_of_points_is_enclosed), "ends rounded to nearest, at 24 bits", Nearest('/')),
        new(
            nameof(EnclosureLaws.Square_root_is_enclosed),
            "a double, taken for exact",
            Applied("sqrt", x => Interval.Of(Math.Sqrt(x.Midpoint)))),
        new(
            nameof(EnclosureLaws.Rational_power_is_enclosed),
            "a double, taken for exact",
            Combined('^', (_, x, y) => Interval.Of(Math.Pow(x.Midpoint, y.Midpoint)))),
        new(
            nameof(EnclosureLaws.Exponential_of_the_logarithm_contains_its_argument),
            "a double, taken for exact",
            Applied("log", x => Interval.Of(Math.Log(x.Midpoint)))),
        new(
            nameof(EnclosureLaws.Exponential_turns_sums_into_products),
            "a double, taken for exact",
            Applied("exp", x => Interval.Of(Math.Exp(x.Midpoint)))),
        new(
            nameof(EnclosureLaws.Operations_grow_with_their_arguments),
            "the width is forgotten",
            Combined('+', (c, x, y) => Ends(c.Add(Low(x), Low(y)), c.Add(Low(x), Low(y))))),
        new(nameof(EnclosureLaws.Printed_ends_are_rounded_outward), "ends rounded to nearest", honest => honest with
        {
            Print = (x, digits) => (x.Lower.ToDecimal(digits, Rounding.Nearest), x.Upper.ToDecimal(digits, Rounding.Nearest)),
        }),
        new(
            nameof(EnclosureLaws.Rational_reads_back_from_its_text),
            "read as a double",
            honest => honest with { Read = text => Rational.Of(honest.Read(text).ToDouble()) }),
        new(nameof(EnclosureLaws.More_digits_sharpen_the_enclosure), "never more than 12 digits", honest => honest with
        {
            Evaluate = (id, inputs, digits) => honest.Evaluate(id, inputs, Math.Min(digits, 12)) is Shaped<CertifiedNumber>.Scalar value
                ? Slip.One(new IntervalContext(40).Round(value.Value.Enclosure))
                : null,
        }),
    ];

    private static readonly IReadOnlyList<Slip> OfTheCatalogue =
    [
        new(nameof(CatalogueLaws.Certified_values_are_homogeneous), "1 is added to every value", Certified((_, _, x) => x + 1)),
        new(nameof(CatalogueLaws.Fast_path_is_homogeneous), "1 is added to every answer", Fast((_, _, x) => x + 1)),
        new(nameof(CatalogueLaws.Certified_values_scale), "1 is added to every value", Certified((_, _, x) => x + 1)),
        new(nameof(CatalogueLaws.Fast_path_scales), "1 is added to every answer", Fast((_, _, x) => x + 1)),
        new(nameof(CatalogueLaws.Certified_values_do_not_fall), "the sign is lost", Certified((_, _, x) => (Real)0 - x)),
        new(nameof(CatalogueLaws.Fast_path_does_not_fall), "the reciprocal", Fast((_, _, x) => 1 / x)),
        new(nameof(CatalogueLaws.Certified_values_do_not_rise), "the sign is lost", Certified((_, _, x) => (Real)0 - x)),
        new(nameof(CatalogueLaws.Fast_path_does_not_rise), "the reciprocal", Fast((_, _, x) => 1 / x)),
        new(
            nameof(CatalogueLaws.Certified_statements_stand_above_those_they_dominate),
            "every value times the place of its oracle in the catalogue",
            Certified((id, _, x) => x * (1 + Places[id]))),
        new(
            nameof(CatalogueLaws.Fast_path_stands_above_what_it_dominates),
            "every answer times the place of its oracle in the catalogue",
            Fast((id, _, x) => x * (1 + Places[id]))),
        new(
            nameof(CatalogueLaws.Certified_statements_stand_below_those_that_dominate),
            "every value divided by the place of its oracle in the catalogue",
            Certified((id, _, x) => x / (1 + Places[id]))),
        new(
            nameof(CatalogueLaws.Fast_path_stands_below_what_dominates),
            "every answer divided by the place of its oracle in the catalogue",
            Fast((id, _, x) => x / (1 + Places[id]))),
        new(
            nameof(CatalogueLaws.Certified_values_are_invariant),
            "every value grows with the first number of the inputs",
            Certified((_, inputs, x) => x * ((Real)FirstNumber(inputs) + 1))),
        new(
            nameof(CatalogueLaws.Fast_path_is_invariant),
            "every answer grows with the first number of the inputs",
            Fast((_, inputs, x) => x * (1 + FirstNumber(inputs).ToDouble()))),
        new(
            nameof(CatalogueLaws.Certified_values_rescale),
            "every value grows with the first number of the inputs",
            Certified((_, inputs, x) => x * ((Real)FirstNumber(inputs) + 1))),
        new(
            nameof(CatalogueLaws.Fast_path_rescales),
            "every answer grows with the first number of the inputs",
            Fast((_, inputs, x) => x * (1 + FirstNumber(inputs).ToDouble()))),
        new(nameof(CatalogueLaws.Certified_values_of_samples_twice), "1 is added to every value", Certified((_, _, x) => x + 1)),
        new(nameof(CatalogueLaws.Fast_path_of_samples_twice), "1 is added to every answer", Fast((_, _, x) => x + 1)),
        new(
            nameof(CatalogueLaws.Certified_values_ignore_the_order_of_samples),
            "every value grows with the first number of the inputs",
            Certified((_, inputs, x) => x * ((Real)FirstNumber(inputs) + 1))),
        new(
            nameof(CatalogueLaws.Fast_path_ignores_the_order_of_samples),
            "every answer grows with the first number of the inputs",
            Fast((_, inputs, x) => x * (1 + FirstNumber(inputs).ToDouble()))),
        new(nameof(CatalogueLaws.Certified_sides_are_in_order), "the sides are exchanged", honest => honest with
        {
            Evaluate = (id, inputs, digits) => honest.Evaluate(id, inputs, digits) is Shaped<CertifiedNumber>.Named named
                ? new Shaped<CertifiedNumber>.Named(named.Parts.Keys.Zip(named.Parts.Values.Reverse())
                    .ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))
                : null,
        }),
        new(nameof(CatalogueLaws.Fast_sides_are_in_order), "the sides are exchanged", honest => honest with
        {
            Fast = (id, inputs) => honest.Fast(id, inputs) is Answer.Named named
                ? new Answer.Named(named.Members.Keys.Zip(named.Members.Values.Reverse())
                    .ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))
                : new Answer.Skipped("no record"),
        }),
    ];

    private static readonly IReadOnlyList<Slip> OfTheTwoPaths =
    [
        new(nameof(TwoPathLaws.Fast_path_agrees_with_the_reference), "answers are kept in float32", Fast((_, _, x) => (float)x)),
        new(nameof(TwoPathLaws.Fast_path_agrees_with_the_fixtures), "one part in a million too large", Fast((_, _, x) => x * 1.000001)),
        new(
            nameof(TwoPathLaws.Reference_agrees_with_the_fixtures),
            "values are doubles, taken for exact",
            Certified((_, _, x) => Rational.Of(x.Enclosure.Midpoint is var middle && double.IsFinite(middle) ? middle : 0))),
        new(nameof(TwoPathLaws.Range_under_rounding_contains_the_value), "twice the value", Certified((_, _, x) => (Real)2 * x)),
        new(nameof(TwoPathLaws.Fast_path_has_no_hidden_state), "the number of calls so far is in the last digit", honest =>
        {
            int calls = 0;
            return honest with
            {
                Fast = (id, inputs) =>
                {
                    double drift = 1 + (double.ScaleB(1, -50) * Interlocked.Increment(ref calls));
                    return Map(honest.Fast(id, inputs), x => x * drift);
                },
            };
        }),
        new(nameof(TwoPathLaws.Certified_ends_conform_as_an_answer), "ends are rounded inward", honest => honest with
        {
            Print = (x, digits) => x.Lower.ToDecimal(6, Rounding.Up) is var lower && x.Upper.ToDecimal(6, Rounding.Down) is var upper
                && Rational.Parse(lower) <= Rational.Parse(upper) ? (lower, upper) : (lower, lower),
        }),
    ];

    public static FrozenDictionary<string, Slip> All { get; } = new[]
    {
        SpectralSlips.OfExponents, SpectralSlips.OfSums, SpectralSlips.OfProducts,
        SpectralSlips.OfApproximation, SpectralSlips.OfInvariance, SpectralSlips.OfRanks,
        OfEnclosures, OfTheCatalogue, OfTheTwoPaths,
    }.SelectMany(list => list).ToFrozenDictionary(slip => slip.Law, StringComparer.Ordinal);

    private static Func<Subject, Subject> Combined(char operation, Func<IntervalContext, Interval, Interval, Interval?> wrong) =>
        honest => honest with
    {
        Combine = (context, o, x, y) => o == operation ? wrong(context, x, y) : honest.Combine(context, o, x, y),
    };

    private static Func<Subject, Subject> Nearest(char operation) => honest => honest with
    {
        Combine = (context, o, x, y) => honest.Combine(context, o, x, y) is { } result && o == operation
            ? Ends(Rounded(result.Lower), Rounded(result.Upper))
            : honest.Combine(context, o, x, y),
    };

    private static Func<Subject, Subject> Applied(string function, Func<Interval, Interval> wrong) => honest => honest with
    {
        Apply = (context, f, x) => f == function ? wrong(x) : honest.Apply(context, f, x),
    };

    private static Interval Rounded(BigFloat x) =>
        BigFloat.Round(x, 24, Rounding.Nearest) is var rounded ? new Interval(rounded, rounded) : null!;

    private static Interval Low(Interval x) => new(x.Lower, x.Lower);

    private static Interval High(Interval x) => new(x.Upper, x.Upper);

    // Ends that come out in the wrong order are exchanged, as such code does.
    private static Interval Ends(Interval low, Interval high) =>
        low.Lower <= high.Upper ? new Interval(low.Lower, high.Upper) : new Interval(high.Upper, low.Lower);

    private static Rational FirstNumber(InputRecord inputs) =>
        inputs.Members.Values.Select(First).FirstOrDefault(x => x is not null) ?? Rational.Zero;

    private static Rational? First(InputValue value) => value switch
    {
        InputValue.MatrixValue matrix => Rational.Of(Math.Abs(matrix.Value.Values[0])),
        InputValue.Sequence { Items: [InputValue.Number number, ..] } => Rational.Abs(number.Exact),
        InputValue.Sequence { Items.Count: > 0 } list => First(list.Items[0]),
        _ => null,
    };
}
