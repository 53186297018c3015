using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>
/// A product F₁·F₂·…·F_k of matrices of doubles that is never formed: each factor is scaled by one power of two to integers, and the
/// product is multiplied out modulo the prime only.
/// </summary>
internal sealed class FactorProduct(IReadOnlyList<Matrix> factors) : IIntegerMatrix
{
    private readonly int[] exponents = [.. factors.Select(LeastExponent)];

    /// <inheritdoc/>
    public int Rows => factors[0].Rows;

    /// <inheritdoc/>
    public int Columns => factors[^1].Columns;

    /// <inheritdoc/>
    public void WriteResidues(ModularMatrix target, ReadOnlySpan<int> rowOrder, ReadOnlySpan<int> columnOrder,
        CancellationToken cancellation)
    {
        ModularMatrix product = Residues(target.Field, 0);
        for (int k = 1; k < factors.Count; k++)
        {
            product = ModularMatrix.Multiply(product, Residues(target.Field, k), cancellation);
        }

        for (int i = 0; i < rowOrder.Length; i++)
        {
            Span<double> from = product.Row(rowOrder[i]), to = target.Row(i);
            for (int j = 0; j < columnOrder.Length; j++)
            {
                to[j] = from[columnOrder[j]];
            }
        }
    }

    /// <inheritdoc/>
    // A row of the product is at most the row of F₁ times the Frobenius norms of the others; a column likewise.
    public double MinorBits(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        double[] norms = [.. factors.Select((f, k) => NormBits(f.Values, exponents[k]))];
        Matrix last = factors[^1], first = factors[0].Transpose();
        double[] byRow = [.. Enumerable.Range(0, Rows)
            .Select(i => NormBits(first.Values.AsSpan(i * first.Rows, first.Rows), exponents[0]) + norms[1..].Sum())];
        double[] byColumn = [.. Enumerable.Range(0, Columns)
            .Select(j => NormBits(last.Values.AsSpan(j * last.Rows, last.Rows), exponents[^1]) + norms[..^1].Sum())];
        return Math.Min(Total(byRow, rows), Total(byColumn, columns));

        static double Total(double[] bits, ReadOnlySpan<int> core)
        {
            double total = bits.Max();
            foreach (int line in core)
            {
                total += bits[line];
            }

            return total;
        }
    }

    private static int LeastExponent(Matrix factor)
    {
        int least = int.MaxValue;
        foreach (double value in factor.Values)
        {
            least = value == 0 ? least : Math.Min(least, IntegerMatrix.Split(value).Exponent);
        }

        return least == int.MaxValue ? 0 : least;
    }

    // log₂ of the Euclidean norm of the scaled integers, rounded up and at least 0.
    private static double NormBits(ReadOnlySpan<double> values, int exponent)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0)
        {
            return 0;
        }

        int top = Math.ILogB(largest);
        double sum = 0;
        foreach (double value in values)
        {
            double scaled = Math.ScaleB(value, -top);
            sum += scaled * scaled;
        }

        // Squares that underflow are below 2^-1000 of a sum that is at least 1; the margin covers them and the roundings.
        return Math.Max(0, (0.5 * Math.Log2(sum * (1 + 1e-9))) + top - exponent + 1e-6);
    }

    private ModularMatrix Residues(PrimeField field, int k)
    {
        Matrix factor = factors[k];
        ModularMatrix result = new(field, factor.Rows, factor.Columns);
        double[]? powers = null;
        for (int j = 0; j < factor.Columns; j++)
        {
            for (int i = 0; i < factor.Rows; i++)
            {
                double value = factor[i, j];
                if (value != 0)
                {
                    (double odd, int exponent) = IntegerMatrix.Split(value);
                    powers ??= field.PowersOfTwo(2200); // the doubles span fewer binary places
                    result.Values[((long)i * result.Stride) + j] = field.Reduce(field.Reduce(odd) * powers[exponent - exponents[k]]);
                }
            }
        }

        return result;
    }
}
