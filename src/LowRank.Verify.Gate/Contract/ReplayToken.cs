using System.Globalization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>
/// Names one generated case: oracle, property, generator seed and size. The same token gives the same case, and the same
/// implementation the same shrunk case.
/// </summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Property">
/// "value"; "property-" and the number of the declared property, counted from 1; "repeat", "fresh", "vector-" and an id, "sweep-" and a
/// grid point.
/// </param>
/// <param name="Seed">Seed of the generator.</param>
/// <param name="Size">Size of the generator.</param>
public sealed record ReplayToken(string Oracle, string Property, ulong Seed, int Size)
{
    /// <summary>The property name of a value test.</summary>
    public const string ValueProperty = "value";

    /// <summary>The property name of the search for hidden state: the same case again, after another.</summary>
    public const string RepeatProperty = "repeat";

    /// <summary>The property name of the search for hidden state: the same case in a process that was asked nothing before.</summary>
    public const string FreshProperty = "fresh";

    /// <summary>What the property name of a fixed case begins with; its vector's id follows.</summary>
    public const string VectorPrefix = "vector-";

    /// <summary>What the property name of a case over a grid of p begins with; the grid point follows.</summary>
    public const string SweepPrefix = "sweep-";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="InputException">The text is not a token.</exception>
    public static ReplayToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        return parts.Length == 4 && parts[0].Length > 0 && parts[1].Length > 0
            && ulong.TryParse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong seed)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? new ReplayToken(parts[0], parts[1], seed, size)
            : throw new InputException($"replay token '{text}': expected <oracle>:<property>:<seed in hex>:<size>, as a failure prints it");
    }

    /// <summary>"oracle:property:seed:size".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Oracle}:{Property}:{Seed:x}:{Size}");
}
