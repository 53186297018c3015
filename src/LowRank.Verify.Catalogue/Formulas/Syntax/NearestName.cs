namespace LowRank.Verify.Formulas.Syntax;

/// <summary>Suggestions for names that are not known.</summary>
internal static class NearestName
{
    // Two names of which one begins with the other are near when they share this many letters.
    private const int Stem = 3;

    /// <summary>"; did you mean 'x'?" for the nearest of the names, or nothing when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> names)
    {
        string? best = null;
        int least = (name.Length / 2) + 1; // a name of one letter is near only to itself in another case
        foreach (string candidate in names.Distinct().Order(StringComparer.Ordinal))
        {
            int distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0
                : name.Length >= Stem && candidate.Length >= Stem
                    && (name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase)
                    || candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)) ? 1
                : Distance(name, candidate);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best is null ? string.Empty : $"; did you mean '{best}'?";
    }

    // Edits (insert, delete, replace, swap of neighbours) that turn one name into the other.
    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
