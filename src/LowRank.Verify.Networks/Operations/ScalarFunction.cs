namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// A scalar activation: its value and slope in double, and enclosures of both over a range. At a kink the slope is that of the left side, 0
/// for ReLU as in φ′ = 1{z &gt; 0}; over a range that holds a kink the enclosure of the slope holds both sides.
/// </summary>
internal abstract record ScalarFunction
{
    /// <summary>True where φ(x) = x wherever the slope is 1 on a whole neighbourhood, so that nothing needs rounding there.</summary>
    public virtual bool IsIdentityWhereSteep => false;

    /// <summary>False where only the double evaluation is known.</summary>
    public virtual bool HasEnclosure => true;

    /// <summary>φ(x) for the number at place i of a sample, in double.</summary>
    public abstract double Value(double x, int i);

    /// <summary>φ′(x), in double.</summary>
    public abstract double Slope(double x, int i);

    /// <summary>Encloses φ over a range.</summary>
    public abstract DoubleRange Value(DoubleRange x, int i);

    /// <summary>Encloses φ′ over a range.</summary>
    public abstract DoubleRange Slope(DoubleRange x, int i);
}
