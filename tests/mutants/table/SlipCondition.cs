using System.Globalization;
using System.Text.RegularExpressions;

namespace LowRank.Verify.Mutants.Table;

/// <summary>
/// When a slip is made: comparisons joined by "and", of a word of <see cref="CaseFacts"/> or a member with a number, "given(x)",
/// "absent(x)" or "stored(format)". A comparison holds when it holds for one matrix, or one item of a list.
/// </summary>
internal static partial class SlipCondition
{
    /// <summary>Whether a case is one of those.</summary>
    /// <exception cref="InvalidDataException">The condition is not understood.</exception>
    public static bool Holds(string condition, CaseFacts facts) =>
        condition.Length == 0 || condition.Split(" and ").All(part => One(part.Trim(), facts));

    private static bool One(string text, CaseFacts facts)
    {
        if (Call().Match(text) is { Success: true } call)
        {
            string name = call.Groups[2].Value;
            return call.Groups[1].Value switch
            {
                "given" => facts.IsGiven(name),
                "absent" => !facts.IsGiven(name),
                _ => facts.IsStored(name),
            };
        }

        if (Comparison().Match(text) is not { Success: true } comparison)
        {
            throw new InvalidDataException($"the condition '{text}' is not understood");
        }

        double limit = double.Parse(comparison.Groups[3].Value, CultureInfo.InvariantCulture);
        Func<double, bool> holds = comparison.Groups[2].Value switch
        {
            "<" => x => x < limit,
            "<=" => x => x <= limit,
            ">" => x => x > limit,
            ">=" => x => x >= limit,
            "==" => x => x == limit,
            _ => x => x != limit,
        };
        return facts.Values(comparison.Groups[1].Value).Any(holds);
    }

    [GeneratedRegex(@"^(given|absent|stored)\((\w+)\)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(\w+) (<|<=|>|>=|==|!=) (\S+)$")]
    private static partial Regex Comparison();
}
