using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Properties;

/// <content>Claims on several members at once.</content>
internal sealed partial class RelationFactory
{
    private const int LargestExponent = 64;

    private static readonly Rational Two = new(2, 1);

    // Whole factors where a count is among the members, since a half of it need not be one.
    private static readonly Rational[] WholeFactors = [Two, new Rational(4, 1), new Rational(16, 1)];

    private Relation? Rescaled(Oracle oracle, OracleProperty.Rescale property, InputRecord inputs, Random random)
    {
        InputRecord changed = inputs;
        List<string> words = [];
        Rational factor = FactorOf(oracle, property, inputs, random);
        foreach ((string name, Formula formula) in property.Exponents.Where(e => inputs.Members.ContainsKey(e.Key)))
        {
            if (Exponents(oracle, formula, inputs) is not { } exponents
                || Scaled(inputs.Members[name], factor, exponents) is not { } scaled)
            {
                return null;
            }

            changed = changed.With(name, scaled);
            words.Add(exponents.Length == 1 ? $"{name} times {Show(Power(factor, exponents[0]))}"
                : $"items of {name} times powers of {Show(factor)}");
        }

        return words.Count > 0
            && reference.Number(oracle, property.Degree, inputs) is { IsEnclosed: true, Value: { } degree }
            && Context.Pow(Context.Of(factor), degree) is { IsEnclosed: true, Value: { } multiple }
            ? new Relation(oracle, changed, Claim.Equal, multiple, string.Join(", ", words))
            : null;
    }

    private static Rational FactorOf(Oracle oracle, OracleProperty.Rescale property, InputRecord inputs, Random random)
    {
        string[] given = [.. property.Exponents.Select(e => e.Key).Where(inputs.Members.ContainsKey)];
        return Array.Exists(given, name => oracle.Given.Any(m => m.Name == name && m.Type == MemberType.Count))
            ? WholeFactors[random.Next(WholeFactors.Length)]
            : Array.Exists(given, name => Transformations.HoldsMatrix(inputs.Members[name]))
                ? Rational.Of(MatrixFactors[random.Next(MatrixFactors.Length)])
                : NumberFactors[random.Next(NumberFactors.Length)];
    }

    private int[]? Exponents(Oracle oracle, Formula formula, InputRecord inputs)
    {
        if (reference.Numbers(oracle, formula, inputs) is not { IsEnclosed: true, Value: { } values })
        {
            return null;
        }

        int[] exponents = [.. values.Where(v => v.IsPoint && v.IsBounded).Select(v => v.Lower.ToRational())
            .Where(e => e.IsInteger && Rational.Abs(e) <= new Rational(LargestExponent, 1)).Select(e => (int)e.Numerator)];
        return exponents.Length == values.Count ? exponents : null;
    }

    private static InputValue? Scaled(InputValue value, Rational factor, int[] exponents)
    {
        if (exponents.Length == 1)
        {
            return Transformations.Scale(value, Power(factor, exponents[0]));
        }

        if (value is not InputValue.Sequence list || list.Items.Count != exponents.Length)
        {
            return null;
        }

        InputValue?[] items = [.. list.Items.Select((item, i) => Transformations.Scale(item, Power(factor, exponents[i])))];
        return Array.Exists(items, item => item is null) ? null : new InputValue.Sequence(items!);
    }

    private static Rational Power(Rational x, int exponent) =>
        Enumerable.Repeat(exponent < 0 ? Rational.One / x : x, Math.Abs(exponent))
            .Aggregate(Rational.One, (product, next) => product * next);

    private Relation? Duplicated(Oracle oracle, OracleProperty.Duplicate property, InputRecord inputs)
    {
        InputRecord changed = inputs;
        foreach (string name in property.Members)
        {
            if (!inputs.Members.TryGetValue(name, out InputValue? value) || Samples.Twice(value, property.Axis) is not { } twice)
            {
                return null;
            }

            changed = changed.With(name, twice);
        }

        if (property.Count is { } count)
        {
            if (!inputs.Members.TryGetValue(count, out InputValue? given) || Transformations.Scale(given, Two) is not { } doubled)
            {
                return null;
            }

            changed = changed.With(count, doubled);
        }

        return reference.Number(oracle, property.Multiplies, inputs) is { IsEnclosed: true, Value: { } multiple }
            ? new Relation(oracle, changed, Claim.Equal, multiple, $"every sample of {string.Join(", ", property.Members)} twice")
            : null;
    }

    private static Relation? Permuted(Oracle oracle, OracleProperty.Permute property, InputRecord inputs, Random random)
    {
        InputValue[] values = [.. property.Members.Select(name => inputs.Members.GetValueOrDefault(name)).OfType<InputValue>()];
        int[] counts = [.. values.Select(value => Samples.Count(value, property.Axis)).Distinct()];
        if (values.Length != property.Members.Count || counts is not [> 1])
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, counts[0])];
        random.Shuffle(order);
        InputRecord changed = inputs;
        foreach (string name in property.Members)
        {
            if (Samples.InOrder(inputs.Members[name], property.Axis, order) is not { } permuted)
            {
                return null;
            }

            changed = changed.With(name, permuted);
        }

        string places = string.Join(", ", order.Select(place => (place + 1).ToString(CultureInfo.InvariantCulture)));
        return new Relation(oracle, changed, Claim.Equal, Interval.One,
            $"samples of {string.Join(", ", property.Members)} in the order {places}");
    }
}
