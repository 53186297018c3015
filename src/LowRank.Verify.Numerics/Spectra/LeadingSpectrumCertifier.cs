using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Certified leading singular values of a linear operator A (m×n) from products alone: Q, m×K, is any matrix with orthonormal
/// columns up to α &lt; 1, C ≈ AᵀQ and W ≈ AC. Lower ends are the singular values of C, upper ends those of a 2×2 matrix of what
/// Q captures, couples and leaves; the spaces follow by Davis and Kahan.
/// <para>The operator's own error bounds and the engine's products enter; a bad Q gives wide enclosures, never wrong ones.</para>
/// <para>Proof: docs/proofs/leading-spectrum.md, whose symbols the code uses.</para>
/// </summary>
/// <param name="engine">Proposes and multiplies.</param>
public sealed class LeadingSpectrumCertifier(IEngine engine)
{
    private const int Precision = Bits.Square;

    /// <summary>Exponents of the largest entry up to which squares and products stay within the range of doubles.</summary>
    private const int MostExponent = 400;

    private static readonly IntervalContext Context = new(Precision);

    /// <summary>Encloses the k leading singular values of A and the tail's energy.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeadingSpectrum Certify(ILinearOperator a, int k, LeadingSpectrumOptions? options = null,
        CancellationToken cancellation = default) =>
        CertifySpaces(a, k, options, cancellation).Spectrum;

    /// <summary>
    /// Encloses the k leading singular values of a stored matrix of any scale. Near the ends of the range of doubles 2^−e·A is decomposed
    /// instead, e the exponent of its largest entry, where that is exact: where no entry becomes subnormal by it.
    /// </summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeadingSpectrum Certify(Matrix a, int k, LeadingSpectrumOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        double largest = a.Values.Max(Math.Abs);
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        if (Math.Abs(exponent) <= MostExponent)
        {
            return Certify(new TiledOperator(engine, a), k, options, cancellation);
        }

        double[] scaled = Array.ConvertAll(a.Values, x => Math.ScaleB(x, -exponent));
        bool isExact = exponent < 0 || scaled.Zip(a.Values).All(pair => Math.ScaleB(pair.First, exponent) == pair.Second);
        return isExact
            ? Certify(new TiledOperator(engine, new Matrix(a.Rows, a.Columns, scaled)), k, options, cancellation).Scaled(exponent)
            : Certify(new TiledOperator(engine, a), k, options, cancellation);
    }

    /// <summary>The same, with the left singular spaces of the values that are found.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeadingSpaces CertifySpaces(ILinearOperator a, int k, LeadingSpectrumOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        FloatingPointMode.Require();
        EngineProbe.Require(engine);
        options ??= new LeadingSpectrumOptions();
        Interval energy = a.FrobeniusSquared(Context);
        int smaller = Math.Min(a.Rows, a.Columns), asked = Math.Min(k, smaller);
        if (energy.Upper.Sign <= 0)
        {
            Interval[] zeros = new Interval[asked], none = new Interval[asked + 1];
            Array.Fill(zeros, Interval.Zero);
            Array.Fill(none, Interval.Zero);
            return new LeadingSpaces(a,
                new LeadingSpectrum(a.Rows, a.Columns, asked, Interval.Zero, zeros, BigFloat.Zero, none, "zero operator"), 0, null);
        }

        // Everything below is of 2^−exponent·A, whose Frobenius norm lies near 1.
        int exponent = (int)(energy.Upper.BinaryExponent / 2);
        Interval scaledEnergy = Interval.Scale(energy, -2L * exponent);
        double unit = Math.ScaleB(1, -Math.Clamp(exponent, -1000, 1000));
        Evidence? evidence = Math.Abs(exponent) > 1000 ? null
            : KrylovSpace.Leading(a, engine, asked + Math.Max(0, options.Oversampling), asked, unit, options, cancellation) is { } proposal
            ? Evidence.Collect(engine, a, proposal.Vectors, proposal.Count, unit, scaledEnergy, cancellation)
            : null;
        return evidence is null
            ? new LeadingSpaces(a, NormBounds(a, asked, energy), exponent, null)
            : new LeadingSpaces(a, Assemble(a, asked, energy, exponent, evidence.Values(), evidence), exponent, evidence);
    }

    private LeadingSpectrum Assemble(ILinearOperator a, int asked, Interval energy, int exponent, Interval[] scaled, Evidence evidence)
    {
        int found = scaled.Length, smaller = Math.Min(a.Rows, a.Columns), count = Math.Max(asked, found);
        Interval[] values = new Interval[count];
        BigFloat next = found < smaller ? BigFloat.Scale(evidence.Beyond(found), exponent) : BigFloat.Zero;
        for (int i = 0; i < count; i++)
        {
            values[i] = i < found
                ? Interval.Scale(scaled[i], exponent)
                : new Interval(BigFloat.Zero, next);
        }

        // Σ_{i>k}σ_i² = ‖A‖_F² − Σ_{i≤k}σ_i², and at most ‖(I − P_j)A‖_F² for j ≤ k, since that is a distance to a matrix of rank j.
        Interval[] tails = new Interval[count + 1];
        Interval head = Interval.Zero;
        BigFloat[] beyond = new BigFloat[count + 1];
        beyond[count] = BigFloat.Zero;
        for (int i = count - 1; i >= 0; i--)
        {
            beyond[i] = BigFloat.Add(beyond[i + 1], Context.Square(values[i]).Lower, Precision, Rounding.Down);
        }

        for (int i = 0; i <= count; i++)
        {
            Interval rest = Context.Subtract(energy, head);
            BigFloat measured = BigFloat.Scale(evidence.Energy(Math.Min(i, found)), 2L * exponent);
            BigFloat upper = i == smaller ? BigFloat.Zero : BigFloat.Max(BigFloat.Zero, BigFloat.Min(rest.Upper, measured));
            tails[i] = new Interval(BigFloat.Min(upper, BigFloat.Max(beyond[i], rest.Lower)), upper);
            head = i < count ? Context.Add(head, Context.Square(values[i])) : head;
        }

        return new LeadingSpectrum(a.Rows, a.Columns, asked, energy, values, next, tails,
            $"Ritz values of {found} vectors with residual bounds ({engine.Name})");
    }

    // i·σ_i² ≤ ‖A‖_F² needs no products.
    private static LeadingSpectrum NormBounds(ILinearOperator a, int asked, Interval energy)
    {
        BigFloat norm = Context.Sqrt(energy).Value.Upper;
        BigFloat Limit(int i) =>
            BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Precision, Rounding.Down), Precision, Rounding.Up);
        Interval[] values = [.. Enumerable.Range(1, asked).Select(i => new Interval(BigFloat.Zero, Limit(i)))];
        Interval[] tails = [.. Enumerable.Range(0, asked + 1).Select(i => i == 0 ? energy : new Interval(BigFloat.Zero, energy.Upper))];
        BigFloat next = asked < Math.Min(a.Rows, a.Columns) ? Limit(asked + 1) : BigFloat.Zero;
        return new LeadingSpectrum(a.Rows, a.Columns, asked, energy, values, next, tails, "norm bound only: no usable space was found");
    }

    // All bounds of one Q, for the operator scaled to a Frobenius norm near 1.
    internal sealed class Evidence
    {
        private readonly Columns columns;
        private readonly Interval energy;
        private readonly Interval[] images; // σ_i(C)
        private readonly BigFloat imageError; // e_C
        private readonly BigFloat mu;
        private readonly BigFloat narrow; // √(1+α), rounded up
        private readonly BigFloat[] energies; // of (I − P_j)A, j = 0 … K
        private readonly BigFloat[] complements; // d_j ≥ ‖(I − P_j)A‖²
        private readonly BigFloat[] residuals; // ‖E_j‖
        private readonly BigFloat twist; // what ‖ĈᵀĈ − CᵀC‖ is at most

        private Evidence(double[] vectors, Columns columns, Interval energy, Interval[] images, BigFloat imageError, BigFloat deviation,
            BigFloat twist, BigFloat alpha, BigFloat[] energies, BigFloat[] complements, BigFloat[] residuals)
        {
            (Vectors, this.columns, Deviation, this.twist) = (vectors, columns, deviation, twist);
            this.energy = energy;
            this.images = images;
            this.imageError = imageError;
            mu = Mu(alpha);
            narrow = BigFloat.Sqrt(BigFloat.Add(BigFloat.One, alpha, Precision, Rounding.Up), Precision, Rounding.Up);
            this.energies = energies;
            this.complements = complements;
            this.residuals = residuals;
        }

        /// <summary>Q, column-major.</summary>
        public double[] Vectors { get; }

        /// <summary>c = 1 − √(1−α).</summary>
        public BigFloat Deviation { get; }

        /// <summary>s, the computed norms of the columns of C, in the order of Q.</summary>
        public double[] Sizes => columns.Sizes;

        public static Evidence? Collect(IEngine engine, ILinearOperator a, double[] q, int count, double unit, Interval energy,
            CancellationToken cancellation)
        {
            int m = a.Rows, n = a.Columns;
            double[] lead = new double[m * count], rest = new double[m * count], square = new double[count * count],
                cross = new double[count * count];
            double defect = OrthogonalityDefect.Bound(engine, m, count, q, lead, rest, square, cross);
            double[] c = new double[n * count], w = new double[m * count];
            double cError = a.MultiplyTransposed(count, q, c) * unit;
            Scale(c, unit);
            cancellation.ThrowIfCancellationRequested();
            if (!(defect < 0.5) || !double.IsFinite(cError) || !Array.TrueForAll(c, double.IsFinite))
            {
                return null;
            }

            double wError = a.Multiply(count, c, w) * unit;
            Scale(w, unit);
            if (!double.IsFinite(wError) || !Array.TrueForAll(w, double.IsFinite))
            {
                return null;
            }

            cancellation.ThrowIfCancellationRequested();
            Matrix image = new(n, count, c);
            Interval[] values = [.. new SpectrumCertifier(engine).Certify(image, 0).SingularValues];
            if (values.Length < count)
            {
                return null;
            }

            Columns columns = Columns.Measure(engine, m, n, count, q, c, w);
            BigFloat alpha = BigFloat.Of(defect), mu = Mu(alpha), eC = Grown(cError), eW = Grown(wError);
            BigFloat excess = BigFloat.Subtract(mu, BigFloat.One, Precision, Rounding.Up);
            BigFloat deviation = BigFloat.Subtract(
                BigFloat.One, BigFloat.Sqrt(BigFloat.Subtract(BigFloat.One, alpha, Precision, Rounding.Down), Precision, Rounding.Down),
                    Precision, Rounding.Up);
            Interval imageEnergy = EntryNorms.FrobeniusSquared(Context, image);
            BigFloat imageNorm = Context.Sqrt(imageEnergy).Value.Upper, norm = Context.Sqrt(energy).Value.Upper;
            BigFloat e = Sum(Product(eC, mu), Product(values[0].Upper, excess)), eF = Sum(Product(eC, mu), Product(imageNorm, excess));

            BigFloat[] energies = [.. columns.Energies.Select(captured => Uncaptured(energy, captured, eF))];
            if (a is IEntrywiseOperator entrywise)
            {
                // (I − P_j)A = (I − P_K)A + (P_K − P_j)A, orthogonal, and the second part is (the rest of Ĉ)ᵀ.
                double[] unscaled = Array.ConvertAll(c, x => x / unit);
                BigFloat remainder = Grown(entrywise.RemainderNorm(count, q, unscaled) * unit), left = Product(remainder, remainder);
                for (int j = 0; j <= count; j++)
                {
                    BigFloat captured = Sum(columns.NormBeyond(j), j == count ? BigFloat.Zero : eF);
                    energies[j] = BigFloat.Min(energies[j], Sum(left, Product(captured, captured)));
                }
            }

            BigFloat remaining = energies[count];
            BigFloat last = values[count - 1].Lower, needed = BigFloat.Scale(BigFloat.Multiply(last, last, Precision, Rounding.Down), -1);
            if (remaining > needed && a is IDeflatedOperator deflated && deflated.ComplementNorm(count, q) is { } bound
                && double.IsFinite(bound))
            {
                BigFloat root = Sum(Grown(bound * unit), Product(deviation, Sum(values[0].Upper, eC)));
                remaining = BigFloat.Min(remaining, Product(root, root));
            }

            BigFloat common = Sum(eW, Product(norm, e));
            BigFloat Coupling(double residual, double largest) => Sum(Sum(Grown(residual), Product(deviation, Grown(largest))), common);
            BigFloat[] complements = [.. energies[..count], remaining], residuals = new BigFloat[count + 1];
            residuals[0] = BigFloat.Zero;
            for (int j = 0; j <= count; j++)
            {
                if (j > 0)
                {
                    residuals[j] = Coupling(columns.ResidualBefore(j), columns.LargestBefore(j));
                }

                if (j < count)
                {
                    BigFloat root = Sum(columns.SpectralNormBeyond(j), e), t = Product(root, root);
                    complements[j] = BigFloat.Min(complements[j],
                        Larger(t, remaining, Coupling(columns.ResidualBeyond(j), columns.LargestBeyond(j))));
                }
            }

            BigFloat spread = Sum(Product(BigFloat.Scale(imageNorm, 1), e), Product(e, e));
            return new Evidence(q, columns, energy, values, eC, deviation, spread, alpha, energies, complements, residuals);
        }

        /// <summary>Enclosures of σ₁ … σ_K.</summary>
        public Interval[] Values()
        {
            int count = images.Length;
            Interval[] result = new Interval[count];
            BigFloat above = Context.Sqrt(energy).Value.Upper;
            for (int i = 0; i < count; i++)
            {
                BigFloat below = BigFloat.Subtract(images[i].Lower, imageError, Precision, Rounding.Down);
                BigFloat lower = below.Sign <= 0 ? BigFloat.Zero : BigFloat.Divide(below, narrow, Precision, Rounding.Down);
                BigFloat theta = Product(Sum(images[i].Upper, imageError), mu), square = Product(theta, theta);
                BigFloat upper = complements[i]; // σ_{i+1}² ≤ ‖(I − P_i)A‖²
                for (int j = i + 1; j <= count; j++)
                {
                    upper = BigFloat.Min(upper, Larger(square, complements[j], residuals[j]));
                }

                above = BigFloat.Min(above, BigFloat.Sqrt(upper, Precision, Rounding.Up));
                result[i] = lower <= above ? new Interval(lower, above)
                    : throw new EngineRefusedException(
                        $"The bounds of singular value {i + 1} contradict each other: at least {lower}, at most {above}.");
            }

            return result;
        }

        /// <summary>‖E_j‖ at most, of the scaled operator.</summary>
        public BigFloat Residual(int j) => residuals[j];

        /// <summary>d_j ≥ ‖(I − P_j)A‖², of the scaled operator.</summary>
        public BigFloat Complement(int j) => complements[j];

        /// <summary>δ ≥ ‖Ĉ_jᵀĈ_j − diag(s²)‖.</summary>
        public BigFloat Spread(int j) => Sum(BigFloat.Of(columns.SpreadBefore(j)), twist);

        /// <summary>An upper end of σ_{j+1}.</summary>
        public BigFloat Beyond(int j) => BigFloat.Sqrt(complements[j], Precision, Rounding.Up);

        /// <summary>An upper end of ‖(I − P_j)A‖_F².</summary>
        public BigFloat Energy(int j) => energies[j];

        // ‖A‖_F² − (‖C_j‖_F − e_F)².
        private static BigFloat Uncaptured(Interval energy, BigFloat capturedNorm, BigFloat error)
        {
            BigFloat sure = BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(capturedNorm, error, Precision, Rounding.Down));
            return BigFloat.Max(BigFloat.Zero,
                BigFloat.Subtract(energy.Upper, BigFloat.Multiply(sure, sure, Precision, Rounding.Down), Precision, Rounding.Up));
        }

        // The larger eigenvalue of [[a, e], [e, d]]; it grows with each of them.
        private static BigFloat Larger(BigFloat a, BigFloat d, BigFloat e)
        {
            Interval difference = Context.Subtract(new Interval(a, a), new Interval(d, d));
            BigFloat root = BigFloat.Sqrt(
                Sum(Context.Square(difference).Upper, BigFloat.Scale(Product(e, e), 2)), Precision, Rounding.Up);
            return BigFloat.Scale(Sum(Sum(a, d), root), -1);
        }

        private static BigFloat Mu(BigFloat alpha) => BigFloat.Divide(
            BigFloat.One, BigFloat.Sqrt(BigFloat.Subtract(BigFloat.One, alpha, Precision, Rounding.Down), Precision, Rounding.Down),
                Precision, Rounding.Up);

        private static void Scale(double[] x, double unit)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] *= unit;
            }
        }

        // Scaling by a power of two rounds at most below 2^−1000, which the underflow term covers.
        private static BigFloat Grown(double x) => BigFloat.Of(RoundingBounds.Enlarge(x) + RoundingBounds.Underflow);
    }

    private static BigFloat Sum(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Precision, Rounding.Up);

    private static BigFloat Product(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, Precision, Rounding.Up);

    // Norms of runs of columns of C and of the residual W − Q·diag(g).
    internal sealed class Columns
    {
        private readonly double[] residualSquares;
        private readonly double[] spreadSquares; // of the gram's first columns against diag(s²), by border
        private readonly double[] sizes; // upper bounds of g
        private readonly double[] spectral;
        private readonly Interval[] squares;

        private Columns(double[] residualSquares, double[] spreadSquares, double[] sizes, double[] roots, double[] spectral,
            Interval[] squares)
        {
            this.spreadSquares = spreadSquares;
            Sizes = roots;
            this.residualSquares = residualSquares;
            this.sizes = sizes;
            this.spectral = spectral;
            this.squares = squares;
        }

        /// <summary>s_j = √g_j in doubles.</summary>
        public double[] Sizes { get; }

        /// <summary>Lower bounds of ‖C_j‖_F, the first j columns, j = 0 … K.</summary>
        public IEnumerable<BigFloat> Energies =>
            Enumerable.Range(0, squares.Length + 1).Select(j => Context.Sqrt(Context.Sum(squares.Take(j))).Value.Lower);

        public static Columns Measure(IEngine engine, int m, int n, int count, double[] q, double[] c, double[] w)
        {
            double[] gram = DenseLoops.CheckedGram(engine, n, count, c);
            double[] norms = new double[count], residualSquares = new double[count], sizes = new double[count];
            Interval[] squares = new Interval[count];
            ExactSumOfSquares sum = new();
            for (int j = 0; j < count; j++)
            {
                for (int i = j * n; i < (j + 1) * n; i++)
                {
                    sum.Add(c[i]);
                }

                squares[j] = sum.TakeInterval(Context);
                norms[j] = Context.Sqrt(squares[j]).Value.UpperDouble;
            }

            for (int j = 0; j < count; j++)
            {
                double g = gram[j + (j * count)], total = 0, size = 0;
                for (int i = j * m; i < (j + 1) * m; i++)
                {
                    double part = g * q[i], difference = w[i] - part;
                    total += difference * difference;
                    double entry = Math.Abs(w[i]) + Math.Abs(part);
                    size += entry * entry;
                }

                double norm = RoundingBounds.NormFromSquares(total, m)
                    + (3 * RoundingBounds.Unit * RoundingBounds.NormFromSquares(size, m));
                residualSquares[j] = norm * norm;
                sizes[j] = Math.Abs(g);
            }

            double[] roots = [.. Enumerable.Range(0, count).Select(j => Math.Sqrt(Math.Abs(gram[j + (j * count)])))];
            return new Columns(residualSquares, Spreads(n, count, gram, norms), sizes, roots, RowSums(n, count, gram, norms), squares);
        }

        /// <summary>‖C_jᵀC_j − diag(s²)‖_F at most.</summary>
        public double SpreadBefore(int j) => RoundingBounds.NormFromSquares(spreadSquares.Take(j).Sum(), spreadSquares.Length);

        public double ResidualBefore(int j) => RoundingBounds.NormFromSquares(residualSquares.Take(j).Sum(), residualSquares.Length);

        public double ResidualBeyond(int j) => RoundingBounds.NormFromSquares(residualSquares.Skip(j).Sum(), residualSquares.Length);

        public double LargestBefore(int j) => sizes.Take(j).Max();

        public double LargestBeyond(int j) => sizes.Skip(j).Max();

        /// <summary>An upper bound of the spectral norm of the columns from j on.</summary>
        public BigFloat SpectralNormBeyond(int j) => BigFloat.Sqrt(BigFloat.Of(spectral[j]), Precision, Rounding.Up);

        /// <summary>An upper bound of their Frobenius norm.</summary>
        public BigFloat NormBeyond(int j) => Context.Sqrt(Context.Sum(squares.Skip(j))).Value.Upper;

        // Column j of the upper triangle, counted twice off the diagonal: γ‖c_i‖‖c_l‖ for the product's error, and a few units for s²
        // against g.
        private static double[] Spreads(int n, int count, double[] gram, double[] norms)
        {
            double[] result = new double[count];
            double gamma = RoundingBounds.Gamma(n + 2);
            for (int j = 0; j < count; j++)
            {
                double sum = 0;
                for (int i = 0; i <= j; i++)
                {
                    double entry = i == j
                        ? ((4 * RoundingBounds.Unit) + gamma) * norms[j] * norms[j]
                        : Math.Abs(gram[i + (j * count)]) + (gamma * norms[i] * norms[j]);
                    sum += (i == j ? 1 : 2) * entry * entry;
                }

                result[j] = RoundingBounds.Enlarge(sum);
            }

            return result;
        }

        // ‖C_J‖² ≤ the largest row sum of |C_JᵀC_J|, J = j … K−1, with γ_n‖c_i‖‖c_l‖ for the product's own error.
        private static double[] RowSums(int n, int count, double[] gram, double[] norms)
        {
            double[] sums = new double[count], result = new double[count];
            double gamma = RoundingBounds.Gamma(n + 2);
            for (int j = count - 1; j >= 0; j--)
            {
                for (int i = j; i < count; i++)
                {
                    double entry = Math.Abs(gram[j + (i * count)]) + (gamma * norms[i] * norms[j]);
                    sums[j] += entry;
                    sums[i] += i == j ? 0 : entry;
                }

                double largest = 0;
                for (int i = j; i < count; i++)
                {
                    largest = Math.Max(largest, sums[i]);
                }

                result[j] = RoundingBounds.Enlarge(largest * (1 + (2 * count * RoundingBounds.Unit))) + RoundingBounds.Underflow;
            }

            return result;
        }
    }
}
