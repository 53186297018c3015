using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

public sealed class ExactRankTests
{
    [Fact]
    public void Products_of_integer_factors_have_their_rank_and_one_ulp_raises_it_by_at_most_one()
    {
        SpectrumCertifier source = new(Engines.Default);
        int raised = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            int rows = random.Next(3, 14), columns = random.Next(3, 14), rank = random.Next(1, Math.Min(rows, columns));
            double[] product = new double[rows * columns];
            for (int r = 0; r < rank; r++)
            {
                // Unit triangular factors, so that the rank is exactly that.
                double[] u = [.. Enumerable.Range(0, rows).Select(i => i < r ? 0 : i == r ? 1.0 : random.Next(-9, 10))];
                double[] v = [.. Enumerable.Range(0, columns).Select(j => j < r ? 0 : j == r ? 1.0 : random.Next(-9, 10))];
                for (int t = 0; t < product.Length; t++)
                {
                    product[t] += u[t % rows] * v[t / rows];
                }
            }

            product = [.. product.Select(x => Math.ScaleB(x, seed - 30))];
            Assert.Equal(new IntegerBracket(rank, rank), source.Certify(new Matrix(rows, columns, product)).Rank);

            int place = random.Next(product.Length);
            product[place] = Math.BitIncrement(product[place]);
            IntegerBracket moved = source.Certify(new Matrix(rows, columns, product)).Rank;
            Assert.True(moved.IsDecided && moved.Lower >= rank && moved.Lower <= rank + 1, $"{moved} after one ulp on rank {rank}");
            raised += moved.Lower > rank ? 1 : 0;
        }

        Assert.True(raised > 20); // the exact rank sees one ulp
    }
}
