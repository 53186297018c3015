using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of a product W = F₁·F₂·… of stored matrices, as they are stored: the product is formed without rounding
/// (<see cref="ExactProduct"/>), its singular values are certified, and what was dropped, if anything, widens them (Weyl).
/// </summary>
public sealed class FactoredSpectrum
{
    private const int Precision = Bits.Input;

    private readonly ExactProduct product;

    private FactoredSpectrum(ExactProduct product, CertifiedSingularValues values)
    {
        this.product = product;
        Values = values;
    }

    /// <summary>Enclosures of the singular values of W, zeros beyond the limit of the rank.</summary>
    public CertifiedSingularValues Values { get; }

    /// <summary>Forms the product and certifies it; rankLimit is an upper end of its rank, at most the inner dimensions.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public static FactoredSpectrum Certify(ISumSpectrumSource source, IEngine engine, IReadOnlyList<Matrix> factors, int rankLimit,
        int digits, CancellationToken cancellation = default)
    {
        ExactProduct product = ExactProduct.Of(engine, factors, cancellation);
        CertifiedSingularValues found = source.Certify(product.Sum, digits, cancellation);
        int limit = Math.Min(rankLimit, found.Rank.Upper);
        CertifiedSingularValues wide = product.IsExact
            ? Widened(found.SingularValues, BigFloat.Zero, limit, $"{found.Method}, of the exact product")
            : Widened(found.SingularValues, BigFloat.Of(product.Dropped), rankLimit,
                $"{found.Method}, of the product up to {product.Dropped:E1}");
        int lower = product.IsExact ? Math.Max(found.Rank.Lower, wide.Rank.Lower) : wide.Rank.Lower;
        return new FactoredSpectrum(product, new CertifiedSingularValues(
            [.. wide.SingularValues.Select(value => Scaled(value, product.Exponent))],
                new IntegerBracket(Math.Min(lower, wide.Rank.Upper), wide.Rank.Upper), wide.Method));
    }

    /// <summary>‖W‖_F².</summary>
    public Interval FrobeniusSquared(IntervalContext context)
    {
        Interval norm = context.Sqrt(Squares(context).Aggregate(Interval.Zero, context.Add)).Value;
        return context.Square(Scaled(Wide(context, norm, BigFloat.Of(product.Dropped)), product.Exponent));
    }

    /// <summary>Σ over the rows of W of their norms; ‖D‖_F spreads over m rows to at most √m·‖D‖_F.</summary>
    public Interval RowNorm21(IntervalContext context)
    {
        Interval sum = context.Sum(Squares(context).Select(square => context.Sqrt(square).Value));
        BigFloat spread = BigFloat.Multiply(
            BigFloat.Of(product.Dropped), BigFloat.Sqrt(BigFloat.Of((long)product.Sum.Rows), Precision, Rounding.Up), Precision,
                Rounding.Up);
        return Scaled(Wide(context, sum, spread), product.Exponent);
    }

    /// <summary>
    /// [l_i − radius, u_i + radius] clipped at 0 for i ≤ limit, and 0 beyond: singular values of a matrix of at most that rank.
    /// </summary>
    internal static CertifiedSingularValues Widened(IReadOnlyList<Interval> values, BigFloat radius, int limit, string method)
    {
        IntervalContext context = new(Precision);
        Interval[] wide =
            [.. values.Select((value, i) => i >= limit ? Interval.Zero : radius.IsZero ? value : Wide(context, value, radius))];
        return new CertifiedSingularValues(wide,
            new IntegerBracket(wide.Count(value => value.Lower.Sign > 0), Math.Min(limit, wide.Length)), method);
    }

    private static Interval Wide(IntervalContext context, Interval x, BigFloat radius)
    {
        Interval wide = context.Widen(x, radius);
        return new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
    }

    private static Interval Scaled(Interval x, int exponent) => new(BigFloat.Scale(x.Lower, exponent), BigFloat.Scale(x.Upper, exponent));

    // Per row Σ(t₀ + r)², t₀ the first term and r = t₁ + … in doubles: Σt₀² exactly, and Σ(2t₀ + r)r with error at most γΣ(2|t₀| + s)s,
    // s = |t₁| + …, tiny since the first term is the product to one ulp.
    private IEnumerable<Interval> Squares(IntervalContext context)
    {
        IReadOnlyList<Matrix> terms = product.Sum.Terms;
        int rows = product.Sum.Rows, columns = product.Sum.Columns;
        double gamma = RoundingBounds.Gamma(columns + terms.Count + 16);
        ExactSumOfSquares exact = new();
        for (int i = 0; i < rows; i++)
        {
            double low = 0, size = 0;
            for (int j = 0; j < columns; j++)
            {
                double first = terms[0][i, j], rest = 0, sizes = 0;
                exact.Add(first);
                for (int t = terms.Count - 1; t >= 1; t--)
                {
                    rest += terms[t][i, j];
                    sizes += Math.Abs(terms[t][i, j]);
                }

                low += ((2 * first) + rest) * rest;
                size += ((2 * Math.Abs(first)) + sizes) * sizes;
            }

            Interval sum = context.Add(exact.TakeInterval(context), Interval.Of(low));
            double error = size == 0 ? 0 : RoundingBounds.Enlarge(gamma * size) + (columns * Math.ScaleB(1, -1060));
            yield return Wide(context, sum, BigFloat.Of(error));
        }
    }
}
