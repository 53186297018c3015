namespace LowRank.Verify.Networks.Files;

/// <summary>The one Python literal that a .npy header is: a dictionary of strings to a string, a boolean, a tuple or a list.</summary>
internal static class NpyDictionary
{
    /// <summary>Keys to the text of their values.</summary>
    /// <exception cref="InputException">The text is no such literal, or a key stands twice.</exception>
    public static Dictionary<string, string> Parse(string text, string place)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        int at = 0;
        Expect('{');
        while (Peek() != '}')
        {
            string key = Value();
            if (key.Length < 2 || key[0] is not ('\'' or '"'))
            {
                throw Bad();
            }

            Expect(':');
            if (!fields.TryAdd(key[1..^1], Value()))
            {
                throw new InputException($"{place}: the header names {FileText.Short(key)} twice.");
            }

            if (Peek() == ',')
            {
                at++;
            }
            else if (Peek() != '}')
            {
                throw Bad();
            }
        }

        at++;
        return text[at..].Trim().Length == 0 ? fields : throw Bad();

        InputException Bad() => new($"{place}: the header is not the dictionary that numpy writes ('{FileText.Short(text)}').");

        char Peek()
        {
            while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t')
            {
                at++;
            }

            return at < text.Length ? text[at] : throw Bad();
        }

        void Expect(char c)
        {
            if (Peek() != c)
            {
                throw Bad();
            }

            at++;
        }

        string Value()
        {
            char first = Peek();
            int start = at;
            if (first is '\'' or '"')
            {
                int end = text.IndexOf(first, at + 1);
                at = end < 0 ? throw Bad() : end + 1;
                return text[start..at];
            }

            if (first is '(' or '[')
            {
                // Nested lists are record types, refused later by their text; the matching bracket is found by counting.
                int depth = 0;
                do
                {
                    depth += text[at] is '(' or '[' ? 1 : text[at] is ')' or ']' ? -1 : 0;
                    at++;
                }
                while (depth > 0 && at < text.Length);
                return depth == 0 ? text[start..at] : throw Bad();
            }

            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            {
                at++;
            }

            return at > start ? text[start..at] : throw Bad();
        }
    }
}
