using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Gate.Reports;

/// <summary>A number by sign and decimal logarithm, to draw values far beyond doubles; good to the few digits that a drawing has.</summary>
/// <param name="Sign">−1, 0 or 1.</param>
/// <param name="Log10">log₁₀ of the absolute value; −∞ for 0.</param>
internal readonly record struct DecimalLogarithm(int Sign, double Log10)
{
    /// <summary>The number of a JSON number or of decimal text; null where there is none.</summary>
    public static DecimalLogarithm? Of(JsonNode? value)
    {
        if (value is not JsonValue || value.GetValueKind() is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return null;
        }

        return Of(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString());
    }

    /// <summary>The number of decimal text; null where there is none.</summary>
    public static DecimalLogarithm? Of(string text)
    {
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = mark < 0 ? text : text[..mark];
        long exponent = 0;
        if ((mark >= 0 && !long.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            || !double.TryParse(mantissa, NumberStyles.Float, CultureInfo.InvariantCulture, out double leading) || double.IsNaN(leading)
                || double.IsInfinity(leading))
        {
            return null;
        }

        if (leading != 0)
        {
            return new DecimalLogarithm(Math.Sign(leading), Math.Log10(Math.Abs(leading)) + exponent);
        }

        // The mantissa itself may be too small for a double: 0.000…
        int digit = mantissa.AsSpan().IndexOfAnyInRange('1', '9');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        return digit < 0
            ? new DecimalLogarithm(0, double.NegativeInfinity)
            : new DecimalLogarithm(mantissa[0] == '-' ? -1 : 1, exponent - (digit - point) + Math.Log10(mantissa[digit] - '0'));
    }
}
