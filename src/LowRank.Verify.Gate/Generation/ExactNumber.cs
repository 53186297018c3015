using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Input values of exact rationals: a JSON number where the rational is one double, otherwise an exact string.</summary>
internal static class ExactNumber
{
    /// <summary>The input value.</summary>
    public static InputValue.Number Of(Rational value)
    {
        double nearest = value.ToDouble();
        return double.IsFinite(nearest) && Rational.Of(nearest) == value
            ? new InputValue.Number(value)
            : new InputValue.Number(value, value.ToString());
    }
}
