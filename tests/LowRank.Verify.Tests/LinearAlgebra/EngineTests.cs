using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.LinearAlgebra;

public sealed class EngineTests
{
    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_of_small_integers_are_exact_for_every_transposition(string name)
    {
        IEngine engine = Engines.Get(name);
        Random random = new(3);
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (3, 2, 5), (1, 17, 4), (40, 1, 33), (31, 29, 64) })
        {
            double[,] a = Integers(random, m, k), b = Integers(random, k, n);
            foreach (bool transposeA in new[] { false, true })
            {
                foreach (bool transposeB in new[] { false, true })
                {
                    double[] c = new double[m * n];
                    engine.Multiply(transposeA, transposeB, m, n, k, Pack(a, transposeA), Pack(b, transposeB), c);
                    for (int i = 0; i < m; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            Assert.Equal(Enumerable.Range(0, k).Sum(t => a[i, t] * b[t, j]), c[i + (j * m)]);
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gram_fills_the_upper_triangle_and_leaves_the_rest(string name)
    {
        double[,] a = Integers(new Random(4), 7, 5);
        double[] c = new double[25];
        Array.Fill(c, -1);
        Engines.Get(name).Gram(7, 5, Pack(a, false), c);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                Assert.Equal(i <= j ? Enumerable.Range(0, 7).Sum(t => a[t, i] * a[t, j]) : -1, c[i + (j * 5)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompositions_have_thin_shapes_and_descending_values(string name)
    {
        Random random = new(6);
        foreach ((int m, int n) in new[] { (1, 1), (5, 1), (1, 6), (9, 4), (4, 9), (8, 8), (60, 3) })
        {
            int[] planted = PlantedSpectrum.Values(random, Math.Min(m, n), 50);
            Matrix a = PlantedSpectrum.Build(random, m, n, planted);
            SingularTriplets t = Engines.Get(name).Decompose(a)!;
            Assert.Equal((m * planted.Length, planted.Length, n * planted.Length), (t.Left.Length, t.Values.Length, t.Right.Length));
            double tolerance = 64 * Math.Max(m, n) * Math.ScaleB(planted[0], -53); // backward stability: max(m, n) ulps of σ₁, with room
            double[] only = Engines.Get(name).SingularValues(a)!;
            for (int i = 0; i < planted.Length; i++)
            {
                Assert.Equal(planted[i], t.Values[i], tolerance);
                Assert.Equal(planted[i], only[i], tolerance);
            }
        }
    }

    [Fact]
    public void Unknown_engines_are_named_in_the_error()
    {
        var error = Assert.Throws<LowRank.Verify.Arithmetic.MissingLibraryException>(() => Engines.Get("mkl"));
        Assert.Contains("'mkl'", error.Message, StringComparison.Ordinal);
    }

    private static double[,] Integers(Random random, int rows, int columns)
    {
        double[,] values = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = random.Next(-9, 10);
            }
        }

        return values;
    }

    private static double[] Pack(double[,] a, bool transposed)
    {
        Matrix matrix = Matrix.FromArray(a);
        return (transposed ? matrix.Transpose() : matrix).Values;
    }
}
