namespace LowRank.Verify.Networks.Operations;

/// <summary>sin, in double only: no enclosure is known here.</summary>
internal sealed record SineFunction : ScalarFunction
{
    public override bool HasEnclosure => false;

    public override double Value(double x, int i) => Math.Sin(x);

    public override double Slope(double x, int i) => Math.Cos(x);

    public override DoubleRange Value(DoubleRange x, int i) => new(-1, 1);

    public override DoubleRange Slope(DoubleRange x, int i) => new(-1, 1);
}
