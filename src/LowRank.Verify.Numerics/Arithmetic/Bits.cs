namespace LowRank.Verify.Arithmetic;

/// <summary>
/// Working precisions, one for each purpose. Enclosures are right at every precision; what is chosen here is that the rounding of the last
/// steps does not widen what the first steps have found. u = 2^−53 is the rounding of a double.
/// </summary>
public static class Bits
{
    /// <summary>
    /// Widths, radii and what is left of a budget: only their size matters, and 2^−63 of it is lost at each step.
    /// </summary>
    public const int Size = 64;

    /// <summary>Added to a precision that is asked for: 2^32 operations and as much again.</summary>
    public const int Guard = 64;

    /// <summary>
    /// Numbers that come from doubles with an error near u, and the few operations after: 2^20 of them lose 2^−108, that is 2^−55 of the
    /// error that is there already. Cancellation to a millionth still leaves it at 2^−35.
    /// </summary>
    public const int Certificate = 128;

    /// <summary>
    /// Differences of squares of such numbers, and answers that are judged at the last place of a double whatever their size: a square of
    /// an error near u is 2^−106, its rounding must be 2^−50 below; logarithms of numbers up to 2^±1074 spend 11 bits on the exponent.
    /// </summary>
    public const int Square = 160;

    /// <summary>
    /// Ranges under rounding: 30 digits (100 bits) of a value, its differences with itself moved by an ulp, and 40 bits for sums.
    /// </summary>
    public const int Range = 192;

    /// <summary>
    /// Numbers that others go on calculating with: unevaluated sums of up to four doubles (4·53 = 212 bits) and rationals out of files. 30
    /// digits (100 bits) of a result then survive the loss of 150 bits on the way.
    /// </summary>
    public const int Input = 256;
}
