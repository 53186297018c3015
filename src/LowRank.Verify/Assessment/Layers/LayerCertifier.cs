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
