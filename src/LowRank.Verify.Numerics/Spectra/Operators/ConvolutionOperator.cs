using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// A convolution (cross-correlation, as ONNX and torch define it) as the linear map that it is, from c_in × n_1 × … × n_D numbers to c_out
/// × m_1 × … × m_D: y[o, m] = Σ_{c, j} K[o, c, j] · x[c, (s_a·m_a + d_a·j_a − b_a)_a], c over the input channels of o's group, j over the
/// kernel's entries; s stride, d dilation, b padding before. An index beyond the input reads 0 (zero padding) or wraps (circular padding).
/// m_a = ⌊(n_a + b_a + e_a − d_a(k_a − 1) − 1)/s_a⌋ + 1, e padding after. Any number of spatial dimensions D ≥ 1. Nothing here is rounded
/// but in the products with vectors.
/// </summary>
public sealed partial class ConvolutionOperator
{
    private const int LargestSize = 1 << 24;

    private readonly int[][] sources; // per tap, for every output position the input position that it reads, or −1

    /// <summary>Creates the operator of a kernel on a grid.</summary>
    /// <param name="kernel">c_out × (c_in/groups · k_1 · … · k_D), row-major within a row, as a kernel tensor is stored.</param>
    /// <param name="kernelShape">k_1 … k_D.</param>
    /// <param name="inputShape">n_1 … n_D.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="strides">Steps; null for 1.</param>
    /// <param name="padsBegin">Padding before; null for 0.</param>
    /// <param name="padsEnd">Padding after; null for the padding before.</param>
    /// <param name="dilations">Distances between the kernel's entries; null for 1.</param>
    /// <param name="padding">What stands in the padding.</param>
    /// <exception cref="ArgumentException">Sizes disagree, are out of range, no window fits, or the padding has no certificate.</exception>
    public ConvolutionOperator(
        Matrix kernel,
        IReadOnlyList<int> kernelShape,
        IReadOnlyList<int> inputShape,
        int groups = 1,
        IReadOnlyList<int>? strides = null,
        IReadOnlyList<int>? padsBegin = null,
        IReadOnlyList<int>? padsEnd = null,
        IReadOnlyList<int>? dilations = null,
        ConvolutionPadding padding = ConvolutionPadding.Zero)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(kernelShape);
        ArgumentNullException.ThrowIfNull(inputShape);
        if (padding is not (ConvolutionPadding.Zero or ConvolutionPadding.Circular))
        {
            throw new ArgumentException(
                $"{padding} padding is refused: it makes the operator neither a part of a circular convolution nor a block-circulant "
                    + $"one, so no certified norm is known for it; zero and circular padding are.",
                nameof(padding));
        }

        int dimensions = kernelShape.Count;
        Kernel = kernel;
        KernelShape = Setting(kernelShape, dimensions, 1, 1, nameof(kernelShape));
        InputShape = Setting(inputShape, dimensions, 1, 1, nameof(inputShape));
        Strides = Setting(strides, dimensions, 1, 1, nameof(strides));
        Dilations = Setting(dilations, dimensions, 1, 1, nameof(dilations));
        PadsBegin = Setting(padsBegin, dimensions, 0, 0, nameof(padsBegin));
        PadsEnd = padsEnd is null ? PadsBegin : Setting(padsEnd, dimensions, 0, 0, nameof(padsEnd));
        Padding = padding;
        Taps = Product(KernelShape, nameof(kernelShape));
        InputPositions = Product(InputShape, nameof(inputShape));
        if (dimensions == 0 || groups < 1 || kernel.Rows % groups != 0 || kernel.Columns % Taps != 0)
        {
            throw new ArgumentException(
                $"A kernel of {kernel.Rows} × {kernel.Columns} with entries {string.Join('×', kernelShape)} cannot be split into "
                    + $"{groups} groups.", nameof(kernel));
        }

        Groups = groups;
        OutputChannels = kernel.Rows;
        ChannelsPerGroup = kernel.Columns / Taps;
        int[] output = new int[dimensions];
        for (int a = 0; a < dimensions; a++)
        {
            long room = (long)InputShape[a] + PadsBegin[a] + PadsEnd[a] - Reach(a);
            output[a] = room >= 0 ? (int)(room / Strides[a]) + 1 : throw new ArgumentException(
                $"A window of {Reach(a)} does not fit an input of {InputShape[a]} with padding {PadsBegin[a]} and {PadsEnd[a]} along "
                    + $"dimension {a}.", nameof(inputShape));
        }

        OutputShape = output;
        OutputPositions = Product(OutputShape, nameof(inputShape));
        sources = Sources();
    }

    /// <summary>One group with the geometry of the whole.</summary>
    private ConvolutionOperator(Matrix kernel, ConvolutionOperator whole)
    {
        Kernel = kernel;
        KernelShape = whole.KernelShape;
        InputShape = whole.InputShape;
        OutputShape = whole.OutputShape;
        Strides = whole.Strides;
        Dilations = whole.Dilations;
        PadsBegin = whole.PadsBegin;
        PadsEnd = whole.PadsEnd;
        Padding = whole.Padding;
        Taps = whole.Taps;
        InputPositions = whole.InputPositions;
        OutputPositions = whole.OutputPositions;
        ChannelsPerGroup = whole.ChannelsPerGroup;
        OutputChannels = kernel.Rows;
        Groups = 1;
        sources = whole.sources;
    }

    /// <summary>The kernel reshaped, one row per output channel.</summary>
    public Matrix Kernel { get; }

    /// <summary>k_1 … k_D.</summary>
    public IReadOnlyList<int> KernelShape { get; }

    /// <summary>n_1 … n_D.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>m_1 … m_D.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>s_1 … s_D.</summary>
    public IReadOnlyList<int> Strides { get; }

    /// <summary>b_1 … b_D.</summary>
    public IReadOnlyList<int> PadsBegin { get; }

    /// <summary>e_1 … e_D.</summary>
    public IReadOnlyList<int> PadsEnd { get; }

    /// <summary>d_1 … d_D.</summary>
    public IReadOnlyList<int> Dilations { get; }

    /// <summary>What stands in the padding.</summary>
    public ConvolutionPadding Padding { get; }

    /// <summary>Groups of channels that do not mix: the operator is block diagonal.</summary>
    public int Groups { get; }

    /// <summary>c_out.</summary>
    public int OutputChannels { get; }

    /// <summary>c_in/groups.</summary>
    public int ChannelsPerGroup { get; }

    /// <summary>c_in.</summary>
    public int InputChannels => ChannelsPerGroup * Groups;

    /// <summary>k_1 ⋯ k_D.</summary>
    public int Taps { get; }

    /// <summary>n_1 ⋯ n_D.</summary>
    public int InputPositions { get; }

    /// <summary>m_1 ⋯ m_D.</summary>
    public int OutputPositions { get; }

    /// <summary>Rows of the operator.</summary>
    public long Rows => (long)OutputChannels * OutputPositions;

    /// <summary>Columns of the operator.</summary>
    public long Columns => (long)InputChannels * InputPositions;

    /// <summary>min(rows, columns): the number of singular values.</summary>
    public long MinimumDimension => Math.Min(Rows, Columns);

    /// <summary>
    /// The largest number of windows that read one input coordinate, κ: with the reshaped group kernels K_g, ‖operator‖ ≤ √κ·max ‖K_g‖,
    /// since the operator is the kernel at every position after the map that takes out the patches, and that map has norm √κ.
    /// </summary>
    public long LargestCover
    {
        get
        {
            int[] covers = new int[InputPositions];
            foreach (int[] tap in sources)
            {
                foreach (int source in tap)
                {
                    covers[source < 0 ? 0 : source] += source < 0 ? 0 : 1;
                }
            }

            return covers.Max();
        }
    }

    /// <summary>d_a(k_a − 1) + 1: how far a window reaches along dimension a, the effective kernel.</summary>
    internal int Reach(int a) => checked((Dilations[a] * (KernelShape[a] - 1)) + 1);

    /// <summary>True when the kernel's entry is read by some output from inside the input; the others have no effect.</summary>
    internal bool IsAlive(int tap) => Array.Exists(sources[tap], source => source >= 0);

    /// <summary>Index of a kernel's entry along every dimension.</summary>
    internal int[] TapIndex(int tap) => Unflatten(tap, KernelShape);

    /// <summary>The operators of the groups: the whole is their direct sum, up to the order of coordinates.</summary>
    internal IReadOnlyList<ConvolutionOperator> Split()
    {
        if (Groups == 1)
        {
            return [this];
        }

        int rows = OutputChannels / Groups;
        return [.. Enumerable.Range(0, Groups).Select(g =>
        {
            double[] values = new double[rows * Kernel.Columns];
            for (int j = 0; j < Kernel.Columns; j++)
            {
                Array.Copy(Kernel.Values, (j * OutputChannels) + (g * rows), values, j * rows, rows);
            }

            return new ConvolutionOperator(new Matrix(rows, Kernel.Columns, values, Kernel.Storage), this);
        })];
    }

    /// <summary>The circular convolution of this kernel at stride 1 on the same torus.</summary>
    internal ConvolutionOperator AtStrideOne()
    {
        int[] around = [.. Enumerable.Range(0, InputShape.Count).Select(a => Reach(a) - 1)];
        return new ConvolutionOperator(Kernel, KernelShape, InputShape, Groups, null, around, new int[around.Length], Dilations, Padding);
    }

    /// <summary>
    /// The operator as a dense matrix, row o·(m_1⋯m_D) + m, column c·(n_1⋯n_D) + n, positions in row-major order. Where a window wraps onto
    /// itself, entries are sums of kernel entries; null where such a sum is no double.
    /// </summary>
    /// <exception cref="ArgumentException">The matrix would have 2^28 entries or more.</exception>
    public Matrix? Unroll()
    {
        const long MostEntries = 1L << 28;
        if (Rows >= MostEntries || Columns >= MostEntries || Rows * Columns >= MostEntries)
        {
            throw new ArgumentException($"The dense operator would be {Rows} × {Columns}.");
        }

        double[] values = new double[Rows * Columns];
        foreach ((long place, double weight) in DenseEntries())
        {
            ref double entry = ref values[place];
            double sum = entry + weight;
            if (!IsExact(entry, weight, sum))
            {
                return null;
            }

            entry = sum;
        }

        return new Matrix((int)Rows, (int)Columns, values);
    }

    /// <summary>
    /// The operator as a sum of dense matrices, exactly, where a window wraps onto itself and entries are sums of kernel entries that no
    /// double holds; null where such a sum is beyond the range of doubles. For small operators: the sums are rationals.
    /// </summary>
    public MatrixSum? UnrollToSum()
    {
        Dictionary<long, Rational> rest = [];
        foreach ((long place, double weight) in DenseEntries())
        {
            rest[place] = rest.GetValueOrDefault(place, Rational.Zero) + Rational.Of(weight);
        }

        List<Matrix> terms = [];
        while (terms.Count == 0 || rest.Count > 0)
        {
            double[] values = new double[Rows * Columns];
            foreach ((long place, Rational sum) in rest.ToArray())
            {
                values[place] = sum.ToDouble();
                if (!double.IsFinite(values[place]))
                {
                    return null;
                }

                rest[place] = sum - Rational.Of(values[place]);
                if (rest[place].Sign == 0)
                {
                    _ = rest.Remove(place);
                }
            }

            terms.Add(new Matrix((int)Rows, (int)Columns, values));
        }

        return new MatrixSum(terms);
    }

    // Column-major places of the dense matrix and what is added there.
    private IEnumerable<(long Place, double Weight)> DenseEntries()
    {
        int outputsPerGroup = OutputChannels / Groups;
        for (int o = 0; o < OutputChannels; o++)
        {
            int firstChannel = o / outputsPerGroup * ChannelsPerGroup;
            for (int c = 0; c < ChannelsPerGroup; c++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    double weight = Kernel[o, (c * Taps) + tap];
                    for (int m = 0; m < OutputPositions; m++)
                    {
                        if (sources[tap][m] is var source and >= 0)
                        {
                            yield return (((long)o * OutputPositions) + m
                                + ((((long)(firstChannel + c) * InputPositions) + source) * Rows), weight);
                        }
                    }
                }
            }
        }
    }

    private static bool IsExact(double x, double y, double sum)
    {
        double part = sum - x;
        return double.IsFinite(sum) && (x - (sum - part)) + (y - part) == 0;
    }

    private int[][] Sources()
    {
        int[][] result = new int[Taps][];
        for (int tap = 0; tap < Taps; tap++)
        {
            int[] j = Unflatten(tap, KernelShape);
            result[tap] = new int[OutputPositions];
            int[] m = new int[OutputShape.Count];
            for (int position = 0; position < OutputPositions; position++)
            {
                result[tap][position] = Source(j, m);
                for (int a = m.Length - 1; a >= 0 && ++m[a] == OutputShape[a]; a--)
                {
                    m[a] = 0;
                }
            }
        }

        return result;
    }

    private int Source(int[] j, int[] m)
    {
        int flat = 0;
        for (int a = 0; a < m.Length; a++)
        {
            long at = ((long)Strides[a] * m[a]) + ((long)Dilations[a] * j[a]) - PadsBegin[a];
            if (at < 0 || at >= InputShape[a])
            {
                if (Padding == ConvolutionPadding.Zero)
                {
                    return -1;
                }

                at = ((at % InputShape[a]) + InputShape[a]) % InputShape[a];
            }

            flat = (flat * InputShape[a]) + (int)at;
        }

        return flat;
    }

    private static int[] Unflatten(int flat, IReadOnlyList<int> shape)
    {
        int[] index = new int[shape.Count];
        for (int a = index.Length - 1; a >= 0; a--)
        {
            index[a] = flat % shape[a];
            flat /= shape[a];
        }

        return index;
    }

    private static int[] Setting(IReadOnlyList<int>? given, int dimensions, int otherwise, int minimum, string name)
    {
        int[] values = given is null ? [.. Enumerable.Repeat(otherwise, dimensions)] : [.. given];
        return values.Length == dimensions && Array.TrueForAll(values, v => v >= minimum && v <= LargestSize)
            ? values
            : throw new ArgumentException(
                $"{dimensions} integers from {minimum} to {LargestSize} are needed, not ({string.Join(", ", values)}).", name);
    }

    private static int Product(IReadOnlyList<int> shape, string name)
    {
        long product = 1;
        foreach (int size in shape)
        {
            product *= size;
            if (product > LargestSize)
            {
                throw new ArgumentException($"A grid of {string.Join('×', shape)} has more than {LargestSize} positions.", name);
            }
        }

        return (int)product;
    }
}
