using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>The enclosure of one number that a vector states: {"lower", "upper"}.</summary>
/// <param name="Lower">Lower end, a decimal.</param>
/// <param name="Upper">Upper end, a decimal.</param>
public sealed record ExpectedNumber(string Lower, string Upper)
{
    /// <summary>The lower end, exactly.</summary>
    public Rational Low { get; } = Rational.Parse(Lower);

    /// <summary>The upper end, exactly.</summary>
    public Rational High { get; } = Rational.Parse(Upper);
}

/// <summary>
/// The enclosure that a vector states, in the shape of the oracle's result; the ends are decimal strings, rounded outward.
/// </summary>
/// <param name="Shape">The ends; {"values": […]} for a list, {"named": {…}} for a record.</param>
public sealed record ExpectedValue(Shaped<ExpectedNumber> Shape)
{
    private static readonly Rational Ten = new(10, 1);

    /// <summary>The enclosure of one number.</summary>
    public static ExpectedValue Of(string lower, string upper) => new(new Shaped<ExpectedNumber>.Scalar(new ExpectedNumber(lower, upper)));

    /// <summary>A certified result, its ends rounded outward to a number of significant decimals.</summary>
    public static ExpectedValue Of(Shaped<CertifiedNumber> value, int decimals)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value.Map(number => new ExpectedNumber(number.Enclosure.LowerDecimal(decimals),
            number.Enclosure.UpperDecimal(decimals))));
    }

    /// <summary>Reads the enclosure of a vector.</summary>
    /// <exception cref="InputException">It has another form, or an end is no decimal.</exception>
    public static ExpectedValue Read(JsonElement element, string where) => new(ReadShape(element, where));

    /// <summary>Writes the enclosure.</summary>
    public JsonObject Write() => Shape.Fold<JsonObject>(
        number => new JsonObject { ["lower"] = number.Lower, ["upper"] = number.Upper },
        items => new JsonObject { ["values"] = new JsonArray([.. items]) },
        parts => new JsonObject { ["named"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))) });

    /// <summary>True when every enclosure of a certified result lies inside the stated one: the statement is proved.</summary>
    public bool IsProvedBy(Shaped<CertifiedNumber> value) => Shape.Zip(value)?.Leaves.All(pair =>
        pair.Second.Enclosure is { IsBounded: true } found && pair.First.Low <= found.Lower.ToRational()
            && found.Upper.ToRational() <= pair.First.High) == true;

    /// <summary>
    /// The significant digits that the stated ends determine, at most <paramref name="cap"/>: of an array relative to its largest
    /// item, of a record the least of its parts.
    /// </summary>
    public int Digits(int cap) => DigitsOf(Shape, cap);

    private static int DigitsOf(Shaped<ExpectedNumber> shape, int cap)
    {
        if (shape is Shaped<ExpectedNumber>.Named record)
        {
            return record.Parts.Values.Select(part => DigitsOf(part, cap)).DefaultIfEmpty(cap).Min();
        }

        Rational size = Rational.Zero, width = Rational.Zero;
        foreach (ExpectedNumber one in shape.Leaves)
        {
            size = Larger(size, Larger(Rational.Abs(one.Low), Rational.Abs(one.High)));
            width = Larger(width, one.High - one.Low);
        }

        int digits = 0;
        for (Rational scaled = width * Ten; digits < cap && scaled <= size; scaled *= Ten)
        {
            digits++;
        }

        return width.Sign == 0 ? cap : digits;
    }

    private static Shaped<ExpectedNumber> ReadShape(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("values", out JsonElement values)
            && values.ValueKind == JsonValueKind.Array)
        {
            return new Shaped<ExpectedNumber>.Sequence([.. values.EnumerateArray().Select(item => ReadShape(item, where))]);
        }

        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("named", out JsonElement named)
            && named.ValueKind == JsonValueKind.Object)
        {
            return new Shaped<ExpectedNumber>.Named(named.EnumerateObject()
                .ToDictionary(p => p.Name, p => ReadShape(p.Value, where), StringComparer.Ordinal));
        }

        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("lower", out JsonElement lower) || lower.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("upper", out JsonElement upper) || upper.ValueKind != JsonValueKind.String)
        {
            throw new InputException($"{where}: 'expect' must hold lower and upper as decimal strings, or values, or named");
        }

        try
        {
            ExpectedNumber number = new(lower.GetString()!, upper.GetString()!);
            return number.Low <= number.High
                ? new Shaped<ExpectedNumber>.Scalar(number)
                : throw new InputException($"{where}: the lower end {number.Lower} exceeds the upper end {number.Upper}");
        }
        catch (FormatException error)
        {
            throw new InputException($"{where}: {error.Message}", error);
        }
    }

    private static Rational Larger(Rational a, Rational b) => a >= b ? a : b;
}
