using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.LinearAlgebra;

public sealed class ExactProductTests
{
    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_equal_the_rational_product_in_every_entry(string name)
    {
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            int count = random.Next(1, 5), spread = new[] { 0, 3, 30, 120 }[random.Next(4)];
            int[] sizes = [.. Enumerable.Range(0, count + 1).Select(_ => random.Next(1, 9))];
            Matrix[] factors = [.. Enumerable.Range(0, count).Select(i => Draw(random, sizes[i], sizes[i + 1], spread, random.Next(3)))];
            ExactProduct product = ExactProduct.Of(Engines.Get(name), factors);
            if (count * spread <= 60)
            {
                Assert.True(product.IsExact, $"seed {seed}: {count} factors, spread {spread}");
            }

            Rational[,] exact = Product(factors);
            Rational squares = Rational.Zero, unit = Rational.Pow(Rational.Of(2.0), product.Exponent);
            for (int i = 0; i < sizes[0]; i++)
            {
                for (int j = 0; j < sizes[^1]; j++)
                {
                    Rational sum = Entry(product.Sum, i, j) * unit;
                    Rational difference = sum - exact[i, j];
                    squares += difference * difference;
                    if (product.IsExact)
                    {
                        Assert.True(difference == Rational.Zero, $"seed {seed}: entry [{i}, {j}] is off by {difference.ToDouble()}");
                    }
                }
            }

            Rational bound = Rational.Of(product.Dropped) * unit;
            Assert.True(squares <= bound * bound, $"seed {seed}: dropped {Math.Sqrt(squares.ToDouble())}, bound {product.Dropped}");
        }
    }

    [Fact]
    public void Terms_do_not_overlap_and_few_are_needed()
    {
        Random random = new(5);
        ExactProduct product = ExactProduct.Of(Engines.Default, [Draw(random, 60, 7, 0, 0), Draw(random, 7, 50, 0, 0)]);
        Assert.True(product.IsExact);
        Assert.InRange(product.Sum.Terms.Count, 2, 4); // two 53-bit factors with entries over a few binary orders
        Matrix lead = product.Sum.Terms[0], next = product.Sum.Terms[1];
        for (int t = 0; t < lead.Values.Length; t++)
        {
            Assert.True(lead.Values[t] + next.Values[t] == lead.Values[t]); // the first term is the rounded product
        }
    }

    [Fact]
    public void Float32_factors_of_a_layer_need_two_terms_at_most()
    {
        Random random = new(6);
        Matrix Draw32(int rows, int columns) =>
            new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => (double)(float)(random.NextDouble() - 0.5))],
            StorageType.Float32);
        ExactProduct product = ExactProduct.Of(Engines.Default, [Draw32(300, 16), Draw32(16, 200)]);
        Assert.True(product.IsExact);
        Assert.InRange(product.Sum.Terms.Count, 1, 2);
    }

    [Fact]
    public void Rows_that_span_too_many_orders_are_dropped_with_a_bound()
    {
        Matrix wide = Matrix.FromArray(new[,] { { 1.0, Math.ScaleB(1.25, -700) }, { 3.0, Math.ScaleB(1.0, -390) } });
        ExactProduct product = ExactProduct.Of(Engines.Default, [wide, Matrix.FromArray(new[,] { { 0.0 }, { 1.0 } })]);
        Assert.False(product.IsExact);
        Assert.InRange(product.Dropped, 0, Math.ScaleB(1, -230));
        Assert.Contains("do not fit",
            Assert.Throws<ArgumentException>(() => ExactProduct.Of(Engines.Default, [wide, new Matrix(3, 1, new double[3])])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Scales_near_the_ends_of_the_range_go_to_the_exponent()
    {
        Matrix huge = Matrix.FromArray(new[,] { { 1.7e308, -1.1e308 } }), tiny = Matrix.FromArray(new[,] { { 3e-308 }, { 5e-324 } });
        ExactProduct up = ExactProduct.Of(Engines.Default, [huge, huge.Transpose()]),
            down = ExactProduct.Of(Engines.Default, [tiny.Transpose(), tiny]);
        Assert.True(up.IsExact);
        Assert.Equal(Product([huge, huge.Transpose()])[0, 0], Entry(up.Sum, 0, 0) * Rational.Pow(Rational.Of(2.0), up.Exponent));
        Assert.True(down.IsExact);
        Assert.Equal(Product([tiny.Transpose(), tiny])[0, 0], Entry(down.Sum, 0, 0) * Rational.Pow(Rational.Of(2.0), down.Exponent));
    }

    [Fact]
    public void A_product_that_is_off_by_one_grid_unit_is_refused()
    {
        int refused = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            bool isArmed = false;
            DecoratedEngine engine = new(Engines.Default)
            {
                OnProduct = (m, n, _, c) =>
                {
                    if (isArmed)
                    {
                        int at = Array.FindIndex(c, x => x != 0);
                        c[at] = Math.BitIncrement(c[at]);
                        isArmed = false;
                    }
                },
            };
            Matrix a = Draw(random, 9, 5, 0, 0), b = Draw(random, 5, 8, 0, 0);
            _ = ExactProduct.Of(engine, [a, b]); // the probes of the engine are over
            isArmed = true;
            refused += Assert.ThrowsAny<Exception>(() => ExactProduct.Of(engine, [a, b])) is EngineRefusedException ? 1 : 0;
        }

        Assert.Equal(50, refused);
    }

    [Fact]
    public void A_factor_and_its_cancelling_partner_leave_the_exact_difference()
    {
        // [X, X + E]·[Y; −Y] = −EY: everything that doubles could hold cancels.
        Random random = new(9);
        const int Size = 6;
        Matrix x = Draw(random, Size, Size, 0, 0), y = Draw(random, Size, Size, 0, 0);
        double[] left = new double[2 * Size * Size], right = new double[2 * Size * Size];
        for (int j = 0; j < Size; j++)
        {
            for (int i = 0; i < Size; i++)
            {
                left[i + (j * Size)] = x[i, j];
                left[i + ((j + Size) * Size)] = Math.BitIncrement(x[i, j]);
                right[i + (j * 2 * Size)] = y[i, j];
                right[i + Size + (j * 2 * Size)] = -y[i, j];
            }
        }

        Matrix[] factors = [new Matrix(Size, 2 * Size, left), new Matrix(2 * Size, Size, right)];
        ExactProduct product = ExactProduct.Of(Engines.Default, factors);
        Rational[,] exact = Product(factors);
        Assert.True(product.IsExact);
        Rational unit = Rational.Pow(Rational.Of(2.0), product.Exponent);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                Assert.Equal(exact[i, j], Entry(product.Sum, i, j) * unit);
                Assert.True(Rational.Abs(exact[i, j]).ToDouble() < 1e-14);
            }
        }
    }

    internal static Rational Entry(MatrixSum sum, int i, int j) =>
        sum.Terms.Aggregate(Rational.Zero, (total, term) => total + Rational.Of(term[i, j]));

    internal static Rational[,] Product(IReadOnlyList<Matrix> factors)
    {
        Rational[,] result = Exact(factors[0]);
        foreach (Matrix next in factors.Skip(1))
        {
            Rational[,] right = Exact(next), product = new Rational[result.GetLength(0), next.Columns];
            for (int i = 0; i < product.GetLength(0); i++)
            {
                for (int j = 0; j < next.Columns; j++)
                {
                    product[i, j] = Enumerable.Range(0, next.Rows).Aggregate(Rational.Zero, (sum, t) => sum + (result[i, t] * right[t, j]));
                }
            }

            result = product;
        }

        return result;
    }

    internal static Matrix Draw(Random random, int rows, int columns, int spread, int kind) =>
        new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => kind switch
    {
        0 => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-spread, spread + 1)),
        1 => random.Next(4) == 0 ? 0 : Math.ScaleB(random.Next(-9, 10), random.Next(-spread, spread + 1)),
        _ => (double)(float)(random.NextDouble() - 0.5),
    })]);

    private static Rational[,] Exact(Matrix a)
    {
        Rational[,] result = new Rational[a.Rows, a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                result[i, j] = Rational.Of(a[i, j]);
            }
        }

        return result;
    }
}
