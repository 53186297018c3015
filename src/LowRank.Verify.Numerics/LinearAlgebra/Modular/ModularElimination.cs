using System.Numerics;

namespace LowRank.Verify.LinearAlgebra.Modular;

/// <summary>
/// Gaussian elimination modulo a prime, in place, by panels of 64 columns: inside a panel each column is brought up to date when it is
/// reached, the columns to its right once per panel by one exact product. Cost: rows·columns·rank multiplications.
/// </summary>
internal static class ModularElimination
{
    private const int PanelWidth = PrimeField.Terms;

    /// <summary>Rows and columns of the pivots, in their order: the leading minors of that core are all nonzero modulo p.</summary>
    internal sealed record Pivots(int[] Rows, int[] Columns)
    {
        /// <summary>The rank modulo p.</summary>
        public int Rank => Rows.Length;
    }

    /// <summary>The pivots of a matrix, whose entries are destroyed.</summary>
    public static Pivots FindPivots(ModularMatrix a, CancellationToken cancellation)
    {
        State state = new(a);
        for (int column = 0; column < a.Columns && state.Rank < a.Rows; column += PanelWidth)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = state.Panel(column, Math.Min(PanelWidth, a.Columns - column), mayExchange: true);
        }

        return new Pivots(state.RowOrder[..state.Rank], [.. state.PivotColumns]);
    }

    /// <summary>
    /// Eliminates with the first r diagonal entries as pivots, without exchanges. Null when one of them vanishes modulo p (this prime
    /// says nothing); otherwise whether the Schur complement of the leading r×r core vanishes modulo p. The entries are destroyed.
    /// </summary>
    public static bool? CoreSpans(ModularMatrix a, int r, CancellationToken cancellation)
    {
        State state = new(a);
        for (int column = 0; column < r; column += PanelWidth)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!state.Panel(column, Math.Min(PanelWidth, r - column), mayExchange: false))
            {
                return null;
            }
        }

        for (int i = r; i < a.Rows && r < a.Columns; i++)
        {
            if (a.Row(i)[r..].ContainsAnyExcept(0.0))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class State(ModularMatrix a)
    {
        // Multipliers of the panel, negated: row i of the matrix at i·PanelWidth.
        private readonly double[] factors = new double[(long)a.Rows * PanelWidth];
        private readonly double[] values = new double[a.Rows];

        public int[] RowOrder { get; } = [.. Enumerable.Range(0, a.Rows)];

        public List<int> PivotColumns { get; } = [];

        public int Rank => PivotColumns.Count;

        /// <summary>Eliminates the columns of one panel; false when a pivot is missing and rows may not be exchanged.</summary>
        public bool Panel(int column, int width, bool mayExchange)
        {
            int first = Rank;
            Span<double> above = stackalloc double[PanelWidth];
            for (int c = column; c < column + width && Rank < a.Rows; c++)
            {
                int found = Rank - first;
                if (!Advance(c, first, found, above, mayExchange))
                {
                    if (!mayExchange)
                    {
                        return false;
                    }
                }
            }

            int count = Rank - first, next = column + width;
            if (count > 0 && next < a.Columns)
            {
                // Whole strips only: columns of the panel itself are not read again.
                int start = next / ModularMatrix.StripWidth * ModularMatrix.StripWidth;
                Solve(first, count, start);
                ModularUpdate.Apply(a, Rank, start, factors, count, ModularUpdate.Pack(a, first, count, start));
            }

            return true;
        }

        // Brings column c up to date with the panel's pivots so far and looks for its pivot.
        private bool Advance(int c, int first, int found, Span<double> above, bool mayExchange)
        {
            PrimeField field = a.Field;
            for (int s = 0; s < found; s++)
            {
                above[s] = field.Reduce(Value(first + s, c) + Dot(Factors(first + s, s), above[..s]));
            }

            int pivot = -1;
            for (int i = Rank; i < a.Rows; i++)
            {
                double value = field.Reduce(Value(i, c) + Dot(Factors(i, found), above[..found]));
                values[i] = value;
                if (value != 0 && pivot < 0)
                {
                    pivot = i;
                }
            }

            if (pivot < 0 || (!mayExchange && pivot != Rank))
            {
                return false;
            }

            Exchange(pivot, Rank);
            double inverse = field.Inverse(values[Rank]);
            for (int i = Rank + 1; i < a.Rows; i++)
            {
                factors[((long)i * PanelWidth) + found] = field.Reduce(-values[i] * inverse);
            }

            PivotColumns.Add(c);
            return true;
        }

        // The pivot rows of the panel right of it: each is reduced by those above it.
        private void Solve(int first, int count, int start)
        {
            PrimeField field = a.Field;
            for (int s = 1; s < count; s++)
            {
                ReadOnlySpan<double> factors = Factors(first + s, s);
                Span<double> target = a.Values.AsSpan(((first + s) * a.Stride) + start, a.Stride - start);
                for (int j = 0; j < target.Length; j += Vector<double>.Count)
                {
                    Vector<double> sum = Vector.Create<double>(target[j..]);
                    for (int q = 0; q < s; q++)
                    {
                        sum = Vector.FusedMultiplyAdd(Vector.Create(factors[q]),
                            Vector.Create<double>(a.Values.AsSpan(((first + q) * a.Stride) + start + j)), sum);
                    }

                    field.Reduce(sum).CopyTo(target[j..]);
                }
            }
        }

        private double Value(int i, int c) => a.Values[((long)i * a.Stride) + c];

        private ReadOnlySpan<double> Factors(int i, int count) => factors.AsSpan(i * PanelWidth, count);

        private void Exchange(int i, int k)
        {
            if (i == k)
            {
                return;
            }

            (RowOrder[i], RowOrder[k]) = (RowOrder[k], RowOrder[i]);
            (values[i], values[k]) = (values[k], values[i]);
            Swap(a.Values.AsSpan(i * a.Stride, a.Stride), a.Values.AsSpan(k * a.Stride, a.Stride));
            Swap(factors.AsSpan(i * PanelWidth, PanelWidth), factors.AsSpan(k * PanelWidth, PanelWidth));
        }

        private static void Swap(Span<double> x, Span<double> y)
        {
            for (int t = 0; t < x.Length; t++)
            {
                (x[t], y[t]) = (y[t], x[t]);
            }
        }

        // Exact: at most 64 products of residues.
        private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            Vector<double> sums = Vector<double>.Zero;
            int t = 0;
            for (; t + Vector<double>.Count <= x.Length; t += Vector<double>.Count)
            {
                sums = Vector.FusedMultiplyAdd(Vector.Create(x[t..]), Vector.Create(y[t..]), sums);
            }

            double sum = Vector.Sum(sums);
            for (; t < x.Length; t++)
            {
                sum += x[t] * y[t];
            }

            return sum;
        }
    }
}
