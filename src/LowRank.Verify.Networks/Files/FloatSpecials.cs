namespace LowRank.Verify.Networks.Files;

/// <summary>Which patterns of a floating-point format are no finite numbers.</summary>
internal enum FloatSpecials
{
    /// <summary>The largest exponent: infinities and NaN.</summary>
    Ieee,

    /// <summary>All ones: NaN; no infinity.</summary>
    OnlyNaN,

    /// <summary>The pattern of negative zero: NaN; no infinity.</summary>
    NoNegativeZero,

    /// <summary>Neither NaN nor infinity.</summary>
    None,
}
