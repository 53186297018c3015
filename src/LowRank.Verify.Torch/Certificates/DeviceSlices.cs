using LowRank.Verify.LinearAlgebra;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Certificates;

/// <summary>
/// X = Σ Part_k + Rest for a matrix given as an unevaluated sum of tensors: the slices of Ozaki, Ogita, Oishi, Rump 2012 on the device.
/// Every line of X (a row or a column) has a grid 2^(e − bits), |x| &lt; 2^e on that line, and Part_k is Integers[k] (of at most 2^bits in
/// size) times 2^(e − bits·(k+1)). The parts are exact; Rest is rounded to one double per entry. Grids are powers of two that are found
/// here from the largest entries of the lines, so that no function of the device has to be exact.
/// </summary>
internal sealed class DeviceSlices
{
    /// <summary>Lines whose largest entry is below 2^this go to Rest as a whole, which keeps grids within range.</summary>
    private const int LeastExponent = -400;

    private readonly double[][] columnSquares;
    private readonly int rows;

    private DeviceSlices(int rows, Tensor[] integers, Tensor[] grids, double[][] gridValues, Tensor rest, double[][] columnSquares)
    {
        this.rows = rows;
        Integers = integers;
        Grids = grids;
        GridValues = gridValues;
        Rest = rest;
        this.columnSquares = columnSquares;
    }

    /// <summary>Number of parts.</summary>
    public int Count => Integers.Length;

    /// <summary>The parts as integers, m×n.</summary>
    public Tensor[] Integers { get; }

    /// <summary>The grids of the parts: m×1 for rows, 1×n for columns.</summary>
    public Tensor[] Grids { get; }

    /// <summary>The same numbers, here.</summary>
    public double[][] GridValues { get; }

    /// <summary>What remains after the last part.</summary>
    public Tensor Rest { get; }

    /// <summary>Part k as numbers.</summary>
    public Tensor Part(int k) => Integers[k] * Grids[k];

    /// <summary>Upper bound of the 2-norm of column j of Part_k; k = Count: of Rest; exactly 0 for a column of zeros.</summary>
    public double ColumnNorm(int k, int j) => Bound(columnSquares[k][j], rows);

    /// <summary>Upper bound of ‖Part_k‖_F; k = Count: of ‖Rest‖_F.</summary>
    public double Norm(int k) => Bound(columnSquares[k].Sum(), rows + columnSquares[k].Length);

    /// <summary>True when column norms of Part_k are all 0.</summary>
    public bool IsEmpty(int k) => Array.TrueForAll(columnSquares[k], square => square == 0);

    /// <summary>One grid per row.</summary>
    public static DeviceSlices ByRows(IReadOnlyList<Tensor> terms, int bits, int parts) => Of(terms, bits, parts, byRows: true);

    /// <summary>One grid per column.</summary>
    public static DeviceSlices ByColumns(IReadOnlyList<Tensor> terms, int bits, int parts) => Of(terms, bits, parts, byRows: false);

    /// <summary>Part_k + … + Rest rounded to one double per entry, with bounds of its columns' norms.</summary>
    public Tensor RestAfter(int k, double[] columnNorms)
    {
        Tensor sum = Rest;
        for (int part = Count - 1; part >= k; part--)
        {
            sum = sum.Plus(Part(part));
        }

        for (int j = 0; j < columnNorms.Length; j++)
        {
            double norm = 0;
            for (int part = Math.Min(k, Count); part <= Count; part++)
            {
                norm += ColumnNorm(part, j);
            }

            columnNorms[j] = RoundingBounds.Enlarge(norm);
        }

        return sum;
    }

    private static DeviceSlices Of(IReadOnlyList<Tensor> terms, int bits, int parts, bool byRows)
    {
        int rows = (int)terms[0].shape[0], columns = (int)terms[0].shape[1], lines = byRows ? rows : columns;
        Device device = terms[0].device;
        double[] largest = new double[lines];
        foreach (Tensor term in terms)
        {
            double[] own = Tensors.Download(term.abs().amax([byRows ? 1 : 0]));
            for (int i = 0; i < lines; i++)
            {
                largest[i] += own[i];
            }
        }

        double[] anchors = new double[lines], keep = new double[lines];
        double[][] grids = [.. Enumerable.Range(0, parts).Select(_ => new double[lines])];
        for (int i = 0; i < lines; i++)
        {
            // One bit more than the largest entry: terms may overlap a little, so that a sum exceeds its first term.
            int exponent = largest[i] == 0 ? int.MinValue : Math.ILogB(largest[i]) + 2;
            bool isKept = exponent >= LeastExponent;
            exponent = isKept ? exponent : LeastExponent;

            // Adding and subtracting 1.5·2^(e+52−bits) leaves a multiple of the grid 2^(e−bits) in every rounding direction, for |x| < 2^e.
            anchors[i] = isKept ? Math.ScaleB(1.5, exponent + 52 - bits) : 0;
            keep[i] = isKept ? 1 : 0;
            for (int k = 0; k < parts; k++)
            {
                grids[k][i] = Math.ScaleB(1, exponent - (bits * (k + 1)));
            }
        }

        Tensor Line(double[] values) => byRows ? Tensors.Column(values, device) : Tensors.Row(values, device);
        Tensor mask = Line(keep);
        Tensor[] x = [.. terms], integers = new Tensor[parts], gridTensors = new Tensor[parts];
        double[][] squares = new double[parts + 1][];
        TensorSum.Renormalise(x);
        for (int k = 0; k < parts; k++)
        {
            int shift = bits * k;
            Tensor anchor = Line(Array.ConvertAll(anchors, value => Math.ScaleB(value, -shift)));
            Tensor head = (x[0].Plus(anchor) - anchor) * mask;
            squares[k] = Squares(head);
            gridTensors[k] = Line(grids[k]);
            integers[k] = head * Line(Array.ConvertAll(grids[k], grid => 1 / grid));
            x[0] = x[0] - head;
            TensorSum.Renormalise(x);
        }

        Tensor rest = x[^1];
        for (int t = x.Length - 2; t >= 0; t--)
        {
            rest = rest.Plus(x[t]);
        }

        squares[parts] = Squares(rest);
        return new DeviceSlices(rows, integers, gridTensors, grids, rest, squares);
    }

    // A square may underflow to 0: the count of what is not 0 tells.
    private static double[] Squares(Tensor x)
    {
        double[] squares = Tensors.Download((x * x).ColumnSums()), sizes = Tensors.Download(x.abs().amax([0]));
        for (int j = 0; j < squares.Length; j++)
        {
            squares[j] = squares[j] == 0 && sizes[j] != 0 ? double.Epsilon : squares[j];
        }

        return squares;
    }

    private static double Bound(double squares, int terms) => squares == 0 ? 0 : RoundingBounds.NormFromSquares(squares, terms);
}
