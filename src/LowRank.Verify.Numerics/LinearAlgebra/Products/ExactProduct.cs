using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// The product F₁·F₂·… of stored matrices without rounding: 2^<see cref="Exponent"/>·(Sum + D) with ‖D‖_F ≤ <see cref="Dropped"/>,
/// and D = 0 whenever <see cref="IsExact"/>. Factors are cut into parts whose products are exact in any order of summation.
/// Something is dropped, and bounded, only where a row or column spans more than <see cref="MostParts"/> parts, where an entry needs
/// more than <see cref="SliceKernels.MostTerms"/> doubles, or where numbers are some 400 binary orders below the largest one.
/// Proof: docs/proofs/exact-products.md.
/// </summary>
/// <param name="Sum">The scaled product as an unevaluated sum of doubles.</param>
/// <param name="Exponent">The power of two in front.</param>
/// <param name="Dropped">Upper bound of ‖D‖_F.</param>
internal sealed record ExactProduct(MatrixSum Sum, int Exponent, double Dropped)
{
    /// <summary>Parts of one factor at most: more than 240 bits at any inner dimension below 2^12.</summary>
    public const int MostParts = 12;

    /// <summary>Entries of a block of the right factor, which bounds the memory of the part products.</summary>
    private const int BlockEntries = 1 << 22;

    /// <summary>The exponent of the least positive double: no grid may lie below.</summary>
    private const int LeastExponent = -1074;

    /// <summary>True when nothing was dropped.</summary>
    public bool IsExact => Dropped == 0;

    /// <summary>The product of all factors, at least one; neighbours are multiplied in the cheapest order found greedily.</summary>
    /// <exception cref="ArgumentException">There is no factor, or neighbours do not fit.</exception>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ExactProduct Of(IEngine engine, IReadOnlyList<Matrix> factors, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count == 0)
        {
            throw new ArgumentException("A product needs at least one factor.", nameof(factors));
        }

        for (int i = 1; i < factors.Count; i++)
        {
            if (factors[i - 1].Columns != factors[i].Rows)
            {
                throw new ArgumentException(
                    $"Factors {i} and {i + 1} do not fit: {factors[i - 1].Rows}×{factors[i - 1].Columns} by "
                    + $"{factors[i].Rows}×{factors[i].Columns}.", nameof(factors));
            }
        }

        FloatingPointMode.Require();
        EngineProbe.Require(engine);
        List<ExactProduct> chain = [.. factors.Select(Scaled)];
        while (chain.Count > 1)
        {
            int best = Enumerable.Range(0, chain.Count - 1)
                .MinBy(i => (double)chain[i].Sum.Rows * chain[i].Sum.Columns * chain[i + 1].Sum.Columns);
            chain[best] = Multiply(engine, chain[best], chain[best + 1], cancellation);
            chain.RemoveAt(best + 1);
        }

        return chain[0];
    }

    // Largest entry in [1, 2). Scaling up is exact; scaling down rounds what becomes subnormal, by at most 2^−1074 per entry.
    private static ExactProduct Scaled(Matrix factor)
    {
        double largest = SliceKernels.LargestSize(factor.Values);
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        if (exponent == 0)
        {
            return new ExactProduct(new MatrixSum([factor]), 0, 0);
        }

        double[] scaled = Array.ConvertAll(factor.Values, x => Math.ScaleB(x, -exponent));
        bool isExact = exponent < 0 || !scaled.Where((x, i) => Math.ScaleB(x, exponent) != factor.Values[i]).Any();
        return new ExactProduct(new MatrixSum([new Matrix(factor.Rows, factor.Columns, scaled)]), exponent,
            isExact ? 0 : RoundingBounds.Underflow);
    }

    private static ExactProduct Multiply(IEngine engine, ExactProduct x, ExactProduct y, CancellationToken cancellation)
    {
        int m = x.Sum.Rows, k = x.Sum.Columns, n = y.Sum.Columns, bits = SliceSet.SharedBits(k) / 2;
        double[][] left = Terms(x.Sum), right = Terms(y.Sum);
        (int leftParts, int leftLine) = GridDepth.ByRows(left, m, k, bits);
        SliceSet a = SliceSet.ByRows(left, m, k, bits, Math.Clamp(leftParts, 1, MostParts));
        double leftNorm = Norm(a);
        ExactAccumulator result = new(m, n);
        CheckedParts check = new(engine, a);
        double squares = 0, rightSquares = 0;
        int block = Math.Clamp(BlockEntries / Math.Max(m, k), 1, n);
        for (int first = 0; first < n; first += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(block, n - first);
            (int rightParts, int rightLine) = GridDepth.ByColumns(right, k, first, count, bits);
            SliceSet b = SliceSet.ByColumns(right, k, first, count, bits, Math.Clamp(rightParts, 1, MostParts));
            double rightNorm = Norm(b), dropped = 0;
            List<double[]> products = [];
            for (int i = 0; i < a.Parts.Length; i++)
            {
                for (int l = 0; l < b.Parts.Length; l++)
                {
                    double size = a.Norm(i) * b.Norm(l);
                    if (a.Norm(i) == 0 || b.Norm(l) == 0)
                    {
                        continue;
                    }

                    if (leftLine + rightLine - (bits * (i + l + 2)) < LeastExponent)
                    {
                        dropped += size;
                        continue;
                    }

                    products.Add(check.Multiply(i, b, l));
                }
            }

            dropped += (a.Norm(a.Parts.Length) * rightNorm) + (leftNorm * b.Norm(b.Parts.Length)) + result.Add(products, first, count);
            squares += dropped * dropped;
            rightSquares += rightNorm * rightNorm;
        }

        double whole = squares == 0 ? 0 : RoundingBounds.NormFromSquares(squares, n + 16);
        double norm = RoundingBounds.NormFromSquares(rightSquares, n + 16);
        double carried = (x.Dropped * (norm + y.Dropped)) + (leftNorm * y.Dropped);
        return new ExactProduct(result.Take(), x.Exponent + y.Exponent, whole + carried == 0 ? 0 : RoundingBounds.Enlarge(whole + carried));
    }

    private static double[][] Terms(MatrixSum sum) => [.. sum.Terms.Select(term => term.Values)];

    // An upper bound of ‖X‖_F from its parts.
    private static double Norm(SliceSet x) => RoundingBounds.Enlarge(Enumerable.Range(0, x.Parts.Length + 1).Sum(x.Norm));
}
