using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.LinearAlgebra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class FactoredSpectrumTests
{
    private static readonly IntervalContext Context = new(256);

    [Fact]
    public void Products_that_no_matrix_of_doubles_can_store_are_certified_to_thirty_digits()
    {
        SpectrumCertifier certifier = new(Engines.Default);
        int multiple = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(3, 20), columns = random.Next(3, 20), rank = random.Next(1, Math.Min(rows, columns) + 1);
            int scale = random.Next(3) == 0 ? random.Next(-600, 600) : 0;
            (Matrix left, Matrix right, Rational[] values) = Factors(random, rows, columns, rank, scale);
            FactoredSpectrum found = FactoredSpectrum.Certify(certifier, Engines.Default, [left, right], rank, 30);
            multiple += ExactProduct.Of(Engines.Default, [left, right]).Sum.Terms.Count > 1 ? 1 : 0;
            for (int i = 0; i < Math.Min(rows, columns); i++)
            {
                Rational truth = i < rank ? values[i] : Rational.Zero;
                Assert.True(found.Values.SingularValues[i].Contains(truth),
                    $"seed {seed}: σ_{i + 1} = {truth.ToDouble()}, {found.Values.SingularValues[i]}, {found.Values.Method}");
            }

            Assert.True(found.Values.Digits(30) >= 30, $"seed {seed}: {found.Values.Digits(30)} digits, {found.Values.Method}");
            Assert.Equal(new IntegerBracket(rank, rank), found.Values.Rank);
        }

        Assert.True(multiple > 30, $"{multiple}");
    }

    [Fact]
    public void Norms_of_entries_are_those_of_the_exact_product()
    {
        SpectrumCertifier certifier = new(Engines.Default);
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(1, 9), inner = random.Next(1, 9), columns = random.Next(1, 9);
            Matrix[] factors = [ExactProductTests.Draw(random, rows, inner, seed % 3, 0),
                ExactProductTests.Draw(random, inner, columns, 2, 0)];
            FactoredSpectrum found = FactoredSpectrum.Certify(certifier, Engines.Default, factors, Math.Min(rows, Math.Min(inner, columns)),
                15);
            Rational[,] exact = ExactProductTests.Product(factors);
            Rational whole = Rational.Zero;
            Interval sum = Interval.Zero;
            for (int i = 0; i < rows; i++)
            {
                Rational row = Rational.Zero;
                for (int j = 0; j < columns; j++)
                {
                    row += exact[i, j] * exact[i, j];
                }

                whole += row;
                sum = Context.Add(sum, Context.Sqrt(Context.Of(row)).Value);
            }

            Assert.True(found.FrobeniusSquared(Context).Overlaps(Context.Of(whole)) && found.FrobeniusSquared(Context).Digits(40) >= 26,
                $"seed {seed}: {whole.ToDouble()}, {found.FrobeniusSquared(Context)}");
            Assert.True(found.RowNorm21(Context).Overlaps(sum) && found.RowNorm21(Context).Digits(40) >= 26,
                $"seed {seed}: {sum}, {found.RowNorm21(Context)}");
        }
    }

    [Fact]
    public void Sources_of_single_matrices_give_what_one_double_per_entry_allows()
    {
        (Matrix left, Matrix right, Rational[] values) = Factors(new Random(3), 9, 7, 4, 0);
        FactoredSpectrum found = FactoredSpectrum.Certify(new LeadingTermSpectra(new SpectrumCertifier(Engines.Default)), Engines.Default,
            [left, right], 4, 30);
        for (int i = 0; i < 7; i++)
        {
            Assert.True(found.Values.SingularValues[i].Contains(i < 4 ? values[i] : Rational.Zero));
        }

        Assert.InRange(found.Values.Digits(30), 14, 20);
    }

    // Q₁·diag(s) and diag(t)·Q₂ with s, t of 30 bits: σ_i = s_i·t_i.
    private static (Matrix Left, Matrix Right, Rational[] Values) Factors(Random random, int rows, int columns, int rank, int scale)
    {
        PlantedDecomposition planted = PlantedDecomposition.Draw(random, rows, columns, [1]);
        double[] s = [.. Enumerable.Range(0, rank).Select(_ => (double)random.Next(1, 1 << 30))],
            t = [.. Enumerable.Range(0, rank).Select(_ => (double)random.Next(1, 1 << 30))];
        double[] left = new double[rows * rank], right = new double[rank * columns];
        for (int r = 0; r < rank; r++)
        {
            for (int i = 0; i < rows; i++)
            {
                left[i + (r * rows)] = Math.ScaleB(planted.Left[i, r] * s[r], scale);
            }

            for (int j = 0; j < columns; j++)
            {
                right[r + (j * rank)] = planted.Right[r, j] * t[r];
            }
        }

        Rational unit = Rational.Pow(Rational.Of(2.0), scale);
        Rational[] values = [.. s.Zip(t, (x, y) => Rational.Of(x) * Rational.Of(y)).OrderDescending().Select(x => x * unit)];
        return (new Matrix(rows, rank, left), new Matrix(rank, columns, right), values);
    }
}
