using System.Globalization;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>One of several parts of a run; units are dealt by a hash of their id.</summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts.</param>
[JsonConverter(typeof(ShardConverter))]
public readonly record struct Shard(int Index, int Count)
{
    private const int Largest = 100_000;

    /// <summary>Reads "i/n" with 0 ≤ i &lt; n.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">Where it was given, for the message.</param>
    /// <exception cref="InputException">It is no such pair.</exception>
    public static Shard Parse(string text, string where)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index < count && count <= Largest
            ? new Shard(index, count)
            : throw new InputException($"{where} {text}: expected i/n with 0 ≤ i < n ≤ {Largest}, such as 0/4");
    }

    /// <summary>"i/n".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    internal bool Has(string unit) => StableHash.Of(unit) % (ulong)Count == (ulong)Index;
}
