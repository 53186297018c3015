using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>What <c>spectrum</c> prints of one tensor.</summary>
/// <param name="Name">The tensor's name in the file.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="StorageName">Its number format in the file.</param>
/// <param name="Matrix">Rows and columns of the matrix.</param>
/// <param name="Said">What the matrix is made of, where it is no tensor as it stands; null otherwise.</param>
/// <param name="Spectrum">The certificate: a <see cref="CertifiedSpectrum"/> for one stored matrix.</param>
/// <param name="Frobenius">‖A‖_F.</param>
/// <param name="StableRank">‖A‖_F²/σ₁²; null where σ₁ is not bounded away from 0.</param>
/// <param name="Digits">The digits that every singular value (relative to σ₁) and every norm has, at most those asked for.</param>
/// <param name="Wish">What was asked for.</param>
/// <param name="Schatten">The sums, one per exponent.</param>
internal sealed record TensorSpectrum(
    string Name,
    IReadOnlyList<int> Shape,
    string StorageName,
    IReadOnlyList<int> Matrix,
    string? Said,
    CertifiedSingularValues Spectrum,
    Interval Frobenius,
    Interval? StableRank,
    int Digits,
    SpectrumWish Wish,
    IReadOnlyList<SchattenSums> Schatten)
{
    /// <summary>
    /// What is said of a tensor of three or more dimensions: of which matrix the spectrum is, and of what it is not; null for a matrix.
    /// </summary>
    public string? Note => Said ?? (Shape.Count > 2
        ? $"reshaped to a matrix of {Matrix[0]} x {Matrix[1]}, first dimension x product of the others (of a "
            + $"convolution's kernel: filters x channels*kh*kw); every number is of this matrix, none is the operator norm of the "
            + $"convolution, which {ToolCommand.Line("bounds")} certifies where an ONNX file has its geometry"
        : null);

    /// <summary>The certificate of one stored matrix; null where the matrix is put together.</summary>
    public CertifiedSpectrum? Stored => Spectrum as CertifiedSpectrum;

    /// <summary>Why there is no storage range; null where there is one.</summary>
    public string? ReasonAgainstStorageRange => Stored is { } stored ? stored.ReasonAgainstStorageRange
        : "its entries are put together from several stored numbers";

    /// <summary>Digits that are printed: those asked for, or what the width asked for needs.</summary>
    public int Wanted => Wish.WorkingDigits;

    /// <summary>True when everything that is printed is as narrow as was asked for.</summary>
    public bool IsReached => Wish.Width is null
        ? LeastDigits >= Wish.Digits
        : Schatten.Select(sums => sums.Sum).Append(Spectrum.SpectralNorm).Append(Frobenius).All(Wish.IsReached);

    /// <summary>What was reached, in words.</summary>
    public string Reached => Wish.Width is { } width
        ? $"widest enclosure of a norm or sum {EnclosureFormat.Short(WidestWidth)}, at most {EnclosureFormat.Short(width.ToDouble())} "
            + $"asked for"
        : $"{LeastDigits} of {Wish.Digits} digits";

    /// <summary>
    /// The singular values that stand in the way where the wish was not met, counted from 1: those that cannot be told from 0, else those
    /// that are wider than the digits asked for.
    /// </summary>
    public IReadOnlyList<int> Obstacles
    {
        get
        {
            int[] atZero = [.. Spectrum.SingularValues.Select((value, i) => (value, i))
                .Where(x => x.value.Lower.IsZero && !x.value.Upper.IsZero).Select(x => x.i + 1)];
            return atZero.Length > 0 ? atZero : Spectrum.ShortOf(Wanted);
        }
    }

    private double WidestWidth => Schatten.Select(sums => sums.Sum).Append(Spectrum.SpectralNorm).Append(Frobenius)
        .Max(value => BigFloat.Subtract(value.Upper, value.Lower, 64, Rounding.Up).ToDouble(Rounding.Up));

    /// <summary>The least of the digits of everything that is printed.</summary>
    public int LeastDigits => Schatten.Select(sum => sum.Digits).Append(Digits).Min();

    /// <summary>Certifies a matrix of a file.</summary>
    public static TensorSpectrum Of(StoredWeight weight, SpectrumCertifier certifier, SpectrumWish wish,
        IReadOnlyList<(string Text, Rational Value)> exponents, IProgress<string> progress)
    {
        IReadOnlyList<Matrix> factors = weight.Factors;
        SpectrumGoal goal = wish.Goal(exponents);
        IntervalContext context = wish.Context;
        CertifiedSingularValues spectrum;
        Interval frobenius;
        if (factors.Count == 1 && weight.Scale == Rational.One && weight.UnderRoot == Rational.One && weight.Dropped == 0)
        {
            CertifiedSpectrum stored = certifier.Certify(factors[0], goal, progress);
            (spectrum, frobenius) = (stored, stored.FrobeniusNorm(context));
        }
        else
        {
            ProductSpectrum product = ProductSpectrum.Certify(certifier, certifier.Engine, factors,
                (weight.Scale, weight.UnderRoot, weight.Dropped), goal);
            (spectrum, frobenius) = (product.Values, product.FrobeniusNorm(context));
        }

        int digits = wish.WorkingDigits;
        Outcome<Interval> stable = spectrum is CertifiedSpectrum one ? one.StableRank(context)
            : spectrum.SpectralNorm.Lower.Sign > 0 ? context.Divide(context.Square(frobenius), context.Square(spectrum.SpectralNorm))
            : Outcome<Interval>.Undecided("the spectral norm is not bounded away from 0");
        int reached = new[]
        {
            spectrum.Digits(digits),
            spectrum.SpectralNorm.Digits(digits),
            frobenius.Digits(digits),
            stable.IsEnclosed ? stable.Value.Digits(digits) : digits,
        }.Min();
        return new TensorSpectrum(
            weight.Name,
            weight.Shape,
            weight.DType,
            [factors[0].Rows, factors[^1].Columns],
            weight.Note,
            spectrum,
            frobenius,
            stable.IsEnclosed ? stable.Value : null,
            reached,
            wish,
            [.. exponents.Select(p => Sums(context, spectrum, p, digits))]);
    }

    private static SchattenSums Sums(IntervalContext context, CertifiedSingularValues spectrum, (string Text, Rational Value) p, int digits)
    {
        Interval exponent = context.Of(p.Value);
        Interval sum = spectrum.SchattenSum(context, exponent).Value;
        CertifiedSpectrum? stored = spectrum as CertifiedSpectrum;
        return new SchattenSums(
            p.Text, sum, ValueOrNull(stored?.StorageSchattenSum(context, exponent)),
                ValueOrNull(stored?.SchattenSumAtStorageRank(context, exponent)), sum.Digits(digits));
    }

    private static Interval? ValueOrNull(Outcome<Interval>? outcome) => outcome is { IsEnclosed: true } known ? known.Value : null;
}
