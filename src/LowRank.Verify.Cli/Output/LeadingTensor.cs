using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>
/// What <c>spectrum --top</c> prints of one tensor: the leading singular values, and what they and the energy of the others say of norms
/// and Schatten sums.
/// </summary>
/// <param name="Name">The tensor's name in the file.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="StorageName">Its number format in the file.</param>
/// <param name="Spectrum">The certificate.</param>
/// <param name="Top">Values that were asked for, at most the smaller dimension.</param>
/// <param name="Frobenius">‖A‖_F.</param>
/// <param name="StableRank">‖A‖_F²/σ₁²; null where σ₁ is not bounded away from 0.</param>
/// <param name="Tail">σ_{Top+1}² + σ_{Top+2}² + … over ‖A‖_F²; null for a zero matrix.</param>
/// <param name="Sums">Enclosures of Σσ^p over all singular values.</param>
/// <param name="Wanted">Digits asked for.</param>
internal sealed record LeadingTensor(
    string Name,
    IReadOnlyList<int> Shape,
    string StorageName,
    LeadingSpectrum Spectrum,
    int Top,
    Interval Frobenius,
    Interval? StableRank,
    Interval? Tail,
    IReadOnlyList<(string Exponent, Interval Sum)> Sums,
    int Wanted)
{
    private const double BitsPerDigit = 3.33;
    private const int GuardBits = 96;

    /// <summary>Rows and columns of the matrix.</summary>
    public required IReadOnlyList<int> Matrix { get; init; }

    /// <summary>The values that were asked for.</summary>
    public IEnumerable<Interval> Values => Spectrum.Values.Take(Top);

    /// <summary>The least digits of the values that were asked for, each relative to itself.</summary>
    public int Digits => Values.Min(value => value.Digits(Wanted));

    /// <summary>The first value, counted from 1, that has fewer digits than were asked for; null where there is none.</summary>
    public int? Obstacle =>
        Values.Select((value, i) => (value, i)).Where(x => x.value.Digits(Wanted) < Wanted).Select(x => (int?)(x.i + 1)).FirstOrDefault();

    public static LeadingTensor Of(StoredWeight tensor, LeadingSpectrum spectrum, int digits,
        IReadOnlyList<(string Text, Rational Value)> exponents)
    {
        IntervalContext context = new((int)(digits * BitsPerDigit) + GuardBits);
        Interval square = context.Square(spectrum.Values[0]);
        return new LeadingTensor(
            tensor.Name,
            tensor.Shape,
            tensor.DType,
            spectrum,
            spectrum.Asked,
            context.Sqrt(spectrum.FrobeniusSquared).Value,
            square.Lower.Sign > 0 ? context.Divide(spectrum.FrobeniusSquared, square).Value : null,
            spectrum.FrobeniusSquared.Lower.Sign > 0
                ? IntervalContext.Min(Interval.One, context.Divide(spectrum.TailEnergy(spectrum.Asked), spectrum.FrobeniusSquared).Value)
                : null,
            [.. exponents.Select(p => (p.Text, spectrum.SchattenSum(context, context.Of(p.Value)).Value))],
            digits)
        {
            Matrix = [tensor.Factors[0].Rows, tensor.Factors[0].Columns],
        };
    }
}
