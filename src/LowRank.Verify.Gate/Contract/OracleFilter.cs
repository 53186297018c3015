namespace LowRank.Verify.Gate.Contract;

/// <summary>Selects oracle ids by a pattern in which * stands for any text and ? for one character.</summary>
public static class OracleFilter
{
    /// <summary>True when the whole id matches; a null pattern matches everything.</summary>
    public static bool Matches(string? pattern, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return pattern is null || Matches(pattern.AsSpan(), id);
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
