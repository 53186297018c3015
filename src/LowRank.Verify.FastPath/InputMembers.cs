using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Inputs;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath;

/// <summary>
/// Reads the members of one input record for one oracle. A missing or wrongly shaped member is an <see cref="InputException"/>; a
/// number outside its range is noted in <see cref="Violation"/> (the first one) and read as 1, so that reading can go on.
/// </summary>
internal sealed class InputMembers(string oracle, InputRecord record)
{
    /// <summary>Why the inputs lie outside the oracle's domain, or null.</summary>
    public string? Violation { get; private set; }

    /// <summary>The same record with one more member, as another reader.</summary>
    public InputMembers With(string name, InputValue value) => new(oracle, record.With(name, value));

    /// <summary>True when the member is given.</summary>
    public bool Has(string name) => record.Members.ContainsKey(name);

    /// <summary>Notes that the inputs lie outside the domain.</summary>
    public void Refuse(string reason) => Violation ??= reason;

    /// <summary>A number in the range.</summary>
    public WideReal Real(string name, NumberRange range) => WideReal.Of(InRange(Exact(Member(name), name), name, range));

    /// <summary>A number in the range, or the default when it is not given.</summary>
    public WideReal Real(string name, NumberRange range, WideReal defaultValue) => Has(name) ? Real(name, range) : defaultValue;

    /// <summary>A positive integer.</summary>
    public Rational Count(string name) => InRange(Exact(Member(name), name), name, NumberRange.Count);

    /// <summary>Numbers in the range; without <paramref name="length"/>, at least one.</summary>
    public WideReal[] Reals(string name, NumberRange range, int? length = null, int firstIndex = 1) =>
        [.. Items(name, length)
            .Select((item, i) => WideReal.Of(InRange(Exact(item, Indexed(name, i + firstIndex)), Indexed(name, i + firstIndex), range)))];

    /// <summary>Numbers in the range, or the default for every item when the member is not given.</summary>
    public WideReal[] Reals(string name, NumberRange range, int length, WideReal defaultValue) =>
        Has(name) ? Reals(name, range, length) : [.. Enumerable.Repeat(defaultValue, length)];

    /// <summary>Positive integers.</summary>
    public Rational[] Counts(string name, int? length = null, int firstIndex = 1) =>
        [.. Items(name, length)
            .Select((item, i) => InRange(Exact(item, Indexed(name, i + firstIndex)), Indexed(name, i + firstIndex), NumberRange.Count))];

    /// <summary>A number in the range, exactly.</summary>
    public Rational Exactly(string name, NumberRange range) => InRange(Exact(Member(name), name), name, range);

    /// <summary>Any number.</summary>
    public Rational Signed(string name) => Exact(Member(name), name);

    /// <summary>Any numbers.</summary>
    public Rational[] SignedList(string name, int? length = null) =>
        [.. Items(name, length).Select((item, i) => Exact(item, Indexed(name, i + 1)))];

    /// <summary>Numbers in the range, exactly; without <paramref name="length"/>, at least one.</summary>
    public Rational[] Rationals(string name, NumberRange range, int? length) =>
        [.. Items(name, length).Select((item, i) => InRange(Exact(item, Indexed(name, i + 1)), Indexed(name, i + 1), range))];

    /// <summary>A nonnegative exponent as a double; a positive rational below the range of double stays positive.</summary>
    public double Exponent(string name, NumberRange range) => ToExponent(InRange(Exact(Member(name), name), name, range), name);

    /// <summary>Nonnegative exponents, one per layer.</summary>
    public double[] Exponents(string name, NumberRange range, int length) =>
        [.. Items(name, length)
            .Select((item, i) => ToExponent(InRange(Exact(item, Indexed(name, i + 1)), Indexed(name, i + 1), range),
            Indexed(name, i + 1)))];

    /// <summary>A matrix.</summary>
    public Matrix Matrix(string name) => AsMatrix(Member(name), name);

    /// <summary>Matrices, at least one.</summary>
    public Matrix[] Matrices(string name, int? length = null) =>
        [.. Items(name, length).Select((item, i) => AsMatrix(item, Indexed(name, i + 1)))];

    /// <summary>The number of items of a list that is given; null otherwise.</summary>
    public int? LengthOf(string name) => Has(name) ? Items(name, null).Count : null;

    private static string Indexed(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");

    private double ToExponent(Rational value, string name)
    {
        WideReal wide = WideReal.Of(value);
        double result = wide.ToDouble();
        if (double.IsInfinity(result))
        {
            Refuse($"{name} is beyond the range of double.");
            return 1;
        }

        return result == 0 && !wide.IsZero ? double.Epsilon : result;
    }

    private Rational InRange(Rational value, string name, NumberRange range)
    {
        if (range.Contains(value))
        {
            return value;
        }

        Refuse($"{name} must be {range.Description}.");
        return Rational.One;
    }

    private Rational Exact(InputValue value, string name) => value is InputValue.Number number
        ? number.Exact
        : throw new InputException($"{oracle}: member '{name}' must be a number.");

    private Matrix AsMatrix(InputValue value, string name) => value is InputValue.MatrixValue matrix
        ? matrix.Value
        : throw new InputException($"{oracle}: member '{name}' must be a matrix.");

    private InputValue Member(string name) => record.Members.TryGetValue(name, out InputValue? value)
        ? value
        : throw new InputException($"{oracle}: member '{name}' is missing; give it.");

    private IReadOnlyList<InputValue> Items(string name, int? length)
    {
        if (Member(name) is not InputValue.Sequence sequence)
        {
            throw new InputException($"{oracle}: member '{name}' must be a list.");
        }

        int count = sequence.Items.Count;
        return length is { } wanted && count != wanted
            ? throw new InputException(string.Create(CultureInfo.InvariantCulture,
                $"{oracle}: member '{name}' has {count} items; {wanted} are needed."))
            : length is null && count == 0
                ? throw new InputException($"{oracle}: member '{name}' is empty; give one item per layer.")
                : sequence.Items;
    }
}
