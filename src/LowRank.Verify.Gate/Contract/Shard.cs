using System.Globalization;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>
/// One of several parts of a run. Units of the same sort (values, properties, fixed cases, …) are dealt in turn in the order of the plan:
/// neighbours there cost about the same, so that the parts do.
/// </summary>
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

    /// <summary>The units of this part, in order.</summary>
    /// <param name="units">Ids of all units of the run, in order: every part sees the same.</param>
    internal IEnumerable<string> Own(IEnumerable<string> units)
    {
        Dictionary<string, int> dealt = new(StringComparer.Ordinal);
        foreach (string unit in units)
        {
            // Each sort begins at another part, so that the first is not always the one that has one more.
            string sort = Sort(unit);
            int turn = dealt.GetValueOrDefault(sort, (int)(StableHash.Of(sort) % (ulong)Count));
            dealt[sort] = (turn + 1) % Count;
            if (turn == Index)
            {
                yield return unit;
            }
        }
    }

    // "value", "vectors", "property", …: the part of a unit's id without its number and block.
    private static string Sort(string unit) => unit.Split(':') is [_, { } part, ..] ? part.Split('-')[0] : unit;
}
