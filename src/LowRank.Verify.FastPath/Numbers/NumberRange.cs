using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Numbers;

/// <summary>A range of numbers that an oracle accepts.</summary>
internal sealed class NumberRange
{
    private readonly Func<Rational, bool> contains;

    private NumberRange(string description, Func<Rational, bool> contains)
    {
        Description = description;
        this.contains = contains;
    }

    /// <summary>(0, ∞).</summary>
    public static NumberRange Positive { get; } = new("positive", value => value.Sign > 0);

    /// <summary>[0, ∞).</summary>
    public static NumberRange NonNegative { get; } = new("at least 0", value => value.Sign >= 0);

    /// <summary>[1, ∞).</summary>
    public static NumberRange AtLeastOne { get; } = new("at least 1", value => value >= Rational.One);

    /// <summary>[0, 2].</summary>
    public static NumberRange SchattenExponent { get; } = new("in [0, 2]", value => value.Sign >= 0
        && value <= Rational.Of(new BigInteger(2)));

    /// <summary>[0, 1].</summary>
    public static NumberRange Fraction { get; } = new("in [0, 1]", value => value.Sign >= 0 && value <= Rational.One);

    /// <summary>(0, 1).</summary>
    public static NumberRange Probability { get; } = new("in (0, 1)", value => value.Sign > 0 && value < Rational.One);

    /// <summary>1, 2, 3, …</summary>
    public static NumberRange Count { get; } = new("a positive integer", value => value.IsInteger && value.Sign > 0);

    /// <summary>[0, 1].</summary>
    public static NumberRange Unit { get; } = new("in [0, 1]", value => value.Sign >= 0 && value <= Rational.One);

    /// <summary>(0, 1].</summary>
    public static NumberRange PositiveUnit { get; } = new("in (0, 1]", value => value.Sign > 0 && value <= Rational.One);

    /// <summary>(0, 1).</summary>
    public static NumberRange OpenUnit { get; } = new("in (0, 1)", value => value.Sign > 0 && value < Rational.One);

    /// <summary>(1/2, ∞).</summary>
    public static NumberRange AboveHalf { get; } = new("above 1/2", value => value > new Rational(1, 2));

    /// <summary>0, 1, 2, …</summary>
    public static NumberRange CountFromZero { get; } = new("an integer that is at least 0", value => value.IsInteger && value.Sign >= 0);

    /// <summary>2, 3, 4, …</summary>
    public static NumberRange CountFromTwo { get; } = new("an integer that is at least 2", value => value.IsInteger
        && value > Rational.One);

    /// <summary>The range in words: "must be …".</summary>
    public string Description { get; }

    /// <summary>True when the number lies in the range.</summary>
    public bool Contains(Rational value) => contains(value);
}
