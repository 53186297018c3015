using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.LinearAlgebra.Products.DenseLoops;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// A stored matrix as a linear operator, without a copy of it in doubles: square tiles are converted one at a time, multiplied by the
/// engine, and added up. An entry of a product is a sum over tiles of inner products of length at most <see cref="Tile"/>, so its error is
/// at most γ_k|A||X| with k = Tile + number of tiles (Higham 2002, §3.1), and ‖E‖_F ≤ γ_k‖A‖_F‖X‖_F. Every product is compared with A(Xw),
/// w random, computed by loops of our own: an engine whose result is off by more than rounding errors is refused (with probability 1 up to
/// rounding; a statistical defence, as every check of a product is).
/// </summary>
public sealed class TiledOperator : IEntrywiseOperator, IDeflatedOperator
{
    /// <summary>Rows and columns of a tile.</summary>
    private const int Tile = 512;

    /// <summary>Rows up to which A·Aᵀ is formed.</summary>
    private const int MostGramRows = 4096;

    private static readonly double Least = Math.ScaleB(1, -1070);

    private readonly IEngine engine;
    private readonly double[]? wide;
    private readonly float[]? narrow;
    private readonly Lazy<double> norm;
    private readonly double[] tile = new double[Tile * Tile];

    /// <summary>A matrix of doubles, column-major; not copied.</summary>
    public TiledOperator(IEngine engine, Matrix a)
        : this(engine, a.Rows, a.Columns)
    {
        wide = a.Values;
    }

    /// <summary>A matrix of rows × columns float32 numbers, column-major; not copied, and not to be written to afterwards.</summary>
    /// <exception cref="ArgumentException">A dimension is not positive, the count disagrees, or an entry is NaN or infinite.</exception>
    public TiledOperator(IEngine engine, int rows, int columns, float[] values)
        : this(engine, rows, columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (rows <= 0 || columns <= 0 || values.LongLength != (long)rows * columns)
        {
            throw new ArgumentException($"A {rows}×{columns} matrix has {(long)rows * columns} entries, not {values.LongLength}.",
                nameof(values));
        }

        if (Array.Exists(values, x => !float.IsFinite(x)))
        {
            throw new ArgumentException("An entry is NaN or infinite.", nameof(values));
        }

        narrow = values;
    }

    private TiledOperator(IEngine engine, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(engine);
        FloatingPointMode.Require();
        EngineProbe.Require(engine);
        this.engine = engine;
        Rows = rows;
        Columns = columns;
        norm = new Lazy<double>(() => Context.Sqrt(FrobeniusSquared(Context)).Value.UpperDouble);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    private static IntervalContext Context { get; } = new(Bits.Certificate);

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">The engine's product is wrong by more than rounding errors.</exception>
    public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result) => Multiply(false, count, block, result);

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">The engine's product is wrong by more than rounding errors.</exception>
    public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result) => Multiply(true, count, block, result);

    /// <inheritdoc/>
    public Interval FrobeniusSquared(IntervalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ExactSumOfSquares sum = new();
        foreach (double x in wide ?? [])
        {
            sum.Add(x);
        }

        foreach (float x in narrow ?? [])
        {
            sum.Add(x);
        }

        return sum.TakeInterval(context);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Tile by tile R = A − Y·Xᵀ in doubles. |fl(R) − R| ≤ γ_{count+2}(|A| + |Y||X|ᵀ), so ‖R‖_F ≤ ‖fl(R)‖_F + γ(‖A‖_F + ‖Y‖_F‖X‖_F).
    /// </remarks>
    /// <exception cref="EngineRefusedException">The engine's product is wrong by more than rounding errors.</exception>
    public double RemainderNorm(int count, ReadOnlySpan<double> y, ReadOnlySpan<double> x)
    {
        double[] left = new double[Tile * count], right = new double[Tile * count], product = new double[Tile * Tile];
        double[] weights = Weights(Tile), image = new double[count], found = new double[Tile], expected = new double[Tile];
        double squares = 0, bound = RoundingBounds.Gamma(Tile + count + 8) * Norm(y) * Norm(x);
        for (int column = 0; column < Columns; column += Tile)
        {
            int width = Math.Min(Tile, Columns - column);
            Rectangle(x, Columns, column, width, count, right);
            Array.Clear(image);
            for (int c = 0; c < count; c++)
            {
                image[c] = Dot(right.AsSpan(c * width, width), weights);
            }

            for (int row = 0; row < Rows; row += Tile)
            {
                int height = Math.Min(Tile, Rows - row);
                Load(row, height, column, width);
                Rectangle(y, Rows, row, height, count, left);
                engine.Multiply(false, true, height, width, count, left, right, product);
                Combine(left, height, count, image, expected);
                Combine(product, height, width, weights, found);
                RequireEqual(engine, expected.AsSpan(0, height), found.AsSpan(0, height), bound * Norm(weights));
                double sum = 0;
                for (int t = 0; t < height * width; t++)
                {
                    double rest = tile[t] - product[t];
                    sum += rest * rest;
                }

                squares += sum;
            }
        }

        double rounding = RoundingBounds.Gamma(count + 4) * (norm.Value + (Norm(y) * Norm(x)));
        return RoundingBounds.Enlarge(RoundingBounds.NormFromSquares(squares, (Tile * Tile) + ((long)Rows * Columns / (Tile * Tile)) + 16)
            + rounding);
    }

    /// <inheritdoc/>
    /// <remarks>A·Aᵀ as a sum over panels of columns: off by at most γ‖A‖_F², γ of the columns of a panel and the number of
    /// panels.</remarks>
    /// <exception cref="EngineRefusedException">The engine's product is wrong by more than rounding errors.</exception>
    public double? ComplementNorm(int count, ReadOnlySpan<double> q)
    {
        // 2^−exponent·A has a norm near 1, so that its squares are far from the ends of the range.
        if (Rows > MostGramRows || !(norm.Value > 0 && double.IsFinite(norm.Value)))
        {
            return null;
        }

        int exponent = Math.ILogB(norm.Value);
        double size = Math.ScaleB(norm.Value, -exponent);

        double[] gram = new double[Rows * Rows], part = new double[Rows * Rows], panel = new double[Rows * Tile], weights = Weights(Rows),
            expected = new double[Rows], found = new double[Rows];
        for (int column = 0; column < Columns; column += Tile)
        {
            int width = Math.Min(Tile, Columns - column);
            for (int t = 0; t < Rows * width; t++)
            {
                long at = ((long)column * Rows) + t;
                panel[t] = Math.ScaleB(wide is null ? narrow![at] : wide[at], -exponent);
            }

            ReadOnlySpan<double> own = panel.AsSpan(0, Rows * width);
            engine.Multiply(false, true, Rows, Rows, width, own, own, part);
            AddMultiple(part, 1, gram);
            for (int c = 0; c < width; c++)
            {
                ReadOnlySpan<double> x = own.Slice(c * Rows, Rows);
                AddMultiple(x, Dot(x, weights), expected);
            }
        }

        Combine(gram, Rows, Rows, weights, found);
        RequireEqual(engine, expected, found, 3 * RoundingBounds.Gamma((long)Columns + Rows) * size * size * Norm(weights));
        double error = (RoundingBounds.Gamma(Math.Min(Columns, Tile) + (Columns / Tile) + 2) * size * size) + RoundingBounds.Underflow;
        return DeflatedGram.Norm(engine, Rows, gram, RoundingBounds.Enlarge(error), count, q) is { } left
            ? Math.BitIncrement(Math.ScaleB(left, exponent)) : null;
    }

    private double Multiply(bool transposed, int count, ReadOnlySpan<double> block, Span<double> result)
    {
        int inner = transposed ? Rows : Columns, outer = transposed ? Columns : Rows;
        if (block.Length != (long)inner * count || result.Length != (long)outer * count)
        {
            throw new ArgumentException($"A block of {count} vectors needs {(long)inner * count} numbers and gives {(long)outer * count}.",
                nameof(block));
        }

        double[] chunk = new double[Tile * count], part = new double[Tile * count], weights = Weights(count);
        double[] image = new double[inner], expected = new double[outer], found = new double[outer];
        Combine(block, inner, count, weights, image);
        result.Clear();
        for (int o = 0; o < outer; o += Tile)
        {
            int height = Math.Min(Tile, outer - o);
            for (int i = 0; i < inner; i += Tile)
            {
                int depth = Math.Min(Tile, inner - i);
                Rectangle(block, inner, i, depth, count, chunk);
                if (transposed)
                {
                    Load(i, depth, o, height);
                    for (int c = 0; c < height; c++)
                    {
                        expected[o + c] += Dot(tile.AsSpan(c * depth, depth), image.AsSpan(i, depth));
                    }
                }
                else
                {
                    Load(o, height, i, depth);
                    Axpys(height, depth, image.AsSpan(i, depth), expected.AsSpan(o, height));
                }

                engine.Multiply(transposed, false, height, count, depth, tile, chunk, part);
                for (int c = 0; c < count; c++)
                {
                    AddMultiple(part.AsSpan(c * height, height), 1, result.Slice((c * outer) + o, height));
                }
            }
        }

        Combine(result, outer, count, weights, found);
        int tiles = (inner / Tile) + 2;
        double size = norm.Value * Norm(block);
        RequireEqual(engine, expected, found, 3 * RoundingBounds.Gamma((long)inner + count + 16) * size * Norm(weights));
        return RoundingBounds.Enlarge((RoundingBounds.Gamma(Math.Min(inner, Tile) + tiles) * size)
            + ((double)inner * outer * count * Least));
    }

    private void Load(int row, int height, int column, int width)
    {
        for (int c = 0; c < width; c++)
        {
            long start = row + ((long)(column + c) * Rows);
            if (wide is not null)
            {
                Array.Copy(wide, start, tile, (long)c * height, height);
            }
            else
            {
                ReadOnlySpan<float> source = narrow.AsSpan((int)start, height);
                Span<double> target = tile.AsSpan(c * height, height);
                for (int t = 0; t < height; t++)
                {
                    target[t] = source[t];
                }
            }
        }
    }

    // expected += tile·image, tile height × width.
    private void Axpys(int height, int width, ReadOnlySpan<double> image, Span<double> target)
    {
        for (int c = 0; c < width; c++)
        {
            AddMultiple(tile.AsSpan(c * height, height), image[c], target);
        }
    }

    private static void Rectangle(ReadOnlySpan<double> block, int rows, int first, int height, int count, Span<double> target)
    {
        for (int c = 0; c < count; c++)
        {
            block.Slice((c * rows) + first, height).CopyTo(target.Slice(c * height, height));
        }
    }
}
