namespace LowRank.Verify.Gate.Contract;

/// <summary>Selects oracle ids by patterns in which * stands for any text and ? for one character; commas separate several.</summary>
public static class OracleFilter
{
    private const char Separator = ',';

    /// <summary>True when the whole id matches one of the patterns; null matches everything.</summary>
    public static bool Matches(string? patterns, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return patterns is null || Split(patterns).Any(pattern => Matches(pattern.AsSpan(), id));
    }

    /// <summary>The first pattern that matches none of the ids; null when each matches one, or none is given.</summary>
    public static string? Idle(string? patterns, IReadOnlyCollection<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return patterns is null ? null : Split(patterns).FirstOrDefault(pattern => !ids.Any(id => Matches(pattern.AsSpan(), id)));
    }

    /// <summary>Several patterns as one text; null for none.</summary>
    public static string? Join(IReadOnlyCollection<string>? patterns) =>
        patterns is { Count: > 0 } ? string.Join(Separator, patterns) : null;

    /// <summary>The patterns of a text.</summary>
    public static IReadOnlyList<string> Split(string patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return patterns.Split(Separator, StringSplitOptions.TrimEntries);
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int star = -1, mark = 0, p = 0, t = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*')))
            {
                p++;
                t++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
