using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>Certified numbers of a layer from its stored matrices.</summary>
internal sealed class LayerCertifier(ISpectrumSource spectra, IntervalContext context, int digits)
{
    public LayerAssessment Certify(LinearMap map)
    {
        Rational scale = Rational.Abs(map.Scale);
        Interval factor = context.Of(scale);
        List<FactorAssessment> factors = [.. map.Factors.Select(f => new FactorAssessment(f.Tensor, spectra.Certify(f.Matrix, digits)))];
        Matrix first = map.Factors[0].Matrix, last = map.Factors[^1].Matrix;
        if (map.Radius > 0)
        {
            return Around(map, factors[0], factor);
        }

        if (factors.Count == 1)
        {
            CertifiedSpectrum spectrum = factors[0].Spectrum;
            Outcome<Interval> stable = spectrum.StableRank(context);
            return new LayerAssessment(
                map.Name,
                map.Kind,
                first.Rows,
                first.Columns,
                context.Multiply(factor, spectrum.SpectralNorm),
                context.Multiply(factor, spectrum.FrobeniusNorm(context)),
                context.Multiply(factor, EntryNorms.RowNorm21(context, first)),
                stable.IsEnclosed ? stable.Value : null,
                spectrum.Rank,
                spectrum.StorageRank,
                factors,
                scale)
            {
                Convolution = map.Convolution is { } convolution ? Certify(convolution, factor) : null,
            };
        }

        // What was stored are the factors: their product is formed without rounding, and certified like a stored matrix.
        int rankLimit = factors.Min(f => f.Spectrum.Rank.Upper);
        ISumSpectrumSource sums = spectra as ISumSpectrumSource ?? new LeadingTermSpectra(spectra);
        FactoredSpectrum product = FactoredSpectrum.Certify(sums, Engines.Default, [.. map.Factors.Select(f => f.Matrix)], rankLimit,
            digits);
        Interval squares = product.FrobeniusSquared(context);
        Outcome<Interval> ratio = context.Divide(squares, context.Square(product.Values.SpectralNorm));
        return new LayerAssessment(
            map.Name,
            map.Kind,
            first.Rows,
            last.Columns,
            context.Multiply(factor, product.Values.SpectralNorm),
            context.Multiply(factor, context.Sqrt(squares).Value),
            context.Multiply(factor, product.RowNorm21(context)),
            ratio.IsEnclosed ? ratio.Value : null,
            product.Values.Rank,
            new IntegerBracket(0, factors.Min(f => f.CutRank)),
            factors,
            scale);
    }

    /// <summary>
    /// The numbers of every matrix within ρ = map.Radius (Frobenius) of the only factor Ŵ: by Weyl its singular values are within ρ of
    /// those of Ŵ, so is its Frobenius norm; its row norms are within ρ_i with Σρ_i² ≤ ρ², so that their sum is within √m·ρ; the map of a
    /// convolution is within √κ·ρ, κ the most windows over one input entry.
    /// </summary>
    private LayerAssessment Around(LinearMap map, FactorAssessment near, Interval factor)
    {
        CertifiedSpectrum spectrum = near.Spectrum;
        Matrix matrix = spectrum.Matrix;
        BigFloat radius = BigFloat.Of(map.Radius);
        Interval[] values = [.. spectrum.SingularValues.Select(value => Wide(value, radius))];
        IntegerBracket rank = new(values.Count(value => value.Lower.Sign > 0), values.Length);
        Interval frobenius = Wide(spectrum.FrobeniusNorm(context), radius);
        Outcome<Interval> stable = context.Divide(context.Square(frobenius), context.Square(values[0]));
        FactorAssessment around = new(near.Tensor,
            new CertifiedSpectrum(matrix, values, rank, null, $"{spectrum.Method}; of a matrix near it"));
        return new LayerAssessment(
            map.Name,
            map.Kind,
            matrix.Rows,
            matrix.Columns,
            context.Multiply(factor, values[0]),
            context.Multiply(factor, frobenius),
            context.Multiply(factor, Wide(EntryNorms.RowNorm21(context, matrix), Times(radius, matrix.Rows))),
            stable.IsEnclosed ? stable.Value : null,
            rank,
            null,
            [around],
            Rational.Abs(map.Scale))
        {
            Convolution = map.Convolution is { } convolution ? Around(Certify(convolution, Interval.One), radius, factor) : null,
        };
    }

    private ConvolutionAssessment Around(ConvolutionAssessment near, BigFloat radius, Interval factor) => near with
    {
        OperatorNorm = context.Multiply(factor, Wide(near.OperatorNorm, near.ChangeOf(radius))),
        KernelTwoOne = context.Multiply(factor, Wide(near.KernelTwoOne, Times(radius, near.Operator.OutputChannels * near.Operator.Taps))),
    };

    // √n·r, rounded up.
    private static BigFloat Times(BigFloat radius, long n) => BigFloat.Multiply(radius,
        BigFloat.Sqrt(BigFloat.Of(n), Bits.Certificate, Rounding.Up), Bits.Certificate, Rounding.Up);

    private Interval Wide(Interval value, BigFloat radius)
    {
        Interval wide = context.Widen(value, radius);
        return new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
    }

    private ConvolutionAssessment Certify(ConvolutionOperator convolution, Interval factor)
    {
        // Blocks of one convolution are many and never asked for again, so they are not remembered.
        ConvolutionSpectrum certified = new ConvolutionCertifier(spectra is RememberedSpectra remembered ? remembered.Source : spectra)
            .Certify(convolution, digits);
        return new ConvolutionAssessment(convolution, context.Multiply(factor, certified.OperatorNorm), certified.Route,
            context.Multiply(factor, TwoOne(convolution)));
    }

    // Σ over (o, j) of (Σ_c K[o, c, j]²)^½: the matrix whose rows are the kernel's (o, j) has this as its row norm.
    private Interval TwoOne(ConvolutionOperator convolution)
    {
        int channels = convolution.ChannelsPerGroup, rows = convolution.OutputChannels * convolution.Taps;
        double[] values = new double[(long)rows * channels];
        for (int c = 0; c < channels; c++)
        {
            Array.Copy(convolution.Kernel.Values, (long)c * rows, values, (long)c * rows, rows);
        }

        return EntryNorms.RowNorm21(context, new Matrix(rows, channels, values));
    }
}
