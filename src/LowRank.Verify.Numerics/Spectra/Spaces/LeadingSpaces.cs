using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// The leading left singular spaces of a linear operator that is too large to decompose, with proof: projections of vectors on them, and
/// the truncated pseudo-inverse. The bounds and their proofs are those of <see cref="LeadingSpectrumCertifier"/>; only cutoffs above every
/// value that was not sought are decided.
/// </summary>
public sealed class LeadingSpaces : ISingularSpaces
{
    private const int Precision = Bits.Square;

    private readonly ILinearOperator a;
    private readonly int exponent;
    private readonly LeadingSpectrumCertifier.Evidence? evidence;

    internal LeadingSpaces(ILinearOperator a, LeadingSpectrum spectrum, int exponent, LeadingSpectrumCertifier.Evidence? evidence)
    {
        this.a = a;
        this.exponent = exponent;
        this.evidence = evidence;
        Spectrum = spectrum;
    }

    /// <summary>The singular values that were sought, and what is known of the others.</summary>
    public LeadingSpectrum Spectrum { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Interval> SingularValues => Spectrum.Values;

    /// <inheritdoc/>
    public BigFloat Beyond => Spectrum.Next;

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public Outcome<SpaceSplit<Interval>> Project(ReadOnlySpan<double> y, Interval alpha, double uncertainty = 0)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Cutoff.Check(y, a.Rows, uncertainty);
        if (alpha.Lower.Sign <= 0)
        {
            return Outcome<SpaceSplit<Interval>>.OutsideDomain("the cutoff must be positive");
        }

        int[] straddling = Cutoff.Straddling(alpha, SingularValues);
        return straddling.Length > 0 ? Outcome<SpaceSplit<Interval>>.Undecided(Cutoff.Reason(alpha, straddling, SingularValues))
            : Beyond >= alpha.Lower ? Outcome<SpaceSplit<Interval>>.Undecided(
                $"undecided at alpha = {(alpha.IsPoint ? alpha.LowerDecimal(17) : alpha.ToString())}: singular value "
                    + $"{SingularValues.Count + 1} is only known to be at most {new Interval(BigFloat.Zero, Beyond)}, and more values "
                    + $"were not sought")
            : Project([.. y], SingularValues.Count(value => value.Lower >= alpha.Upper), BigFloat.Of(uncertainty));
    }

    private Outcome<SpaceSplit<Interval>> Project(double[] y, int rank, BigFloat uncertainty)
    {
        Interval whole = ProposedSplit.Widened(ProposedSplit.Norm(y), uncertainty);
        if (whole.Upper.IsZero)
        {
            return Outcome<SpaceSplit<Interval>>.Of(EnclosedSplit.OfZero(rank));
        }

        if (rank > 0 && evidence is null)
        {
            return Outcome<SpaceSplit<Interval>>.Undecided("no usable singular vectors were found");
        }

        // All that follows is of 2^−exponent·A and 2^−scale·y.
        double largest = SliceKernels.LargestSize(y);
        int scale = largest == 0 ? 0 : Math.ILogB(largest);
        double[] scaled = Array.ConvertAll(y, x => Math.ScaleB(x, -scale));
        BigFloat tiny = Sum(BigFloat.Of(RoundingBounds.Underflow), BigFloat.Scale(uncertainty, -scale));
        BigFloat after = BigFloat.Scale(rank < SingularValues.Count ? SingularValues[rank].Upper : Beyond, -exponent);
        (Interval information, Interval nuisance, Interval inverse, Interval image) = rank == 0
            ? (Interval.Zero, Interval.Zero, Interval.Zero,
                Image(scaled, tiny, ProposedSplit.Widened(ProposedSplit.Norm(scaled), tiny).Upper, after))
            : Enclose(scaled, rank, tiny, after);
        Interval first = Interval.Scale(information, scale), second = rank == 0 ? whole : Interval.Scale(nuisance, scale);
        (first, second) = rank == a.Rows ? (whole, Interval.Zero)
            : (ProposedSplit.Complement(whole, second, first), ProposedSplit.Complement(whole, first, second));
        return Outcome<SpaceSplit<Interval>>.Of(new SpaceSplit<Interval>(
            rank, whole, first, second, Interval.Scale(inverse, scale - exponent),
                rank == a.Rows ? Interval.Zero : Interval.Scale(image, scale + exponent)));
    }

    private (Interval Information, Interval Nuisance, Interval Inverse, Interval Image) Enclose(double[] y, int rank, BigFloat tiny,
        BigFloat after)
    {
        LeadingSpectrumCertifier.Evidence found = evidence!;
        ProposedSplit measure = ProposedSplit.Of(found.Vectors, a.Rows, found.Sizes, rank, y);
        BigFloat y0 = measure.Whole.Upper, c = found.Deviation, coupling = found.Residual(rank);
        BigFloat lower = BigFloat.Scale(SingularValues[rank - 1].Lower, -exponent);
        BigFloat gap = BigFloat.Subtract(BigFloat.Multiply(lower, lower, Precision, Rounding.Down), found.Complement(rank), Precision,
            Rounding.Down);
        BigFloat theta = gap.Sign <= 0 ? BigFloat.One : BigFloat.Min(BigFloat.One, Ratio(coupling, gap));
        BigFloat nuisanceError = Sum(Sum(Product(Sum(theta, Product(c, Sum(BigFloat.Of(2L), c))), y0), measure.Rounding), tiny);
        Interval information = ProposedSplit.Widened(measure.Captured, Sum(Product(Sum(theta, c), y0), tiny));
        Interval nuisance = ProposedSplit.Widened(ProposedSplit.Norm(measure.Remainder), nuisanceError);
        BigFloat most = Ratio(information.Upper, lower);
        Interval inverse = new(BigFloat.Zero, most);
        double leastSize = found.Sizes.Take(rank).Min();
        BigFloat least = BigFloat.Subtract(
            BigFloat.Multiply(BigFloat.Of(leastSize), BigFloat.Of(leastSize), Precision, Rounding.Down), found.Spread(rank), Precision,
                Rounding.Down);
        if (measure.Weighted is { } z && least.Sign > 0)
        {
            // z against ‖T^−½Q̂ᵀy‖, and that against ‖J_I⁺y‖.
            BigFloat root = BigFloat.Sqrt(least, Precision, Rounding.Down);
            BigFloat near = Sum(
                Product(Ratio(found.Spread(rank), BigFloat.Multiply(BigFloat.Scale(least, 1), root, Precision, Rounding.Down)), y0),
                    Ratio(Product(c, y0), BigFloat.Of(leastSize)));
            BigFloat image = Ratio(Sum(z.Upper, near), root); // ‖T⁻¹Q̂ᵀy‖ ≤ ‖T^−½‖‖T^−½Q̂ᵀy‖
            BigFloat change = Sum(Ratio(Product(theta, y0), lower),
                Product(theta, Product(Sum(Ratio(coupling, lower), BigFloat.Sqrt(found.Complement(rank), Precision, Rounding.Up)), image)));
            Interval wide = ProposedSplit.Widened(z, Sum(Sum(near, change), Ratio(tiny, lower)));
            inverse = new Interval(wide.Lower, BigFloat.Max(wide.Lower, BigFloat.Min(wide.Upper, most)));
        }

        return (information, nuisance, inverse, Image(measure.Remainder, nuisanceError, nuisance.Upper, after));
    }

    // ‖AᵀΠ_N y‖ where ‖Π_N y − w‖ ≤ error and ‖Π_N y‖ ≤ nuisance.
    private Interval Image(double[] w, BigFloat error, BigFloat nuisance, BigFloat after)
    {
        double[] z = new double[a.Columns];
        double rounding = a.MultiplyTransposed(1, w, z);
        BigFloat most = Product(after, nuisance);
        if (!double.IsFinite(rounding) || !Array.TrueForAll(z, double.IsFinite))
        {
            return new Interval(BigFloat.Zero, most);
        }

        BigFloat norm = BigFloat.Scale(SingularValues[0].Upper, -exponent);
        Interval image = ProposedSplit.Widened(Interval.Scale(ProposedSplit.Norm(z), -exponent),
            Sum(BigFloat.Scale(BigFloat.Of(rounding), -exponent), Product(norm, error)));
        return image.Lower <= most ? new Interval(image.Lower, BigFloat.Min(image.Upper, most))
            : throw new EngineRefusedException(
                $"Two enclosures of the image of a projection contradict each other: {image} and at most {most}.");
    }

    private static BigFloat Sum(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Precision, Rounding.Up);

    private static BigFloat Product(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, Precision, Rounding.Up);

    private static BigFloat Ratio(BigFloat x, BigFloat y) => BigFloat.Divide(x, y, Precision, Rounding.Up);
}
