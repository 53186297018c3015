using System.Globalization;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue.Published;

/// <summary>A number as it is printed: it stands for every number that rounds to it.</summary>
/// <param name="Name">Its name in statements.</param>
/// <param name="Printed">The text as printed.</param>
/// <param name="Digits">Significant digits, trailing zeros that print dropped included.</param>
/// <param name="Value">The printed number.</param>
/// <param name="HalfWidth">Half a unit of the last digit, or the stated reading error.</param>
public sealed record PublishedNumber(string Name, string Printed, int Digits, Rational Value, Rational HalfWidth)
{
    /// <summary>The smallest number that it may stand for.</summary>
    public Rational Lower => Value - HalfWidth;

    /// <summary>The largest number that it may stand for.</summary>
    public Rational Upper => Value + HalfWidth;

    /// <summary>A number from its text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="printed">The text: digits, a point, an exponent.</param>
    /// <param name="digits">Significant digits where the text drops trailing zeros; null to count them.</param>
    /// <param name="error">Reading error that replaces half a unit; null for rounding alone.</param>
    /// <exception cref="FormatException">The text is no decimal number.</exception>
    public static PublishedNumber Of(string name, string printed, int? digits, Rational? error)
    {
        ArgumentNullException.ThrowIfNull(printed);
        Rational value = Rational.Parse(printed.StartsWith('.') ? "0" + printed : printed);
        int mark = printed.IndexOf('e', StringComparison.Ordinal);
        string mantissa = mark < 0 ? printed : printed[..mark];
        int exponent = mark < 0 ? 0 : int.Parse(printed[(mark + 1)..], CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        string figures = mantissa.Replace(".", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal)
            .TrimStart('0');
        int counted = Math.Max(1, figures.Length);
        int stated = digits ?? counted;
        int last = exponent - decimals - (stated - counted);
        return new PublishedNumber(name, printed, stated, value, error ?? (Rational.Pow(new Rational(10, 1), last) / new Rational(2, 1)));
    }
}
