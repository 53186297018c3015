using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Bounds;

/// <summary>
/// A matrix of intervals, column by column: it stands for every matrix of real numbers with entries in them. Each operation encloses
/// the exact result for each of these.
/// </summary>
public sealed class IntervalMatrix
{
    private readonly Interval[] values;

    /// <summary>A matrix from its entries, column by column.</summary>
    public IntervalMatrix(int rows, int columns, Interval[] values)
    {
        if (values.Length != rows * columns)
        {
            throw new ArgumentException("The number of entries is not rows times columns.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        this.values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>An entry.</summary>
    public Interval this[int i, int j] => values[i + (j * Rows)];

    /// <summary>The matrix with the entries that a function gives.</summary>
    public static IntervalMatrix From(int rows, int columns, Func<int, int, Interval> entry)
    {
        Interval[] values = new Interval[rows * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                values[i + (j * rows)] = entry(i, j);
            }
        }

        return new IntervalMatrix(rows, columns, values);
    }

    /// <summary>A stored matrix, exactly.</summary>
    public static IntervalMatrix Of(Matrix a) => From(a.Rows, a.Columns, (i, j) => Interval.Of(a[i, j]));

    /// <summary>True when every entry is a point.</summary>
    public bool IsExact => Array.TrueForAll(values, v => v.IsPoint);

    /// <summary>Aᵀ.</summary>
    public IntervalMatrix Transpose() => From(Columns, Rows, (i, j) => this[j, i]);

    /// <summary>A B.</summary>
    public IntervalMatrix Times(IntervalContext context, IntervalMatrix b) =>
        From(Rows, b.Columns, (i, j) => Dot(context, Columns, k => this[i, k], k => b[k, j]));

    /// <summary>A x.</summary>
    public Interval[] Times(IntervalContext context, IReadOnlyList<Interval> x) =>
        [.. Enumerable.Range(0, Rows).Select(i => Dot(context, Columns, k => this[i, k], k => x[k]))];

    /// <summary>Aᵀ x.</summary>
    public Interval[] TransposeTimes(IntervalContext context, IReadOnlyList<Interval> x) =>
        [.. Enumerable.Range(0, Columns).Select(j => Dot(context, Rows, k => this[k, j], k => x[k]))];

    /// <summary>Aᵀ A, symmetric.</summary>
    public IntervalMatrix Gram(IntervalContext context)
    {
        Interval[] gram = new Interval[Columns * Columns];
        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gram[i + (j * Columns)] = gram[j + (i * Columns)] = i == j
                    ? context.Sum(Enumerable.Range(0, Rows).Select(k => context.Square(this[k, i])))
                    : Dot(context, Rows, k => this[k, i], k => this[k, j]);
            }
        }

        return new IntervalMatrix(Columns, Columns, gram);
    }

    /// <summary>‖A‖_F².</summary>
    public Interval SquaredFrobenius(IntervalContext context) => context.Sum(values.Select(context.Square));

    /// <summary>The sum of products.</summary>
    private static Interval Dot(IntervalContext context, int count, Func<int, Interval> x, Func<int, Interval> y)
    {
        Interval sum = Interval.Zero;
        for (int k = 0; k < count; k++)
        {
            sum = context.Add(sum, context.Multiply(x(k), y(k)));
        }

        return sum;
    }
}
