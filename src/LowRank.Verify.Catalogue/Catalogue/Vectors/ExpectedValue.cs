using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>The enclosure that a vector states, in the structure of the oracle's result; the ends are decimal strings, rounded outward.</summary>
public abstract record ExpectedValue
{
    private static readonly Rational Ten = new(10, 1);

    private ExpectedValue()
    {
    }

    /// <summary>A number: {"lower", "upper"}.</summary>
    /// <param name="Lower">Lower end, a decimal.</param>
    /// <param name="Upper">Upper end, a decimal.</param>
    public sealed record Scalar(string Lower, string Upper) : ExpectedValue
    {
        /// <summary>The lower end, exactly.</summary>
        public Rational Low { get; } = Rational.Parse(Lower);

        /// <summary>The upper end, exactly.</summary>
        public Rational High { get; } = Rational.Parse(Upper);
    }

    /// <summary>An array: {"values": […]}.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record Sequence(IReadOnlyList<ExpectedValue> Items) : ExpectedValue;

    /// <summary>A record: {"named": {…}}.</summary>
    /// <param name="Parts">Its parts.</param>
    public sealed record Named(IReadOnlyDictionary<string, ExpectedValue> Parts) : ExpectedValue;

    /// <summary>A certified result, its ends rounded outward to a number of significant decimals.</summary>
    public static ExpectedValue Of(ResultValue value, int decimals) => value switch
    {
        ResultValue.Scalar scalar => new Scalar(scalar.Enclosure.LowerDecimal(decimals), scalar.Enclosure.UpperDecimal(decimals)),
        ResultValue.Sequence list => new Sequence([.. list.Items.Select(item => Of(item, decimals))]),
        ResultValue.Named record => new Named(record.Parts.ToDictionary(p => p.Key, p => Of(p.Value, decimals), StringComparer.Ordinal)),
        _ => throw new ArgumentException("A result of unknown shape.", nameof(value)),
    };

    /// <summary>Reads the enclosure of a vector.</summary>
    /// <exception cref="InputException">It has another form, or an end is no decimal.</exception>
    public static ExpectedValue Read(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("values", out JsonElement values) && values.ValueKind == JsonValueKind.Array)
        {
            return new Sequence([.. values.EnumerateArray().Select(item => Read(item, where))]);
        }

        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("named", out JsonElement named) && named.ValueKind == JsonValueKind.Object)
        {
            return new Named(named.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value, where), StringComparer.Ordinal));
        }

        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("lower", out JsonElement lower) || lower.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("upper", out JsonElement upper) || upper.ValueKind != JsonValueKind.String)
        {
            throw new InputException($"{where}: 'expect' must hold lower and upper as decimal strings, or values, or named");
        }

        try
        {
            Scalar scalar = new(lower.GetString()!, upper.GetString()!);
            return scalar.Low <= scalar.High ? scalar : throw new InputException($"{where}: the lower end {scalar.Lower} exceeds the upper end {scalar.Upper}");
        }
        catch (FormatException error)
        {
            throw new InputException($"{where}: {error.Message}", error);
        }
    }

    /// <summary>Writes the enclosure.</summary>
    public JsonObject Write() => this switch
    {
        Scalar scalar => new JsonObject { ["lower"] = scalar.Lower, ["upper"] = scalar.Upper },
        Sequence list => new JsonObject { ["values"] = new JsonArray([.. list.Items.Select(item => (JsonNode?)item.Write())]) },
        Named record => new JsonObject { ["named"] = new JsonObject(record.Parts.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value.Write()))) },
        _ => throw new InvalidOperationException("An enclosure of unknown shape."),
    };

    /// <summary>True when every enclosure of a certified result lies inside the stated one: the statement is proved.</summary>
    public bool IsProvedBy(ResultValue value) => (this, value) switch
    {
        (Scalar stated, ResultValue.Scalar { Enclosure: { IsBounded: true } found }) => stated.Low <= found.Lower.ToRational() && found.Upper.ToRational() <= stated.High,
        (Sequence stated, ResultValue.Sequence found) => stated.Items.Count == found.Items.Count && stated.Items.Zip(found.Items).All(pair => pair.First.IsProvedBy(pair.Second)),
        (Named stated, ResultValue.Named found) => stated.Parts.Count == found.Parts.Count
            && stated.Parts.All(part => found.Parts.TryGetValue(part.Key, out ResultValue? other) && part.Value.IsProvedBy(other)),
        _ => false,
    };

    /// <summary>
    /// The significant digits that the stated ends determine, at most <paramref name="cap"/>: of an array relative to its largest
    /// item, of a record the least of its parts.
    /// </summary>
    public int Digits(int cap)
    {
        if (this is Named record)
        {
            return record.Parts.Values.Select(part => part.Digits(cap)).DefaultIfEmpty(cap).Min();
        }

        Scalar[] all = [.. Scalars()];
        Rational size = Rational.Zero, width = Rational.Zero;
        foreach (Scalar one in all)
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

    private static Rational Larger(Rational a, Rational b) => a >= b ? a : b;

    private IEnumerable<Scalar> Scalars() => this switch
    {
        Scalar scalar => [scalar],
        Sequence list => list.Items.SelectMany(item => item.Scalars()),
        _ => ((Named)this).Parts.Values.SelectMany(part => part.Scalars()),
    };
}
