namespace LowRank.Verify.Cli.Output;

/// <summary>Text within the width of a window.</summary>
internal static class TextLayout
{
    /// <summary>Columns below which nothing is laid out; of a terminal that does not say how wide it is.</summary>
    private const int Least = 40, Unknown = 80;

    private const int Hanging = 4;

    /// <summary>The width to lay out for, from what a terminal says.</summary>
    public static int WidthOf(int columns) => columns <= 0 ? Unknown : Math.Max(Least, columns);

    /// <summary>
    /// The lines of a text: broken at spaces, never within an interval or a word that fits a line of its own, and indented a little more
    /// from the second on. A longer word, such as a path, is cut where the line ends.
    /// </summary>
    public static IEnumerable<string> Wrap(string text, int? width)
    {
        if (width is not { } most || Cells(text) <= most)
        {
            return [text];
        }

        int indent = Math.Min(text.Length - text.TrimStart().Length, most / 2), hanging = Math.Min(indent + Hanging, most / 2);
        List<string> lines = [];
        string line = new(' ', indent);
        bool isEmpty = true;
        foreach (string word in Words(text))
        {
            string next = isEmpty ? line + word : line + ' ' + word;
            if (Cells(next) > most && !isEmpty)
            {
                lines.Add(line);
                (next, isEmpty) = (new string(' ', hanging) + word, true);
            }

            while (Cells(next) > most)
            {
                int cut = next.Length - (Cells(next) - most);
                cut = Math.Max(hanging + 1, Math.Min(cut, most));
                lines.Add(next[..cut]);
                next = new string(' ', hanging) + next[cut..];
            }

            (line, isEmpty) = (next, false);
        }

        lines.Add(line);
        return lines.Select(done => done.TrimEnd());
    }

    /// <summary>Cells of a terminal that a text takes: two for a wide character.</summary>
    public static int Cells(string text) => text.Length + text.Count(IsWide);

    /// <summary>A text filled up with spaces.</summary>
    public static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - Cells(text)));

    // Words, an interval "[a, b]" being one.
    private static IEnumerable<string> Words(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i++)
        {
            bool isInterval = words[i].StartsWith('[') && words[i].EndsWith(',') && i + 1 < words.Length
                && words[i + 1].TrimEnd(',', ';', ')', '.').EndsWith(']');
            yield return isInterval ? words[i] + ' ' + words[++i] : words[i];
        }
    }

    private static bool IsWide(char c) => c is >= '\u1100' and <= '\u115f' or >= '\u2e80' and <= '\ua4cf' or >= '\uac00' and <= '\ud7a3'
        or >= '\uf900' and <= '\ufaff' or >= '\ufe30' and <= '\ufe6f' or >= '\uff00' and <= '\uff60';
}
