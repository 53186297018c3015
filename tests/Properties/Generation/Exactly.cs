namespace LowRank.Verify.Properties.Generation;

/// <summary>Matrix algebra without rounding: in doubles on grid matrices, where it is exact, and over the rationals.</summary>
internal static class Exactly
{
    public static Matrix Create(int rows, int columns, Func<int, int, double> entry, StorageType storage = StorageType.Float64)
    {
        double[] values = new double[rows * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                values[i + (j * rows)] = entry(i, j);
            }
        }

        return new Matrix(rows, columns, values, storage);
    }

    public static Matrix Sum(Matrix a, Matrix b) => Create(a.Rows, a.Columns, (i, j) => a[i, j] + b[i, j]);

    public static Matrix Difference(Matrix a, Matrix b) => Create(a.Rows, a.Columns, (i, j) => a[i, j] - b[i, j]);

    public static Matrix Product(Matrix a, Matrix b) =>
        Create(a.Rows, b.Columns, (i, j) => Enumerable.Range(0, a.Columns).Sum(k => a[i, k] * b[k, j]));

    public static Matrix Scaled(Matrix a, double factor) => Create(a.Rows, a.Columns, (i, j) => a[i, j] * factor);

    public static Matrix Kronecker(Matrix a, Matrix b) =>
        Create(a.Rows * b.Rows, a.Columns * b.Columns, (i, j) => a[i / b.Rows, j / b.Columns] * b[i % b.Rows, j % b.Columns]);

    public static Matrix DirectSum(Matrix a, Matrix b) => Create(a.Rows + b.Rows, a.Columns + b.Columns, (i, j) =>
        i < a.Rows && j < a.Columns ? a[i, j] : i >= a.Rows && j >= a.Columns ? b[i - a.Rows, j - a.Columns] : 0);

    public static Matrix Beside(Matrix a, Matrix b) =>
        Create(a.Rows, a.Columns + b.Columns, (i, j) => j < a.Columns ? a[i, j] : b[i, j - a.Columns]);

    public static Matrix Block(Matrix a, int rows, int columns) =>
        Create(rows, columns, (i, j) => i < a.Rows && j < a.Columns ? a[i, j] : 0, a.Storage);

    public static Matrix FirstColumns(Matrix a, int count) => Create(a.Rows, a.Columns, (i, j) => j < count ? a[i, j] : 0);

    public static Rational Inner(Matrix a, Matrix b) =>
        a.Values.Zip(b.Values).Aggregate(Rational.Zero, (sum, pair) => sum + (Rational.Of(pair.First) * Rational.Of(pair.Second)));

    public static Rational SumOfSquares(Matrix a) => Inner(a, a);

    public static Rational RowSquare(Matrix a, int row) =>
        Enumerable.Range(0, a.Columns).Aggregate(Rational.Zero, (sum, j) => sum + (Rational.Of(a[row, j]) * Rational.Of(a[row, j])));

    public static Rational LargestRowSum(Matrix a) => Enumerable.Range(0, a.Rows)
        .Select(i => Enumerable.Range(0, a.Columns).Aggregate(Rational.Zero, (sum, j) => sum + Rational.Of(Math.Abs(a[i, j])))).Max();

    /// <summary>tr (AᵀA)^k.</summary>
    public static Rational TraceOfGramPower(Matrix a, int k)
    {
        Rational[,] gram = Gram(a), power = gram;
        for (int i = 1; i < k; i++)
        {
            power = Product(power, gram);
        }

        return Enumerable.Range(0, a.Columns).Aggregate(Rational.Zero, (sum, i) => sum + power[i, i]);
    }

    /// <summary>Rank and determinant (of a square matrix) by elimination.</summary>
    public static (int Rank, Rational Determinant) Eliminate(Matrix matrix)
    {
        Rational[][] a = [.. Enumerable.Range(0, matrix.Rows)
            .Select(i => Enumerable.Range(0, matrix.Columns).Select(j => Rational.Of(matrix[i, j])).ToArray())];
        Rational determinant = Rational.One;
        int rank = 0;
        for (int j = 0; j < matrix.Columns && rank < a.Length; j++)
        {
            int pivot = Array.FindIndex(a, rank, row => row[j].Sign != 0);
            if (pivot < 0)
            {
                continue;
            }

            determinant *= pivot == rank ? a[pivot][j] : -a[pivot][j];
            (a[rank], a[pivot]) = (a[pivot], a[rank]);
            for (int i = rank + 1; i < a.Length; i++)
            {
                Rational factor = a[i][j] / a[rank][j];
                for (int k = j; k < matrix.Columns && factor.Sign != 0; k++)
                {
                    a[i][k] -= factor * a[rank][k];
                }
            }

            rank++;
        }

        return (rank, rank < matrix.Rows ? Rational.Zero : determinant);
    }

    private static Rational[,] Gram(Matrix a)
    {
        Rational[,] gram = new Rational[a.Columns, a.Columns];
        for (int i = 0; i < a.Columns; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                gram[i, j] = Enumerable.Range(0, a.Rows)
                    .Aggregate(Rational.Zero, (sum, k) => sum + (Rational.Of(a[k, i]) * Rational.Of(a[k, j])));
            }
        }

        return gram;
    }

    private static Rational[,] Product(Rational[,] a, Rational[,] b)
    {
        int n = a.GetLength(0);
        Rational[,] product = new Rational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                product[i, j] = Enumerable.Range(0, n).Aggregate(Rational.Zero, (sum, k) => sum + (a[i, k] * b[k, j]));
            }
        }

        return product;
    }
}
