using System.Text;

namespace LowRank.Verify.Gate.Files;

/// <summary>Text that XML and HTML can carry.</summary>
internal static class SafeText
{
    /// <summary>Every character that XML 1.0 does not allow, and terminals' escapes among them, becomes U+FFFD.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bool isAllowed = isPair || c is '\t' or '\n' or '\r'
                || (c >= ' ' && c is not ('\uFFFE' or '\uFFFF') && !char.IsSurrogate(c) && c is not (>= '\u007f' and <= '\u009f'));
            if (!isAllowed)
            {
                clean ??= new StringBuilder(text, 0, i, text.Length);
                clean.Append('\uFFFD');
                continue;
            }

            clean?.Append(c);
            if (isPair)
            {
                i++;
                clean?.Append(text[i]);
            }
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>Text between tags or in a quoted attribute of HTML.</summary>
    public static string Html(string text)
    {
        string clean = Clean(text);
        return clean.AsSpan().IndexOfAny("&<>\"'") < 0 ? clean : clean
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
    }
}
