namespace LowRank.Verify.FastPath;

/// <summary>A number of either sign with the range of <see cref="WideReal"/>. Nothing is certified.</summary>
/// <param name="Size">Its absolute value.</param>
/// <param name="IsNegative">Its sign.</param>
internal readonly record struct SignedReal(WideReal Size, bool IsNegative)
{
    // Beyond this many binary places the smaller summand does not change a 53-bit sum.
    private const int IrrelevantShift = 120;

    /// <summary>A double.</summary>
    public static SignedReal Of(double value) => new(WideReal.Of(Math.Abs(value)), value < 0);

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Size.IsZero ? 0 : IsNegative ? -1 : 1;

    /// <summary>The nearest double, or an infinity.</summary>
    public double ToDouble() => IsNegative ? -Size.ToDouble() : Size.ToDouble();

    /// <summary>As a result: the logarithm is that of a positive number.</summary>
    public FastResult Result => Sign < 0 ? FastResult.Of(ToDouble(), double.NaN) : FastResult.Of(Size);

    /// <summary>x · y.</summary>
    public static SignedReal operator *(SignedReal x, SignedReal y) => new(x.Size * y.Size, x.IsNegative != y.IsNegative);

    /// <summary>x · y.</summary>
    public static SignedReal operator *(SignedReal x, WideReal y) => new(x.Size * y, x.IsNegative);

    /// <summary>x − y.</summary>
    public static SignedReal operator -(SignedReal x, SignedReal y) => Sum([x, new SignedReal(y.Size, !y.IsNegative)]);

    /// <summary>Σ x_i by compensated summation on the scale of the largest.</summary>
    public static SignedReal Sum(IReadOnlyList<SignedReal> terms)
    {
        long scale = terms.Where(t => !t.Size.IsZero).Select(t => t.Size.Exponent).DefaultIfEmpty(0).Max();
        CompensatedSum sum = default;
        foreach (SignedReal term in terms)
        {
            long shift = term.Size.Exponent - scale;
            if (!term.Size.IsZero && shift > -IrrelevantShift)
            {
                sum.Add(Math.ScaleB(term.IsNegative ? -term.Size.Significand : term.Size.Significand, (int)shift));
            }
        }

        return new SignedReal(WideReal.Of(Math.Abs(sum.Total), scale), sum.Total < 0);
    }
}
