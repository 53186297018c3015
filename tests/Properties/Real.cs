namespace LowRank.Verify.Properties;

/// <summary>
/// A real number known by an enclosure, with the operators of mathematics, so that a law reads as it is printed. The arithmetic is the
/// laws' own and no mutant touches it. What has no value (a quotient by an enclosure of 0) is the whole line: no claim about it fails.
/// </summary>
/// <param name="Enclosure">Contains the number.</param>
internal readonly record struct Real(Interval Enclosure)
{
    // More bits than any enclosure under test is accurate to, so that these roundings decide nothing.
    private static readonly IntervalContext Context = new(192);

    private static readonly Interval Line = new(BigFloat.NegativeInfinity, BigFloat.PositiveInfinity);

    public static implicit operator Real(Rational value) => new(Context.Of(value));

    public static implicit operator Real(int value) => new(Interval.Of((long)value));

    public static implicit operator Real(Interval value) => new(value);

    public static Real operator +(Real x, Real y) => new(Context.Add(x.Enclosure, y.Enclosure));

    public static Real operator -(Real x, Real y) => new(Context.Subtract(x.Enclosure, y.Enclosure));

    public static Real operator *(Real x, Real y) => new(Context.Multiply(x.Enclosure, y.Enclosure));

    public static Real operator /(Real x, Real y) => Of(Context.Divide(x.Enclosure, y.Enclosure));

    public static Real Abs(Real x) => new(IntervalContext.Abs(x.Enclosure));

    public static Real Sqrt(Real x) => Of(Context.Sqrt(x.Enclosure));

    public static Real Exp(Real x) => new(Context.Exp(x.Enclosure));

    /// <summary>x^y.</summary>
    public Real Pow(Real y) => Of(Context.Pow(Enclosure, y.Enclosure));

    public static Real Sum(IEnumerable<Real> terms) => terms.Aggregate((Real)0, (sum, term) => sum + term);

    public static Real Product(IEnumerable<Real> factors) => factors.Aggregate((Real)1, (product, factor) => product * factor);

    public override string ToString() => Enclosure.ToString();

    private static Real Of(Outcome<Interval> outcome) => new(outcome.IsEnclosed ? outcome.Value : Line);
}
