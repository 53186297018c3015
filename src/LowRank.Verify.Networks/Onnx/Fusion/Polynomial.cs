using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Fusion;

/// <summary>A polynomial in one number with exact coefficients, the constant one first and the last not 0; of degree 8 at most.</summary>
/// <param name="Coefficients">The coefficients; empty for 0.</param>
internal sealed record Polynomial(Rational[] Coefficients)
{
    private const int MostDegrees = 8;

    public static Polynomial Zero { get; } = new([]);

    public static Polynomial Variable { get; } = new([Rational.Zero, Rational.One]);

    public bool IsZero => Coefficients.Length == 0;

    public bool IsVariable => Coefficients is [{ Sign: 0 }, var one] && one == Rational.One;

    public static Polynomial Of(Rational value) => Trimmed([value]);

    /// <summary>The coefficient of xⁿ.</summary>
    public Rational this[int n] => n < Coefficients.Length ? Coefficients[n] : Rational.Zero;

    public Polynomial Add(Polynomial other) => Trimmed(
        [.. Enumerable.Range(0, Math.Max(Coefficients.Length, other.Coefficients.Length)).Select(n => this[n] + other[n])]);

    public Polynomial Scale(Rational factor) => Trimmed([.. Coefficients.Select(c => c * factor)]);

    /// <summary>The product; null where its degree is too large.</summary>
    public Polynomial? Multiply(Polynomial other)
    {
        if (IsZero || other.IsZero)
        {
            return Zero;
        }

        int length = Coefficients.Length + other.Coefficients.Length - 1;
        if (length > MostDegrees + 1)
        {
            return null;
        }

        Rational[] product = [.. Enumerable.Repeat(Rational.Zero, length)];
        for (int i = 0; i < Coefficients.Length; i++)
        {
            for (int j = 0; j < other.Coefficients.Length; j++)
            {
                product[i + j] += Coefficients[i] * other.Coefficients[j];
            }
        }

        return Trimmed(product);
    }

    public bool Same(Polynomial other) => Coefficients.AsSpan().SequenceEqual(other.Coefficients);

    private static Polynomial Trimmed(Rational[] all) =>
        new(all[..(Array.FindLastIndex(all, c => c.Sign != 0) + 1)]);
}
