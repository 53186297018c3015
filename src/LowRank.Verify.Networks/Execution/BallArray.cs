using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// Numbers known to within a radius, one column of <see cref="Length"/> per sample: the exact value of entry i of sample s lies within
/// Radius[i + s·Length] of Middle[i + s·Length]. All radii are finite.
/// </summary>
internal sealed class BallArray(int length, int samples, double[] middle, double[] radius)
{
    /// <summary>More than any rounding in the subnormal range can cost, for one product.</summary>
    private static readonly double Subnormal = Math.ScaleB(1, -1070);

    public int Length { get; } = length;

    public int Samples { get; } = samples;

    public double[] Middle { get; } = middle;

    public double[] Radius { get; } = radius;

    public DoubleRange this[int index] => DoubleRange.Around(Middle[index], Radius[index]);

    public static BallArray Exact(int length, int samples, double[] values) => new(length, samples, values, new double[values.Length]);

    public static BallArray Zero(int length, int samples) =>
        new(length, samples, new double[length * samples], new double[length * samples]);

    public void Set(int index, DoubleRange value) => (Middle[index], Radius[index]) = value.ToBall();

    /// <summary>
    /// op(A)·X for an exact m×k matrix op(A): with γ of inner products of length k, |fl(A x) − A x*| ≤ |A|(r + γ|x|), the product of
    /// magnitudes again enlarged by its own γ.
    /// </summary>
    public static BallArray Product(IEngine engine, bool transposeA, int m, int k, double[] a, double[] magnitudes, BallArray x)
    {
        double gamma = RoundingBounds.Gamma(k);
        double[] spread = new double[x.Middle.Length];
        for (int i = 0; i < spread.Length; i++)
        {
            spread[i] = Spread(x.Middle[i], x.Radius[i], gamma);
        }

        double[] middle = new double[m * x.Samples], radius = new double[m * x.Samples];
        engine.Multiply(transposeA, false, m, x.Samples, k, a, x.Middle, middle);
        engine.Multiply(transposeA, false, m, x.Samples, k, magnitudes, spread, radius);
        for (int s = 0; s < x.Samples; s++)
        {
            if (spread.AsSpan(s * k, k).ContainsAnyExcept(0.0))
            {
                Widen(radius.AsSpan(s * m, m), gamma, k);
            }
        }

        return new BallArray(m, x.Samples, middle, radius);
    }

    /// <summary>r + γ|x|: at least the smallest double where x is not exactly 0, so that it is 0 for exact zeros only.</summary>
    public static double Spread(double middle, double radius, double gamma) =>
        middle == 0 && radius == 0 ? 0 : RoundingBounds.Enlarge(radius + (gamma * Math.Abs(middle))) + double.Epsilon;

    /// <summary>
    /// What exact sums of k non-negative products are at most, from computed ones. A sum of products by numbers that are all 0 is 0 exactly
    /// and is not to be widened.
    /// </summary>
    public static void Widen(Span<double> sums, double gamma, int k)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = RoundingBounds.Enlarge((sums[i] * (1 + (2 * gamma))) + (k * Subnormal));
        }
    }

    /// <summary>Multiplies by an exact number, of which <paramref name="factor"/> is the nearest double.</summary>
    public void Scale(double factor, bool isExact)
    {
        double relative = (isExact ? 2 : 4) * RoundingBounds.Unit;
        for (int i = 0; i < Middle.Length; i++)
        {
            Middle[i] *= factor;
            Radius[i] = RoundingBounds.Enlarge((Radius[i] * Math.Abs(factor)) + (relative * Math.Abs(Middle[i])) + Subnormal);
        }
    }

    /// <summary>Adds an exact number to one entry.</summary>
    public void Add(int index, double value)
    {
        double sum = Middle[index] + value;
        Middle[index] = sum;
        Radius[index] = RoundingBounds.Enlarge(Radius[index] + (RoundingBounds.Unit * Math.Abs(sum)));
    }

    /// <summary>Throws where the range of doubles was left.</summary>
    /// <exception cref="InputException">A number or a radius is infinite or NaN.</exception>
    public BallArray Finite(string where) => Array.TrueForAll(Middle, double.IsFinite) && Array.TrueForAll(Radius, double.IsFinite)
        ? this
        : throw new InputException($"{where}: its values leave the range of doubles.");
}
