namespace LowRank.Verify.Arithmetic;

/// <summary>Direction in which MPFR rounds an inexact result; the values are MPFR's own.</summary>
public enum Rounding
{
    /// <summary>To the nearest number, ties to even.</summary>
    Nearest = 0,

    /// <summary>Towards zero.</summary>
    TowardZero = 1,

    /// <summary>Towards +∞.</summary>
    Up = 2,

    /// <summary>Towards −∞.</summary>
    Down = 3,
}
