namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// clip(slope·x + offset, low, high): Clip (slope 1, offset 0) and HardSigmoid (low 0, high 1). The ends may be infinite.
/// </summary>
/// <param name="Steepness">The slope of the line.</param>
/// <param name="Offset">The line at 0.</param>
/// <param name="Low">The least value.</param>
/// <param name="High">The largest value.</param>
internal sealed record ClippedLine(double Steepness, double Offset, double Low, double High) : ScalarFunction
{
    public override bool IsIdentityWhereSteep => Steepness == 1 && Offset == 0;

    public override double Value(double x, int i) => Math.Clamp(Line(x), Low, High);

    public override double Slope(double x, int i) => Line(x) > Low && Line(x) < High ? Steepness : 0;

    public override DoubleRange Value(DoubleRange x, int i) => (IsIdentityWhereSteep ? x : Line(x)).Clamp(Low, High);

    public override DoubleRange Slope(DoubleRange x, int i)
    {
        DoubleRange line = IsIdentityWhereSteep ? x : Line(x);
        return line.Lower > Low && line.Upper < High ? DoubleRange.Point(Steepness)
            : line.Upper < Low || line.Lower > High ? DoubleRange.Point(0)
            : DoubleRange.Point(0).Hull(DoubleRange.Point(Steepness));
    }

    private double Line(double x) => (Steepness * x) + Offset;

    private DoubleRange Line(DoubleRange x) => (DoubleRange.Point(Steepness) * x) + DoubleRange.Point(Offset);
}
