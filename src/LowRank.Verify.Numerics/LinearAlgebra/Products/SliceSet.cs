namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// X = Part₀ + Part₁ + … + Rest for a matrix X given as an unevaluated sum of doubles. Every line of X (a column or a row) has a grid
/// 2^(e − bits), |x| &lt; 2^e on that line; Part_k is a multiple of 2^(e − bits·(k+1)) of at most <c>bits</c> bits there. Sums of
/// products of two parts whose bits add up to 53 − ⌈log₂ k⌉, k the inner dimension, are sums of integers below 2^53 on one grid:
/// any IEEE double product routine returns them exactly, in any order (Ozaki, Ogita, Oishi, Rump 2012). The parts are exact; Rest is
/// rounded to one double per entry (relative error at most 2^−52 times the number of terms).
/// </summary>
internal sealed class SliceSet
{
    /// <summary>Lines whose largest entry is below 2^this go to Rest as a whole, which keeps grids within range.</summary>
    private const int LeastExponent = -400;

    /// <summary>Terms may overlap a little, so that a sum exceeds its first term: one bit more for the grid.</summary>
    private const int Headroom = 1;

    private readonly double[] partNorms;
    private readonly double[][] columnNorms;

    private SliceSet(int rows, int columns, int bits, double[][] parts, double[] rest, double[] inverseGrid, double[] partNorms,
        double[][] columnNorms)
    {
        Rows = rows;
        Columns = columns;
        Bits = bits;
        Parts = parts;
        Rest = rest;
        InverseGrid = inverseGrid;
        this.partNorms = partNorms;
        this.columnNorms = columnNorms;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>|Part_k| ≤ 2^Bits times its grid.</summary>
    public int Bits { get; }

    /// <summary>The parts, column-major.</summary>
    public double[][] Parts { get; }

    /// <summary>What remains, one double per entry.</summary>
    public double[] Rest { get; }

    /// <summary>1/grid of part 0 per line; part k's is 2^(Bits·k) times that.</summary>
    public double[] InverseGrid { get; }

    /// <summary>True when nothing remains.</summary>
    public bool IsWhole => partNorms[^1] == 0;

    /// <summary>Upper bound of ‖Part_k‖_F; k = number of parts: of ‖Rest‖_F.</summary>
    public double Norm(int k) => partNorms[k];

    /// <summary>Upper bound of the 2-norm of column j of Part_k; k = number of parts: of Rest.</summary>
    public double ColumnNorm(int k, int j) => columnNorms[k][j];

    /// <summary>Bits that two factors may share for an inner dimension k: 53 − ⌈log₂ k⌉.</summary>
    public static int SharedBits(int innerDimension) =>
        53 - (innerDimension <= 1 ? 0 : System.Numerics.BitOperations.Log2((uint)innerDimension - 1) + 1);

    /// <summary>Splits columns first … first + count − 1 of an m-row matrix, one grid per column.</summary>
    public static SliceSet ByColumns(IReadOnlyList<double[]> terms, int rows, int first, int count, int bits, int parts,
        Buffers? buffers = null)
    {
        (double[][] pieces, double[] rest) = (buffers ?? new Buffers()).Take(parts, rows * count);
        double[] inverse = new double[count];
        double[][] norms = [.. Enumerable.Range(0, parts + 1).Select(_ => new double[count])];
        Columnwise.For(count, (long)rows * (parts + terms.Count), j =>
        {
            int start = (first + j) * rows;
            double largest = 0;
            foreach (double[] term in terms)
            {
                largest += SliceKernels.LargestSize(term.AsSpan(start, rows));
            }

            Span<double> anchor = [Anchor(largest, bits, out inverse[j])];
            Span<double> squares = stackalloc double[parts + 1];
            squares.Clear();
            SliceKernels.Split(terms, start, rows, anchor, bits, pieces, rest, j * rows, squares);
            for (int k = 0; k <= parts; k++)
            {
                norms[k][j] = Bound(squares[k], rows, k < parts ? pieces[k] : rest, j * rows);
            }
        });
        double[] whole = [.. norms.Select(columns => Frobenius(columns))];
        return new SliceSet(rows, count, bits, pieces, rest, inverse, whole, norms);
    }

    /// <summary>Splits an m×n matrix, one grid per row.</summary>
    public static SliceSet ByRows(IReadOnlyList<double[]> terms, int rows, int columns, int bits, int parts)
    {
        (double[][] pieces, double[] rest) = new Buffers().Take(parts, rows * columns);
        double[] largest = new double[rows], inverse = new double[rows], anchors = new double[rows];
        foreach (double[] term in terms)
        {
            double[] own = new double[rows];
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++)
                {
                    own[i] = Math.Max(own[i], Math.Abs(term[(j * rows) + i]));
                }
            }

            for (int i = 0; i < rows; i++)
            {
                largest[i] += own[i];
            }
        }

        for (int i = 0; i < rows; i++)
        {
            anchors[i] = Anchor(largest[i], bits, out inverse[i]);
        }

        double[][] norms = [.. Enumerable.Range(0, parts + 1).Select(_ => new double[columns])];
        Columnwise.For(columns, (long)rows * (parts + terms.Count), j =>
        {
            Span<double> squares = stackalloc double[parts + 1];
            squares.Clear();
            SliceKernels.Split(terms, j * rows, rows, anchors, bits, pieces, rest, j * rows, squares);
            for (int k = 0; k <= parts; k++)
            {
                norms[k][j] = Bound(squares[k], rows, k < parts ? pieces[k] : rest, j * rows);
            }
        });
        double[] whole = [.. norms.Select(list => Frobenius(list))];
        return new SliceSet(rows, columns, bits, pieces, rest, inverse, whole, norms);
    }

    /// <summary>The rest after the first k parts, rounded to one double per entry: Part_k + … + Rest. Written to target.</summary>
    public void RestAfter(int k, double[] target, double[] columnNorm)
    {
        Columnwise.For(Columns, (long)Rows * (Parts.Length - k + 1), j =>
        {
            int start = j * Rows;
            Rest.AsSpan(start, Rows).CopyTo(target.AsSpan(start, Rows));
            double norm = columnNorms[Parts.Length][j];
            for (int part = Parts.Length - 1; part >= k; part--)
            {
                SliceKernels.Combine(Parts[part], start, 1, target, start, target, start, Rows);
                norm += columnNorms[part][j];
            }

            columnNorm[j] = RoundingBounds.Enlarge(norm);
        });
    }

    // Adding and subtracting 1.5·2^(t+52−bits) leaves a multiple of the grid 2^(t−bits) in every rounding direction, for |x| < 2^t.
    private static double Anchor(double largest, int bits, out double inverseGrid)
    {
        int exponent = largest == 0 ? int.MinValue : Math.ILogB(largest) + 1 + Headroom;
        if (exponent < LeastExponent)
        {
            inverseGrid = Math.ScaleB(1, bits - LeastExponent);
            return 0;
        }

        inverseGrid = Math.ScaleB(1, bits - exponent);
        return Math.ScaleB(1.5, exponent + 52 - bits);
    }

    private static double Bound(double squares, int count, double[] values, int start) =>
        squares == 0 && !values.AsSpan(start, count).ContainsAnyExcept(0.0) ? 0 : RoundingBounds.NormFromSquares(squares, count);

    private static double Frobenius(double[] columns)
    {
        double squares = columns.Sum(x => x * x);
        return squares == 0 ? 0 : RoundingBounds.NormFromSquares(squares, columns.Length);
    }

    /// <summary>Arrays that are used again from one block of columns to the next.</summary>
    internal sealed class Buffers
    {
        private double[][] kept = [];

        /// <summary>The arrays of a set of parts and of its rest, each of at least that length.</summary>
        public (double[][] Parts, double[] Remainder) Take(int parts, int length)
        {
            if (kept.Length < parts + 1 || kept[0].Length < length)
            {
                kept = [.. Enumerable.Range(0, parts + 1).Select(_ => new double[length])];
            }

            return (kept[..parts], kept[parts]);
        }
    }
}
