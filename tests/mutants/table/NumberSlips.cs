using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Mutants.Table;

/// <summary>Slips in how numbers and lists are read.</summary>
internal static class NumberSlips
{
    /// <summary>The numbers of an input.</summary>
    public static IEnumerable<double> Of(InputValue value) => value switch
    {
        InputValue.Number number => [number.Exact.ToDouble()],
        InputValue.Sequence list => list.Items.SelectMany(Of),
        _ => [],
    };

    /// <summary>Items of a list; 1 for anything else.</summary>
    public static int Length(InputValue value) => value is InputValue.Sequence list ? list.Items.Count : 1;

    /// <summary>The slip of a verb on one number, or null for an unknown verb.</summary>
    public static Func<Rational, Rational>? Find(string verb, IReadOnlyList<string> words) => verb switch
    {
        "set" => _ => Exact(words[0]),
        "times" => x => x * Exact(words[0]),
        "add" => x => x + Exact(words[0]),
        "cap" => x => x > Exact(words[0]) ? Exact(words[0]) : x,
        "raise" => x => x < Exact(words[0]) ? Exact(words[0]) : x,
        "flush" => x => Rational.Abs(x) < Exact(words[0]) ? Rational.Zero : x,
        "wrap" => x => Wrapped(x, int.Parse(words[0], CultureInfo.InvariantCulture)),
        "round" => x => Finite((float)x.ToDouble(), x),
        "truncate" => x => Rational.Of(x.Floor()),
        "magnitudes" => Rational.Abs,
        _ => null,
    };

    /// <summary>The slip of a verb on a whole list, or null for an unknown verb.</summary>
    public static Func<IReadOnlyList<InputValue>, IEnumerable<InputValue>>? FindOfList(string verb) => verb switch
    {
        "first" => items => items.Select(_ => items[0]),
        "last" => items => items.Select(_ => items[^1]),
        "reverse" => items => items.Reverse(),
        "sort" => items => items.OrderByDescending(item => Of(item).First()),
        "greatest" => items => items.Select(_ => items.MaxBy(item => Of(item).First())!),
        "shift" => items => items.Take(1).Concat(items.Take(items.Count - 1)),
        "repeat-last" => items => items.Take(items.Count - 1).Append(items[Math.Max(0, items.Count - 2)]),
        _ => null,
    };

    // A count in an integer of so many bits, with a sign; never below 1, since counts start there.
    private static Rational Wrapped(Rational x, int bits)
    {
        BigInteger modulus = BigInteger.One << bits, half = modulus >> 1, rest = BigInteger.Remainder(x.Floor(), modulus);
        BigInteger wrapped = rest >= half ? rest - modulus : rest;
        return Rational.Of(BigInteger.Max(BigInteger.One, BigInteger.Abs(wrapped)));
    }

    private static Rational Exact(string text) => Rational.Parse(text);

    private static Rational Finite(float rounded, Rational x) => float.IsFinite(rounded) ? Rational.Of(rounded) : x;
}
