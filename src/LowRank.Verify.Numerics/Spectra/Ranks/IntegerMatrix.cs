using System.Numerics;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>
/// A matrix of doubles, or an unevaluated sum of such matrices, with rows and columns scaled by powers of two so that every entry of
/// every term is an integer, exactly: the rank stays, the integers are near their smallest. Each is kept as an odd number times a
/// power of two. What the elimination sees is the transpose, whose rows are the contiguous columns of A. Zero rows and columns are dropped,
/// and so is every row or column that is ±2^k times another one, term by term.
/// </summary>
internal sealed class IntegerMatrix : IIntegerMatrix
{
    // log₂ of a row's norm in doubles is off by less than 1e-9; this covers it, and the rounding of sums of up to a million of them.
    private const double LogarithmSlack = 1e-6;
    private const double MarginOfSums = 1 + 1e-9;

    private const long WorthTwoThreads = 1 << 18;

    private readonly Term[] parts;
    private readonly int[] keptRows;
    private readonly int[] keptColumns;
    private readonly int stride;
    private readonly int largestShift;

    /// <summary>Scales the sum of the terms, all of one shape.</summary>
    public IntegerMatrix(IReadOnlyList<Matrix> terms)
    {
        stride = terms[0].Rows;
        parts = [.. terms.Select(term => new Term(term))];
        Scale(terms[0].Rows, terms[0].Columns);
        foreach (Term term in parts)
        {
            foreach (short shift in term.Shift)
            {
                largestShift = Math.Max(largestShift, shift);
            }
        }

        (keptRows, keptColumns) = Independent(terms[0].Rows, terms[0].Columns);
    }

    /// <summary>Number of columns of A that are kept.</summary>
    public int Rows => keptColumns.Length;

    /// <summary>Number of rows of A that are kept.</summary>
    public int Columns => keptRows.Length;

    /// <inheritdoc/>
    public void WriteResidues(ModularMatrix target, ReadOnlySpan<int> rowOrder, ReadOnlySpan<int> columnOrder,
        CancellationToken cancellation)
    {
        int[] columns = new int[rowOrder.Length], rows = new int[columnOrder.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = keptColumns[rowOrder[i]];
        }

        for (int j = 0; j < rows.Length; j++)
        {
            rows[j] = keptRows[columnOrder[j]];
        }

        double[] powers = target.Field.PowersOfTwo(1 + largestShift);
        if ((long)rows.Length * columns.Length < WorthTwoThreads)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                WriteRow(target.Field, target.Row(i), columns[i] * stride, rows, powers);
            }
        }
        else
        {
            _ = Parallel.For(0, columns.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                WriteRow(target.Field, target.Row(i), columns[i] * stride, rows, powers));
        }
    }

    /// <inheritdoc/>
    public double MinorBits(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns) => Math.Min(
        MinorBits(rows, columns, Rows, Columns, (i, j) => (keptColumns[i] * stride) + keptRows[j]),
        MinorBits(columns, rows, Columns, Rows, (j, i) => (keptColumns[i] * stride) + keptRows[j]));

    private void WriteRow(PrimeField field, Span<double> target, int source, int[] rows, double[] powers)
    {
        for (int t = 0; t < parts.Length; t++)
        {
            ReadOnlySpan<double> odd = parts[t].Odd.AsSpan(source, stride);
            ReadOnlySpan<short> shift = parts[t].Shift.AsSpan(source, stride);
            for (int j = 0; j < target.Length; j++)
            {
                int row = rows[j];
                double residue = field.Reduce(field.Reduce(odd[row]) * powers[shift[row]]);
                target[j] = t == 0 ? residue : field.Reduce(target[j] + residue);
            }
        }
    }

    // Each line of a minor has the entries of the core's crossing lines and one more, at most the largest of the others.
    private double MinorBits(ReadOnlySpan<int> core, ReadOnlySpan<int> crossing, int lines, int length, Func<int, int, int> index)
    {
        bool[] inCore = new bool[lines], crosses = new bool[length];
        foreach (int line in core)
        {
            inCore[line] = true;
        }

        foreach (int other in crossing)
        {
            crosses[other] = true;
        }

        double total = 0, largestOutside = double.NegativeInfinity;
        for (int line = 0; line < lines; line++)
        {
            int top = 0;
            for (int t = 0; t < length; t++)
            {
                foreach (Term term in parts)
                {
                    int at = index(line, t);
                    top = term.Odd[at] == 0 ? top : Math.Max(top, term.Shift[at] + 53);
                }
            }

            double sum = 0, extra = 0;
            for (int t = 0; t < length; t++)
            {
                double size = 0;
                foreach (Term term in parts)
                {
                    int at = index(line, t);
                    size += Math.ScaleB(Math.Abs(term.Odd[at]), term.Shift[at] - top);
                }

                sum += crosses[t] ? size * size : 0;
                extra = crosses[t] ? extra : Math.Max(extra, size * size);
            }

            // Sizes below 2^-500 may vanish in the square; the added 2^-900 covers 2^31 of them.
            double bits = top + (0.5 * Math.Log2(((sum + extra) * MarginOfSums) + Math.ScaleB(1, -900))) + LogarithmSlack;
            total += inCore[line] ? Math.Max(bits, 0) : 0;
            largestOutside = inCore[line] ? largestOutside : Math.Max(largestOutside, bits);
        }

        return total + Math.Max(largestOutside, 0);
    }

    // Powers of two: first of each row, so that its entries are integers with an odd one among them, then of each column.
    private void Scale(int rows, int columns)
    {
        int[] least = new int[rows];
        Array.Fill(least, int.MaxValue);
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                foreach (Term term in parts)
                {
                    int at = (j * rows) + i;
                    least[i] = term.Odd[at] == 0 ? least[i] : Math.Min(least[i], term.Shift[at]);
                }
            }
        }

        for (int j = 0; j < columns; j++)
        {
            int common = int.MaxValue;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < rows; i++)
                {
                    int at = (j * rows) + i;
                    foreach (Term term in parts)
                    {
                        if (term.Odd[at] == 0)
                        {
                            continue;
                        }

                        if (pass == 0)
                        {
                            common = Math.Min(common, term.Shift[at] - least[i]);
                        }
                        else
                        {
                            term.Shift[at] = (short)(term.Shift[at] - least[i] - common);
                        }
                    }
                }
            }
        }
    }

    private (int[] Rows, int[] Columns) Independent(int rows, int columns)
    {
        int[] activeRows = [.. Enumerable.Range(0, rows)], activeColumns = [.. Enumerable.Range(0, columns)];
        for (int before = -1; before != activeRows.Length + activeColumns.Length;)
        {
            before = activeRows.Length + activeColumns.Length;
            activeRows = Distinct(activeRows, 1, activeColumns, rows);
            activeColumns = Distinct(activeColumns, rows, activeRows, 1);
        }

        return (activeRows, activeColumns);
    }

    // The lines that are not 0 and not ±2^k times an earlier one, within the crossing lines.
    private int[] Distinct(int[] lines, int lineStride, int[] crossing, int crossingStride)
    {
        List<int> kept = [];
        Dictionary<long, List<(int Line, int Shift, int Sign)>> known = [];
        foreach (int line in lines)
        {
            int shift = int.MaxValue, sign = 0;
            foreach (int other in crossing)
            {
                int at = (line * lineStride) + (other * crossingStride);
                foreach (Term term in parts)
                {
                    double odd = term.Odd[at];
                    if (odd != 0)
                    {
                        sign = sign == 0 ? Math.Sign(odd) : sign;
                        shift = Math.Min(shift, term.Shift[at]);
                    }
                }
            }

            if (sign == 0)
            {
                continue;
            }

            long hash = 17;
            foreach (int other in crossing)
            {
                int at = (line * lineStride) + (other * crossingStride);
                foreach (Term term in parts)
                {
                    double odd = term.Odd[at];
                    hash = ((hash ^ (long)(sign * odd)) * 0x2545F4914F6CDD1D) + (odd == 0 ? 0 : term.Shift[at] - shift);
                    hash ^= hash >>> 29;
                }
            }

            if (!known.TryGetValue(hash, out List<(int Line, int Shift, int Sign)>? candidates))
            {
                known.Add(hash, candidates = []);
            }

            if (!candidates.Exists(c => IsMultiple(c, (line, shift, sign), lineStride, crossing, crossingStride)))
            {
                candidates.Add((line, shift, sign));
                kept.Add(line);
            }
        }

        return [.. kept];
    }

    private bool IsMultiple((int Line, int Shift, int Sign) x, (int Line, int Shift, int Sign) y, int lineStride, int[] crossing,
        int crossingStride)
    {
        foreach (int other in crossing)
        {
            int first = (x.Line * lineStride) + (other * crossingStride), second = (y.Line * lineStride) + (other * crossingStride);
            foreach (Term term in parts)
            {
                if (x.Sign * term.Odd[first] != y.Sign * term.Odd[second]
                    || (term.Odd[first] != 0 && term.Shift[first] - x.Shift != term.Shift[second] - y.Shift))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>One term: each entry is Odd·2^Shift, Odd an odd integer below 2^53 or 0 (with Shift 0).</summary>
    private sealed class Term
    {
        public Term(Matrix a)
        {
            Odd = new double[a.Values.Length];
            Shift = new short[a.Values.Length];
            for (int i = 0; i < Odd.Length; i++)
            {
                if (a.Values[i] != 0)
                {
                    (Odd[i], int exponent) = Split(a.Values[i]);
                    Shift[i] = (short)exponent;
                }
            }
        }

        public double[] Odd { get; }

        public short[] Shift { get; }
    }

    /// <summary>x ≠ 0 as an odd integer times a power of two.</summary>
    public static (double Odd, int Exponent) Split(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)((bits >> 52) & 0x7FF);
        long significand = (bits & 0xFFFFFFFFFFFFFL) | (biased == 0 ? 0L : 1L << 52);
        int zeros = BitOperations.TrailingZeroCount(significand);
        double odd = significand >> zeros;
        return (bits < 0 ? -odd : odd, Math.Max(biased, 1) - 1075 + zeros);
    }
}
