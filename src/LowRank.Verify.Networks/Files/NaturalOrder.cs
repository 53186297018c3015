namespace LowRank.Verify.Networks.Files;

/// <summary>Names as people count them: runs of digits compare as numbers, so that layer 10 follows layer 2.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (a.Length > 0 && b.Length > 0)
        {
            int digitsA = Digits(a), digitsB = Digits(b);
            int order;
            if (digitsA > 0 && digitsB > 0)
            {
                ReadOnlySpan<char> numberA = a[..digitsA].TrimStart('0'), numberB = b[..digitsB].TrimStart('0');
                order = numberA.Length != numberB.Length ? numberA.Length - numberB.Length : numberA.SequenceCompareTo(numberB);
            }
            else
            {
                (digitsA, digitsB) = (1, 1);
                order = a[0] - b[0];
            }

            if (order != 0)
            {
                return order;
            }

            a = a[digitsA..];
            b = b[digitsB..];
        }

        return a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }
}
