using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Properties;

/// <summary>Turns a declared property and a case into the second call that tests it.</summary>
/// <param name="reference">Evaluates the formulas that a property carries.</param>
internal sealed partial class RelationFactory(ReferenceEvaluator reference)
{
    private static readonly IntervalContext Context = new(160);

    // Powers of two, because matrices must be scaled without rounding.
    private static readonly double[] MatrixFactors = [2, 0.5, 4, 1024, 1.0 / 1024];

    private static readonly Rational[] NumberFactors =
        [new Rational(2, 1), new Rational(1, 2), new Rational(3, 1), new Rational(10, 1), new Rational(1, 4), new Rational(1000, 1)];

    /// <summary>The relation, or null where the property says nothing of this case or the second call cannot be made exactly.</summary>
    /// <param name="oracle">The oracle.</param>
    /// <param name="property">Its property.</param>
    /// <param name="inputs">The inputs of the first call.</param>
    /// <param name="random">Makes the choices; the same seed makes the same ones.</param>
    public Relation? Of(Oracle oracle, OracleProperty property, InputRecord inputs, Random random) => property switch
    {
        OracleProperty.AtLeast other => Compare(other.OracleId, inputs, Claim.AtMost),
        OracleProperty.AtMost other => Compare(other.OracleId, inputs, Claim.AtLeast),
        OracleProperty.Nondecreasing rise => Grow(oracle, rise.Member, inputs, Claim.AtLeast, random),
        OracleProperty.Nonincreasing fall => Grow(oracle, fall.Member, inputs, Claim.AtMost, random),
        OracleProperty.Ordered order =>
            new Relation(oracle, inputs, Claim.AtLeast, Interval.One, order.Text) { OrderedParts = order.Parts },
        OracleProperty.Homogeneous homogeneous => Homogeneous(oracle, homogeneous, inputs, random),
        OracleProperty.Scaling scaling => Scaled(oracle, scaling, inputs),
        OracleProperty.Invariant invariant => Invariant(oracle, invariant, inputs, random),
        OracleProperty.Rescale rescale => Rescaled(oracle, rescale, inputs, random),
        OracleProperty.Duplicate duplicate => Duplicated(oracle, duplicate, inputs),
        OracleProperty.Permute permute => Permuted(oracle, permute, inputs, random),
        _ => null,
    };

    private Relation Compare(string id, InputRecord inputs, Claim claim)
    {
        Oracle other = reference.Catalogue.Get(id);
        HashSet<string> used = [.. other.Given.Select(member => member.Name)];
        InputRecord kept = new(inputs.Members.Where(m => used.Contains(m.Key))
            .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal));
        return new Relation(other, kept, claim, Interval.One, $"{id} on the same inputs");
    }

    private static Relation? Grow(Oracle oracle, string member, InputRecord inputs, Claim claim, Random random)
    {
        if (!inputs.Members.TryGetValue(member, out InputValue? value)
            || oracle.Given.FirstOrDefault(m => m.Name == member) is not { } declared)
        {
            return null;
        }

        if (value is InputValue.Number number)
        {
            Rational grown = Larger(number.Exact, declared, random);
            return new Relation(oracle, inputs.With(member, ExactNumber.Of(grown)), claim, Interval.One,
                $"{member} raised to {Show(grown)}");
        }

        if (value is not InputValue.Sequence { Items.Count: > 0 } list)
        {
            return null;
        }

        int place = random.Next(list.Items.Count);
        if (list.Items[place] is not InputValue.Number item)
        {
            return null;
        }

        Rational larger = Larger(item.Exact, declared, random);
        InputValue.Sequence changed = new([.. list.Items.Select((old, i) => i == place ? ExactNumber.Of(larger) : old)]);
        return new Relation(oracle, inputs.With(member, changed), claim, Interval.One,
            $"item {place + 1} of {member} raised to {Show(larger)}");
    }

    private static Rational Larger(Rational x, Member member, Random random)
    {
        if (member.Type == MemberType.Count)
        {
            return x + (random.Next(3) switch { 0 => Rational.One, 1 => new Rational(2, 1), _ => x });
        }

        if (member.Domain.Upper is { } high && x < high)
        {
            return x + ((high - x) * new Rational(random.Next(1, 9), 9));
        }

        return x.Sign > 0
            ? x * (random.Next(4) switch { 0 => new Rational(1025, 1024), 1 => new Rational(3, 2), 2 => new Rational(2, 1),
                _ => new Rational(100, 1) })
            : x + (random.Next(3) switch { 0 => new Rational(1, 8), 1 => Rational.One, _ => new Rational(8, 1) });
    }

    private Relation? Homogeneous(Oracle oracle, OracleProperty.Homogeneous property, InputRecord inputs, Random random)
    {
        if (!inputs.Members.TryGetValue(property.Member, out InputValue? value))
        {
            return null;
        }

        Rational factor = Transformations.HoldsMatrix(value)
            ? Rational.Of(MatrixFactors[random.Next(MatrixFactors.Length)])
            : NumberFactors[random.Next(NumberFactors.Length)];
        if (Transformations.Scale(value, factor) is not { } scaled
            || reference.Number(oracle, property.Degree, inputs) is not { IsEnclosed: true, Value: { } degree }
            || Context.Pow(Context.Of(factor), degree) is not { IsEnclosed: true, Value: { } multiple })
        {
            return null;
        }

        return new Relation(oracle, inputs.With(property.Member, scaled), Claim.Equal, multiple, $"{property.Member} times {Show(factor)}");
    }

    private Relation? Scaled(Oracle oracle, OracleProperty.Scaling property, InputRecord inputs)
    {
        if (!inputs.Members.TryGetValue(property.Member, out InputValue? value)
            || Factor(oracle, property, inputs) is not { } factor
            || reference.Number(oracle, property.Multiplies, inputs) is not { IsEnclosed: true, Value: { } multiple }
            || Transformations.Scale(value, factor) is not { } scaled)
        {
            return null;
        }

        return new Relation(oracle, inputs.With(property.Member, scaled), Claim.Equal, multiple, $"{property.Member} times {Show(factor)}");
    }

    // Exactly: what is no binary number, such as 1/3, is taken as it is written.
    private Rational? Factor(Oracle oracle, OracleProperty.Scaling property, InputRecord inputs)
    {
        if (reference.Number(oracle, property.Factor, inputs) is { IsEnclosed: true, Value: { IsPoint: true, IsBounded: true } point })
        {
            return point.Lower.ToRational();
        }

        try
        {
            return Rational.Parse(property.Factor.Text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Relation? Invariant(Oracle oracle, OracleProperty.Invariant property, InputRecord inputs, Random random)
    {
        if (!inputs.Members.TryGetValue(property.Member, out InputValue? value))
        {
            return null;
        }

        InputValue? changed = property.Transformation == "rebalance"
            ? Transformations.Rebalance(value, random)
            : Transformations.EachMatrix(value, property.Transformation, random);
        return changed is null ? null
            : new Relation(oracle, inputs.With(property.Member, changed), Claim.Equal, Interval.One,
            $"{property.Transformation} {property.Member}");
    }

    private static string Show(Rational x)
    {
        double nearest = x.ToDouble();
        return Rational.Of(double.IsFinite(nearest) ? nearest : 0) == x ? nearest.ToString("R", CultureInfo.InvariantCulture)
            : x.ToString();
    }
}
