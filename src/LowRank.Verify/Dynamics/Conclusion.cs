using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Dynamics;

/// <summary>An inequality left ≤ right, or an identity left = right, at one step of a path.</summary>
/// <param name="Name">The statement's number.</param>
/// <param name="Step">The step τ.</param>
/// <param name="Left">Enclosure of the left side.</param>
/// <param name="Right">Enclosure of the right side.</param>
/// <param name="IsIdentity">True when both sides are equal.</param>
internal sealed record Conclusion(string Name, int Step, Interval Left, Interval Right, bool IsIdentity = false)
{
    private const int MostDigits = 99;

    /// <summary>True when it certainly holds; an identity does where both sides are one number exactly.</summary>
    public bool Holds => Left.Upper <= Right.Lower && (!IsIdentity || Left.Lower >= Right.Upper);

    /// <summary>True when it certainly fails.</summary>
    public bool IsRefuted => Left.Lower > Right.Upper || (IsIdentity && Left.Upper < Right.Lower);

    /// <summary>
    /// Decimal digits of both sides, against 1 plus their size: an identity, and an inequality whose sides are equal, cannot be proved by
    /// enclosures, only agree to so many digits.
    /// </summary>
    public int Digits => Math.Min(DigitsOf(Left), DigitsOf(Right));

    private static int DigitsOf(Interval x)
    {
        BigFloat size = BigFloat.Add(BigFloat.One, BigFloat.Abs(x.Upper), Bits.Size, Rounding.Down);
        return new Interval(BigFloat.Subtract(size, BigFloat.Subtract(x.Upper, x.Lower, Bits.Size, Rounding.Up), 6 * Bits.Size,
            Rounding.Down), size).Digits(MostDigits);
    }
}
