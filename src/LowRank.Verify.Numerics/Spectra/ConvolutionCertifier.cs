using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Certified operator norm and, where the route gives them, all singular values of a convolution as a linear map.
/// <list type="bullet">
/// <item>Circular padding whose outputs tile the torus (m_a·s_a = n_a): exact by Fourier blocks.</item>
/// <item>Small operators: the certified spectrum of the dense operator.</item>
/// <item>Zero padding otherwise: the operator is a part of the circular one on any torus of N_a ≥ n_a + (what the windows that see the
/// input reach beyond it), at most input + effective kernel − 1, whose norm is an upper bound; √κ·(norm of the reshaped kernel) is another;
/// a Rayleigh quotient is the lower one.</item>
/// <item>Groups: block diagonal, so the singular values are those of all groups and the norm is the largest.</item>
/// </list>
/// </summary>
/// <param name="spectra">Certifies blocks and dense operators.</param>
public sealed class ConvolutionCertifier(ISpectrumSource spectra)
{
    private const int Precision = Bits.Certificate;

    // A dense operator of this size takes seconds.
    private const long MostDenseEntries = 1L << 19;
    private const long MostDenseValues = 640;

    // Operations of all blocks' decompositions, about 30·h·w·min(h, w) each; a few minutes on two cores.
    private const double MostBlockWork = 6e12;

    /// <summary>
    /// Enclosures of the singular values. <paramref name="digits"/> is the wish of a dense certificate; Fourier blocks give about 13
    /// digits, and a zero-padded operator too large to unroll gets an interval as wide as its bounds.
    /// </summary>
    public ConvolutionSpectrum Certify(ConvolutionOperator convolution, int digits = 15)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ConvolutionSpectrum[] parts = [.. convolution.Split().Select(part => CertifyGroup(part, digits))];
        if (parts.Length == 1)
        {
            return parts[0];
        }

        IReadOnlyList<Interval>? values = Array.TrueForAll(parts, part => part.SingularValues is not null)
            ? Descending(parts.SelectMany(part => part.SingularValues!))
            : null;
        string routes = string.Join("; ", parts.Select(part => part.Route).Distinct());
        return new ConvolutionSpectrum(parts.Select(part => part.OperatorNorm).Aggregate(IntervalContext.Max), values,
            $"largest of {parts.Length} groups: {routes}");
    }

    /// <summary>Enclosures by Fourier blocks, or null where the outputs do not tile the torus or the padding is not circular.</summary>
    internal ConvolutionSpectrum? ByFourierBlocks(ConvolutionOperator part)
    {
        bool tiles = part.Padding == ConvolutionPadding.Circular
            && Enumerable.Range(0, part.InputShape.Count).All(a => (long)part.OutputShape[a] * part.Strides[a] == part.InputShape[a]);
        if (!tiles)
        {
            return null;
        }

        CircularBlocks blocks = new(part, [.. part.InputShape]);
        if (!IsAffordable(blocks))
        {
            return null;
        }

        Interval[] values = Descending(blocks.Certify(spectra).SelectMany(block => block));
        return new ConvolutionSpectrum(
            values[0], values,
                $"Fourier blocks of {blocks.Rows} × {blocks.Columns} at {string.Join('×', part.OutputShape)} frequencies of the circular "
                + $"convolution");
    }

    /// <summary>Enclosures from the unrolled operator, or null where it is large or its entries are no doubles.</summary>
    internal ConvolutionSpectrum? ByDenseOperator(ConvolutionOperator part, int digits)
    {
        if (part.MinimumDimension > MostDenseValues || part.Rows > MostDenseEntries / part.Columns || part.Unroll() is not { } dense)
        {
            return null;
        }

        CertifiedSpectrum spectrum = spectra.Certify(dense, digits);
        return new ConvolutionSpectrum(spectrum.SpectralNorm, spectrum.SingularValues, $"dense operator {dense.Rows} × {dense.Columns}");
    }

    /// <summary>A lower and an upper bound of the norm.</summary>
    internal ConvolutionSpectrum ByBounds(ConvolutionOperator part)
    {
        BigFloat lower = RayleighBound.Lower(part);
        long cover = part.LargestCover;
        BigFloat kernelNorm = spectra.Certify(part.Kernel, 0).SpectralNorm.Upper;
        BigFloat upper = BigFloat.Multiply(BigFloat.Sqrt(BigFloat.Of(cover), Precision, Rounding.Up), kernelNorm, Precision, Rounding.Up);
        string route = $"√{cover} times the norm of the reshaped kernel, {cover} windows over one entry";
        if (Torus(part) is { } torus && new CircularBlocks(torus.Operator, torus.Sizes) is var blocks && IsAffordable(blocks))
        {
            // Only the norm is wanted: no block is decomposed.
            BigFloat circular = spectra is SpectrumCertifier { Engine: var engine } ? blocks.NormLimit(engine)
                : blocks.Certify(spectra)
                    .Aggregate(BigFloat.Zero, (largest, block) => BigFloat.Max(largest, block.Max(value => value.Upper)!));
            if (circular < upper)
            {
                upper = circular;
                route = $"the circular convolution on "
                    + $"{string.Join('×', torus.Sizes)}{(torus.Operator == part ? string.Empty : " at stride 1")}";
            }
        }

        // The bounds of one number may touch, and rounding may leave them a hair in the wrong order only if one of them is wrong.
        return lower <= upper
            ? new ConvolutionSpectrum(new Interval(lower, upper), null, $"between a Rayleigh quotient and {route}")
            : throw new EngineRefusedException(
                $"Two bounds of a convolution's norm contradict each other: at least {lower} and at most {upper}.");
    }

    private ConvolutionSpectrum CertifyGroup(ConvolutionOperator part, int digits) =>
        ByFourierBlocks(part) ?? ByDenseOperator(part, digits) ?? ByBounds(part);

    private static bool IsAffordable(CircularBlocks blocks)
    {
        double height = 2.0 * blocks.Rows, width = 2.0 * blocks.Columns;
        return blocks.Count * 30 * height * width * Math.Min(height, width) <= MostBlockWork;
    }

    /// <summary>
    /// A torus on which the circular convolution has the operator as a part: the input lies in it, no window that sees the input meets it
    /// twice, and the windows' places are distinct. Null where there is none.
    /// </summary>
    internal static (ConvolutionOperator Operator, int[] Sizes)? Torus(ConvolutionOperator part)
    {
        int dimensions = part.InputShape.Count;
        int[] sizes = new int[dimensions];
        if (part.Padding == ConvolutionPadding.Circular)
        {
            if (Enumerable.Range(0, dimensions).Any(a => (long)(part.OutputShape[a] - 1) * part.Strides[a] >= part.InputShape[a]))
            {
                return null; // an output comes twice
            }

            // Some outputs of the circular convolution at this stride where it divides the torus. Where it does not, some of those at
            // stride 1, which is valid but loose.
            bool divides = Enumerable.Range(0, dimensions).All(a => part.InputShape[a] % part.Strides[a] == 0);
            return (divides ? part : part.AtStrideOne(), [.. part.InputShape]);
        }

        for (int a = 0; a < dimensions; a++)
        {
            sizes[a] = TorusSize(part, a);
        }

        return (part, sizes);
    }

    // Entries of the kernel that never meet [0, n) have no effect, and windows m without any entry inside give rows of zeros. Over the
    // rest, entries read from −before to n − 1 + after: on a torus of n + max(before, after) none of them wraps into the input.
    private static int TorusSize(ConvolutionOperator part, int a)
    {
        int n = part.InputShape[a], s = part.Strides[a], before = 0, after = 0, first = -1, last = -1;
        int At(int m, int j) => checked((s * m) - part.PadsBegin[a] + (part.Dilations[a] * j));
        bool IsInside(int m, int j) => At(m, j) is var at && at >= 0 && at < n;
        int[] windows = [.. Enumerable.Range(0, part.OutputShape[a])];
        int[] alive = [.. Enumerable.Range(0, part.KernelShape[a]).Where(j => windows.Any(m => IsInside(m, j)))];
        foreach (int m in windows.Where(m => alive.Any(j => IsInside(m, j))))
        {
            first = first < 0 ? m : first;
            last = m;
            before = Math.Max(before, -At(m, alive[0]));
            after = Math.Max(after, At(m, alive[^1]) - n + 1);
        }

        int least = Math.Max(n + Math.Max(before, after), first < 0 ? 1 : (last - first + 1) * s);
        return checked((least + s - 1) / s * s);
    }

    private static Interval[] Descending(IEnumerable<Interval> values)
    {
        // The i-th largest number lies between the i-th largest lower and the i-th largest upper end.
        Interval[] all = [.. values];
        BigFloat[] lower = [.. all.Select(value => value.Lower).OrderDescending()],
            upper = [.. all.Select(value => value.Upper).OrderDescending()];
        return [.. lower.Zip(upper, (l, u) => new Interval(l, u))];
    }
}
