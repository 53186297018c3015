namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// x above 0 and slope·x below: ReLU (0), leaky ReLU, PReLU (a slope for each number), |x| (−1), −x with <see cref="Above"/> −1.
/// </summary>
/// <param name="Below">Slopes below 0: one, or one for each number of a sample.</param>
internal sealed record PiecewiseLinear(double[] Below) : ScalarFunction
{
    /// <summary>The slope above 0: 1, or −1 for the negation.</summary>
    public double Above { get; init; } = 1;

    public override bool IsIdentityWhereSteep => true;

    public override double Value(double x, int i) => Slope(x, i) * x;

    public override double Slope(double x, int i) => x > 0 ? Above : At(i);

    public override DoubleRange Value(DoubleRange x, int i)
    {
        DoubleRange slope = Slope(x, i);
        if (slope.IsPoint)
        {
            return slope.Lower switch { 1 => x, 0 => DoubleRange.Point(0), -1 => -x, _ => slope * x };
        }

        DoubleRange below = DoubleRange.Point(At(i)) * new DoubleRange(x.Lower, 0),
            above = DoubleRange.Point(Above) * new DoubleRange(0, x.Upper);
        DoubleRange hull = below.Hull(above);
        return At(i) == 0 && Above == 1 ? new DoubleRange(0, x.Upper) : hull;
    }

    public override DoubleRange Slope(DoubleRange x, int i) =>
        x.Lower > 0 ? DoubleRange.Point(Above)
        : x.Upper <= 0 ? DoubleRange.Point(At(i))
        : DoubleRange.Point(Above).Hull(DoubleRange.Point(At(i)));

    private double At(int i) => Below.Length == 1 ? Below[0] : Below[i];
}
