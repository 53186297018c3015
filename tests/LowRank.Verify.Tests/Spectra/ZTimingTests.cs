using System.Diagnostics;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

public sealed class ZTimingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(500, 400, 50, 9)]
    [InlineData(500, 400, 50, 100000)]
    [InlineData(500, 400, 400, 0)]
    [InlineData(1024, 1024, 1024, 0)]
    [InlineData(1024, 1024, 16, 0)]
    [InlineData(1024, 1024, 100, 1000)]
    [InlineData(4096, 4096, 4096, 0)]
    [InlineData(4096, 4096, 16, 1000)]
    [InlineData(4096, 4096, 64, 1000)]
    public void Time(int m, int n, int r, int size)
    {
        Random random = new(1);
        double[] values = new double[m * n];
        if (size == 0)
        {
            for (int i = 0; i < values.Length; i++) { values[i] = (float)(random.NextDouble() - 0.5); }
        }
        else
        {
            double[] u = [.. Enumerable.Range(0, m * r).Select(_ => (double)random.Next(-size, size + 1))], v = [.. Enumerable.Range(0, n * r).Select(_ => (double)random.Next(-size, size + 1))];
            for (int j = 0; j < n; j++) for (int k = 0; k < r; k++) for (int i = 0; i < m; i++) { values[i + (j * m)] += u[i + (k * m)] * v[j + (k * n)]; }
        }

        Matrix a = new(m, n, values);
        Stopwatch watch = Stopwatch.StartNew();
        IntegerBracket bracket = ExactRank.Bracket(a);
        double first = watch.Elapsed.TotalSeconds;
        watch.Restart();
        if (m < 2000) bracket = ExactRank.Bracket(a);
        output.WriteLine($"{m}x{n} rank {r} size {size}: {bracket} first {first:F2} s, again {watch.Elapsed.TotalSeconds:F3} s; structure {(watch.Restart, ExactRank.StructuralUpper(a)).Item2}");
    }
}
