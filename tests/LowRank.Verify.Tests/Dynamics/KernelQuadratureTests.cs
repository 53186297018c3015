using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Dynamics;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// The closed forms of the kernels against rigorous quadrature of E[φ'(u) φ'(v)] itself, to 25 digits; ReLU, whose derivative jumps,
/// against the power series of its expectation.
/// </summary>
/// <remarks>
/// u = αs + βt, v = αs − βt with α² = (1 + ρ)/2, β² = (1 − ρ)/2 and independent standard normal s, t. The trapezoidal rule with step h is
/// applied in both variables. Where F is analytic and ∫|F(x + iy)| dx ≤ N for |y| ≤ d, the sum over all multiples of h is off by at most
/// 2N/(e^(2πd/h) − 1). In the strip the density grows by e^(d²/2); |cos z| ≤ cosh d; |sin z| ≤ cosh d; |e^(−z²)| ≤ e^(d²);
/// |z e^(−z²/2)| ≤ (|x| + d) e^(d²/2), and ∫|x| φ(x) dx ≤ 1; |Φ(z)| ≤ 1 + d e^(d²/2); the logistic function is at most 1 in modulus for
/// |Im z| ≤ π/2. Im u and Im v are at most d, since α, β ≤ 1. The first rule is applied to the integral over t, the second to the sum
/// over t, whose weights h·pdf add up to at most 2. Nodes stop at |s|, |t| ≤ X; beyond, the normal weight is at most 2e^(−X²/2).
/// </remarks>
public sealed class KernelQuadratureTests
{
    private const int Digits = 30;
    private const double Reach = 12.5;

    private static readonly IntervalContext Context = new(160);
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();
    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));

    // Name, φ', width of the strip, bound of |φ'(u) φ'(v)| averaged there, largest |φ'| on the real line.
    private static readonly Dictionary<string, (Func<Interval, Interval> Slope, double Strip, double Bound)> Analytic =
        new(StringComparer.Ordinal)
    {
        ["smoothed-relu"] = (z => Context.NormalDistribution(z), 8, Math.Pow(1 + (8 * Math.Exp(32)), 2)),
        ["erf"] = (z => Context.Multiply(Context.Divide(Interval.Of(2L), Context.Sqrt(Context.Pi()).Value).Value,
            Context.Exp(IntervalContext.Negate(Context.Square(z)))), 6, 1.28 * Math.Exp(72)),
        ["sin"] = (z => Context.Cos(z), 8, Math.Pow(Math.Cosh(8), 2)),
        ["cos"] = (z => Context.Sin(z), 8, Math.Pow(Math.Cosh(8), 2)),
        ["gaussian"] = (z => Context.Multiply(z, Context.Exp(IntervalContext.Negate(Half(Context.Square(z))))), 6, 100 * Math.Exp(36)),
        ["softplus"] = (z => Context.Divide(Interval.One, Context.Add(Interval.One, Context.Exp(IntervalContext.Negate(z)))).Value,
            Math.PI / 2, 1),
    };

    [Theory]
    [InlineData("smoothed-relu", "3/5", 4)]
    [InlineData("smoothed-relu", "-4/5", 4)]
    [InlineData("erf", "3/5", 5)]
    [InlineData("erf", "-4/5", 5)]
    [InlineData("sin", "3/5", 4)]
    [InlineData("sin", "-4/5", 4)]
    [InlineData("cos", "3/5", 4)]
    [InlineData("gaussian", "3/5", 4)]
    [InlineData("gaussian", "-1/2", 4)]
    [InlineData("softplus", "3/5", 8)]
    public void Closed_form_is_the_expectation_to_25_digits(string name, string correlation, int nodesPerUnit)
    {
        (Func<Interval, Interval> slope, double strip, double bound) = Analytic[name];
        Rational rho = Rational.Parse(correlation);
        Interval expectation = Expectation(slope, rho, nodesPerUnit, strip, bound);
        Interval kernel = Context.Multiply(Context.Of(rho), expectation);
        Interval closed = Closed(name, rho);
        Assert.True(kernel.Overlaps(closed), $"{kernel} and {closed}");
        Assert.True(kernel.Digits(40) >= 25, $"{kernel.Digits(40)} digits");
    }

    // E[1{u > 0} 1{v > 0}] = 1/4 + (1/2π) Σ C(2k, k) ρ^(2k+1)/(4^k (2k + 1)), the series of the arcsine; terms fall at least like ρ².
    [Theory]
    [InlineData("1/2")]
    [InlineData("-2/5")]
    public void Relu_is_the_series_of_the_orthant_probability(string correlation)
    {
        Rational rho = Rational.Parse(correlation), square = rho * rho, term = rho, sum = Rational.Zero;
        for (int k = 0; k < 60; k++)
        {
            sum += term / Seeded.Integer((2 * k) + 1);
            term = term * square * new Rational((2 * k) + 1, (2 * k) + 2);
        }

        Rational rest = Rational.Abs(term) / (Rational.One - square);
        Interval arcsine = new(Context.Of(sum - rest).Lower, Context.Of(sum + rest).Upper);
        Interval orthant = Context.Add(Context.Of(new Rational(1, 4)),
            Context.Divide(arcsine, Context.Multiply(Interval.Of(2L), Context.Pi())).Value);
        Interval kernel = Context.Multiply(Context.Of(rho), orthant), closed = Closed("relu", rho);
        Assert.True(kernel.Overlaps(closed), $"{kernel} and {closed}");
        Assert.True(kernel.Digits(40) >= 25, $"{kernel.Digits(40)} digits");
    }

    private static Interval Closed(string name, Rational rho) => Evaluator.Evaluate(
        Catalogue.Get("oymak2019/kernel/" + name), InputRecord.Of(("rho", new InputValue.Number(rho))), Digits).Result!.Single.Enclosure;

    private static Interval Expectation(Func<Interval, Interval> slope, Rational rho, int q, double strip, double bound)
    {
        Interval half = Context.Of(new Rational(1, 2)), step = Context.Of(new Rational(1, q));
        Interval alpha = Context.Sqrt(Context.Multiply(half, Context.Of(Rational.One + rho))).Value,
            beta = Context.Sqrt(Context.Multiply(half, Context.Of(Rational.One - rho))).Value;
        int last = (int)Math.Ceiling(Reach * q);
        Interval scale = Context.Divide(step, Context.Sqrt(Context.Multiply(Interval.Of(2L), Context.Pi())).Value).Value;
        Interval[] nodes = [.. Enumerable.Range(-last, (2 * last) + 1).Select(k => Context.Of(new Rational(k, q)))];
        Interval[] weights = [.. nodes.Select(x => Context.Multiply(scale, Context.Exp(IntervalContext.Negate(Half(Context.Square(x))))))];
        Interval sum = Interval.Zero;
        for (int i = 0; i < nodes.Length; i++)
        {
            Interval along = Context.Multiply(alpha, nodes[i]), row = Interval.Zero;
            for (int j = 0; j < nodes.Length; j++)
            {
                Interval across = Context.Multiply(beta, nodes[j]);
                row = Context.Add(row,
                    Context.Multiply(weights[j],
                    Context.Multiply(slope(Context.Add(along, across)), slope(Context.Subtract(along, across)))));
            }

            sum = Context.Add(sum, Context.Multiply(weights[i], row));
        }

        // 2N for the rule over t and twice that for the rule over s; beyond the ends |φ'|² ≤ 1.44.
        BigFloat missing = BigFloat.Of(8 * 2 * 1.44 * 2 * Math.Exp(-Reach * Reach / 2));
        BigFloat error = BigFloat.Add(Strips(strip, q, bound), missing, 64, Rounding.Up);
        return new Interval(BigFloat.Subtract(sum.Lower, error, 160, Rounding.Down), BigFloat.Add(sum.Upper, error, 160, Rounding.Up));
    }

    // 6 N/(e^(2πdq) − 1); the exponent is rounded, which 1e-6 more covers.
    private static BigFloat Strips(double strip, int q, double bound) => Context.Multiply(
        Interval.Of(7 * bound),
        Context.Exp(Interval.Of((strip * strip / 2) - (2 * Math.PI * strip * q) + 1e-6))).Upper;

    private static Interval Half(Interval x) => new(BigFloat.Scale(x.Lower, -1), BigFloat.Scale(x.Upper, -1));
}
