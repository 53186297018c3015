using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of W = s·F₁·F₂·… + D with stored factors, a factor s = scale·√underRoot in front and ‖D‖_F ≤ dropped: the product is
/// certified as it stands (<see cref="FactoredSpectrum"/>), multiplied by an enclosure of |s|, and widened by ‖D‖ (Weyl).
/// </summary>
public sealed class ProductSpectrum
{
    /// <summary>The digits asked for may be doubled so often before a quantity that needs more is given up.</summary>
    private const int MostDoublings = 4;

    private readonly FactoredSpectrum product;
    private readonly Rational scale;
    private readonly Rational underRoot;
    private readonly BigFloat dropped;

    private ProductSpectrum(FactoredSpectrum product, Rational scale, Rational underRoot, BigFloat dropped, CertifiedSingularValues values)
    {
        this.product = product;
        this.scale = scale;
        this.underRoot = underRoot;
        this.dropped = dropped;
        Values = values;
    }

    /// <summary>Enclosures of the singular values of W, and its rank.</summary>
    public CertifiedSingularValues Values { get; }

    /// <summary>Certifies W, at rising precision until the goal is met.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public static ProductSpectrum Certify(ISumSpectrumSource source, IEngine engine, IReadOnlyList<Matrix> factors,
        (Rational Scale, Rational UnderRoot, double Dropped) front, SpectrumGoal goal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(goal);
        int whole = Math.Min(factors[0].Rows, factors[^1].Columns);
        int limit = front.Scale.Sign == 0 ? 0 : Math.Min(whole, factors.Min(factor => factor.MinimumDimension));
        BigFloat dropped = BigFloat.Of(front.Dropped);
        ProductSpectrum found;
        int digits = goal.Digits, doublings = 0;
        do
        {
            FactoredSpectrum product = FactoredSpectrum.Certify(source, engine, factors, limit, digits, cancellation);
            IntervalContext context = new((int)(digits * 3.33) + Bits.Certificate);
            Interval factor = Front(context, front.Scale, front.UnderRoot);
            Interval[] values = [.. product.Values.SingularValues.Select(value => context.Multiply(factor, value))];
            CertifiedSingularValues wide = FactoredSpectrum.Widened(values, dropped, dropped.IsZero ? limit : whole, product.Values.Method);
            IntegerBracket rank = !dropped.IsZero ? wide.Rank : front.Scale.Sign == 0 ? new IntegerBracket(0, 0) : product.Values.Rank;
            found = new ProductSpectrum(product, front.Scale, front.UnderRoot, dropped,
                new CertifiedSingularValues(wide.SingularValues, rank, wide.Method));
            digits *= 2;
        }
        while (!goal.IsMet(found.Values) && doublings++ < MostDoublings);

        return found;
    }

    /// <summary>‖W‖_F.</summary>
    public Interval FrobeniusNorm(IntervalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Interval norm = context.Multiply(Front(context, scale, underRoot), context.Sqrt(product.FrobeniusSquared(context)).Value);
        Interval wide = context.Widen(norm, dropped);
        return new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
    }

    private static Interval Front(IntervalContext context, Rational scale, Rational underRoot) => underRoot == Rational.One
        ? context.Of(Rational.Abs(scale))
        : context.Multiply(context.Of(Rational.Abs(scale)), context.Sqrt(context.Of(underRoot)).Value);
}
