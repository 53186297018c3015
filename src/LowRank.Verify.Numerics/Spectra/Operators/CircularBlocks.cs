using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// A circular convolution of one group on a torus Z_{N_1} × … × Z_{N_D}, every stride s_a a divisor of N_a = s_a·M_a, as its Fourier
/// blocks. With the input split by the residues of its positions (n_a = s_a·m_a + φ_a, the polyphase parts) and t_a = d_a·j_a = s_a·q_a +
/// φ_a, y[o, m] = Σ_{c, φ} Σ_{j: φ(j) = φ} K[o, c, j]·x_φ[c, m + q(j)], which the unitary Fourier transform over Z_{M_1} × … × Z_{M_D}
/// turns into the blocks B(ω)[o, (c, φ)] = Σ_{j: φ(j) = φ} K[o, c, j]·exp(2πi Σ_a ω_a q_a(j)/M_a). The singular values are those of all
/// blocks. Padding shifts the input around the torus, which changes none of them. A complex block is certified as the real matrix [[Re,
/// −Im], [Im, Re]], which has every singular value of B twice: those of B(ω) and of B(−ω), its conjugate. The entries are rounded; their
/// error is bounded by a Frobenius norm and added by Weyl's inequality.
/// </summary>
internal sealed class CircularBlocks
{
    private const int Precision = Bits.Certificate;

    // Powers of two outside of this range are taken out of the kernel first, so that no product overflows and none underflows unseen.
    private const int LargestExponent = 400;

    private readonly ConvolutionOperator source;
    private readonly int[] frequencies; // M_a
    private readonly UnitRoots roots;
    private readonly double[] weights;
    private readonly int exponent;
    private readonly int[] taps; // entries of the kernel that matter
    private readonly int[] phases; // φ(j), flat, per tap
    private readonly int[][] shifts; // q(j) in units of the common root, per tap and dimension
    private readonly int phaseCount;

    /// <summary>Prepares the blocks of a kernel on a torus.</summary>
    /// <param name="source">One group; only its kernel, strides and dilations are used, and which entries of the kernel matter.</param>
    /// <param name="torus">N_1 … N_D.</param>
    public CircularBlocks(ConvolutionOperator source, int[] torus)
    {
        this.source = source;
        frequencies = [.. torus.Select((size, a) => size / source.Strides[a])];
        int common = frequencies.Aggregate(1, LeastCommonMultiple);
        roots = new UnitRoots(common);
        phaseCount = source.Strides.Aggregate(1, (product, s) => product * s);
        taps = [.. Enumerable.Range(0, source.Taps).Where(source.IsAlive)];
        phases = new int[taps.Length];
        shifts = new int[taps.Length][];
        for (int t = 0; t < taps.Length; t++)
        {
            int[] j = source.TapIndex(taps[t]);
            shifts[t] = new int[j.Length];
            for (int a = 0; a < j.Length; a++)
            {
                int at = (int)((long)source.Dilations[a] * j[a] % torus[a]);
                phases[t] = (phases[t] * source.Strides[a]) + (at % source.Strides[a]);
                shifts[t][a] = at / source.Strides[a] * (common / frequencies[a]);
            }
        }

        double largest = source.Kernel.Values.Max(Math.Abs);
        exponent = largest == 0 || Math.Abs(Math.ILogB(largest)) <= LargestExponent ? 0 : Math.ILogB(largest);
        weights = exponent == 0 ? source.Kernel.Values : Array.ConvertAll(source.Kernel.Values, w => Math.ScaleB(w, -exponent));
        EntryError = ErrorNorm();
    }

    /// <summary>Number of blocks that have to be certified: one of each pair ω, −ω.</summary>
    public long Count => Representatives().LongCount();

    /// <summary>Rows of a block.</summary>
    public int Rows => source.OutputChannels;

    /// <summary>Columns of a block.</summary>
    public int Columns => source.ChannelsPerGroup * phaseCount;

    /// <summary>A limit of ‖computed block − block‖ for all blocks, in units of 2^exponent; 0 where nothing is rounded.</summary>
    public double EntryError { get; }

    /// <summary>
    /// Enclosures of the singular values of every block, the pair ω and −ω together; those of one frequency are in descending order.
    /// </summary>
    public IEnumerable<Interval[]> Certify(ISpectrumSource spectra)
    {
        BigFloat error = BigFloat.Of(EntryError);
        foreach (int[] frequency in Representatives())
        {
            // No wish for digits: the rounding of the entries is of the same size as the double-level certificate.
            CertifiedSpectrum spectrum = spectra.Certify(Block(frequency), 0);
            yield return [.. spectrum.SingularValues.Select(value => new Interval(
                BigFloat.Scale(BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, error, Precision, Rounding.Down)), exponent),
                BigFloat.Scale(BigFloat.Add(value.Upper, error, Precision, Rounding.Up), exponent)))];
        }
    }

    /// <summary>An upper end of the norms of all blocks.</summary>
    public BigFloat NormLimit(IEngine engine)
    {
        double largest = 0;
        foreach (int[] frequency in Representatives())
        {
            largest = Certificates.NormLimit.Largest(Block(frequency), largest, engine);
        }

        return BigFloat.Scale(BigFloat.Add(BigFloat.Of(largest), BigFloat.Of(EntryError), Precision, Rounding.Up), exponent);
    }

    private bool IsReal(int[] frequency) => frequency.Select((w, a) => 2 * w % frequencies[a]).All(rest => rest == 0);

    /// <summary>
    /// The block at a frequency in units of 2^exponent, or its real form of twice the size; at most <see cref="EntryError"/> off in norm.
    /// </summary>
    internal Matrix Block(int[] frequency)
    {
        bool isReal = IsReal(frequency);
        int rows = Rows, columns = Columns, height = isReal ? rows : 2 * rows;
        double[] values = new double[(long)height * (isReal ? columns : 2 * columns)];
        double[] real = new double[rows], imaginary = new double[rows];
        for (int c = 0; c < source.ChannelsPerGroup; c++)
        {
            for (int phase = 0; phase < phaseCount; phase++)
            {
                Array.Clear(real);
                Array.Clear(imaginary);
                for (int t = 0; t < taps.Length; t++)
                {
                    if (phases[t] == phase)
                    {
                        int angle = Angle(frequency, shifts[t]);
                        double cosine = roots.Cosines[angle], sine = roots.Sines[angle];
                        ReadOnlySpan<double> column = weights.AsSpan(((c * source.Taps) + taps[t]) * rows, rows);
                        for (int o = 0; o < rows; o++)
                        {
                            real[o] += column[o] * cosine;
                            imaginary[o] += column[o] * sine;
                        }
                    }
                }

                int at = (c * phaseCount) + phase;
                real.CopyTo(values, (long)at * height);
                if (!isReal)
                {
                    imaginary.CopyTo(values, ((long)at * height) + rows);
                    for (int o = 0; o < rows; o++)
                    {
                        values[((long)(at + columns) * height) + o] = -imaginary[o];
                    }

                    real.CopyTo(values, ((long)(at + columns) * height) + rows);
                }
            }
        }

        return new Matrix(height, isReal ? columns : 2 * columns, values);
    }

    private int Angle(int[] frequency, int[] shift)
    {
        long angle = 0;
        for (int a = 0; a < frequency.Length; a++)
        {
            angle += (long)frequency[a] * shift[a] % roots.Count;
        }

        return (int)(angle % roots.Count);
    }

    // An entry with T taps: |error| ≤ (ε + γ_T)·Σ|K| in the real and the imaginary part each, ε the error of the roots and |root| ≤ 1 + ε;
    // with (Σ|K|)² ≤ T·ΣK² the Frobenius norm over the block is at most √2·(ε + γ_T)·√T·‖K‖_F. One tap times an exact root is exact.
    private double ErrorNorm()
    {
        int most = taps.Length == 0 ? 0 : phases.GroupBy(phase => phase).Max(group => group.Count());
        bool exactScaling = exponent == 0
            || !Array.Exists(source.Kernel.Values, w => Math.ScaleB(Math.ScaleB(w, -exponent), exponent) != w);
        if (most <= 1 && roots.Error == 0 && exactScaling)
        {
            return 0;
        }

        double squares = 0;
        foreach (double weight in weights)
        {
            squares += weight * weight;
        }

        double norm = RoundingBounds.NormFromSquares(squares, weights.LongLength);
        return RoundingBounds.Enlarge(Math.Sqrt(2.0 * most) * (roots.Error + RoundingBounds.Gamma(most)) * norm) + RoundingBounds.Underflow;
    }

    /// <summary>One of each pair ω, −ω: the one that is not after the other in row-major order.</summary>
    private IEnumerable<int[]> Representatives()
    {
        int[] w = new int[frequencies.Length];
        do
        {
            if (!ComesAfterItsNegative(w))
            {
                yield return [.. w];
            }
        }
        while (Advance(w));
    }

    private bool ComesAfterItsNegative(int[] w)
    {
        for (int a = 0; a < w.Length; a++)
        {
            int negative = (frequencies[a] - w[a]) % frequencies[a];
            if (w[a] != negative)
            {
                return w[a] > negative;
            }
        }

        return false;
    }

    private bool Advance(int[] w)
    {
        for (int a = w.Length - 1; a >= 0; a--)
        {
            if (++w[a] < frequencies[a])
            {
                return true;
            }

            w[a] = 0;
        }

        return false;
    }

    private static int LeastCommonMultiple(int x, int y) => checked(x / (int)System.Numerics.BigInteger.GreatestCommonDivisor(x, y) * y);
}
