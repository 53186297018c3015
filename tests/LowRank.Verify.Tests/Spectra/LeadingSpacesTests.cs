using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Spaces of operators known by products, against planted ones in exact rationals.</summary>
public sealed class LeadingSpacesTests
{
    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_spaces_lie_in_their_enclosures(string name)
    {
        int cases = name == Engines.Default.Name ? 1_000 : 100, sharp = 0, projected = 0, deflatedSharp = 0;
        _ = Parallel.For(0, cases, seed =>
        {
            Random random = new(seed);
            (PlantedDecomposition planted, double[] y) = SpectralSpacesTests.Case(random);
            IEngine engine = Engines.Get(name);
            LeadingSpectrumOptions options = new() { Oversampling = random.Next(4), Steps = random.Next(1, 6), Seed = seed };
            TiledOperator stored = new(engine, planted.Matrix);
            foreach (ILinearOperator map in new ILinearOperator[] { stored, new Products(stored), new Deflated(stored, planted.Matrix) })
            {
                LeadingSpaces spaces = new LeadingSpectrumCertifier(engine).CertifySpaces(map, random.Next(1, 8), options);
                foreach (double alpha in SpectralSpacesTests.Cutoffs(planted.Values))
                {
                    if (spaces.Project(y, Interval.Of(alpha)) is not { IsEnclosed: true } outcome)
                    {
                        continue;
                    }

                    SpectralSpacesTests.Check(planted, y, alpha, outcome.Value, $"seed {seed}, alpha {alpha}, {map.GetType().Name}");
                    _ = Interlocked.Increment(ref projected);
                    bool isSharp = Width(outcome.Value.Information) <= 1e-7 * (1 + outcome.Value.Norm.UpperDouble)
                        && Width(outcome.Value.PseudoInverse) <= 1e-7 * (1 + outcome.Value.Norm.UpperDouble)
                            && Width(outcome.Value.NuisanceImage) <= 1e-5 * (1 + outcome.Value.Norm.UpperDouble);
                    _ = Interlocked.Add(ref sharp, isSharp ? 1 : 0);
                    _ = Interlocked.Add(ref deflatedSharp, isSharp && map is Deflated ? 1 : 0);
                }
            }
        });

        // Most cutoffs that are decided have a space that converged.
        Assert.True(projected > 4 * cases, $"{projected}");
        Assert.True(sharp > 0.6 * projected, $"only {sharp} of {projected} are sharp");
        Assert.True(deflatedSharp > 0.2 * projected, $"only {deflatedSharp} of {projected} are sharp by the complement");
    }

    [Fact]
    public void Bad_spaces_widen_and_never_err()
    {
        int proved = 0;
        using ThreadLocal<Func<SingularTriplets, SingularTriplets>> falsify = new();
        DecoratedEngine engine = new(Engines.Default) { OnDecompose = proposal => falsify.Value is { } bend ? bend(proposal!) : proposal };
        _ = Parallel.For(0, 600, seed =>
        {
            Random random = new(seed);
            (PlantedDecomposition planted, double[] y) = SpectralSpacesTests.Case(random);
            double bend = Math.Pow(10, -1 - (5 * random.NextDouble()));
            falsify.Value = proposal =>
                proposal with { Left = Array.ConvertAll(proposal.Left, x => x + (bend * (random.NextDouble() - 0.5))) };
            TiledOperator stored = new(Engines.Default, planted.Matrix);
            foreach (ILinearOperator map in new ILinearOperator[] { stored, new Products(stored), new Deflated(stored, planted.Matrix) })
            {
                LeadingSpaces spaces = new LeadingSpectrumCertifier(engine)
                    .CertifySpaces(map, 4, new LeadingSpectrumOptions { Seed = seed, Steps = 4 });
                foreach (double alpha in SpectralSpacesTests.Cutoffs(planted.Values))
                {
                    double[] moved = [.. y.Select(x => x + (0.001 / y.Length * (random.NextDouble() - 0.5)))];
                    if (spaces.Project(moved, Interval.Of(alpha), 0.001) is { IsEnclosed: true } outcome)
                    {
                        SpectralSpacesTests.Check(planted, y, alpha, outcome.Value,
                            $"seed {seed}, bend {bend}, alpha {alpha}, {map.GetType().Name}");
                        _ = Interlocked.Increment(ref proved);
                    }
                }
            }
        });

        Assert.True(proved > 600, $"{proved}");
    }

    /// <summary>
    /// Five values 40 … 20 over a flat tail of 1 … 1: the energy of the tail, 500, lies above 20²; what is left in the spectral norm does
    /// not. Both ways of bounding it: by a decomposition (600 rows) and by powers (1,100 rows).
    /// </summary>
    [Theory]
    [InlineData(600)]
    [InlineData(1100)]
    public void A_flat_tail_leaves_the_leading_values_sharp(int rows)
    {
        Random random = new(rows);
        int[] values = [40, 35, 30, 25, 20, .. Enumerable.Repeat(1, 500)];
        Matrix a = PlantedSpectrum.Build(random, rows, rows + 50, values);
        TiledOperator map = new(Engines.Default, a);
        LeadingSpectrum sharp = new LeadingSpectrumCertifier(Engines.Default).Certify(map, 5),
            wide = new LeadingSpectrumCertifier(Engines.Default).Certify(new Products(map), 5);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(sharp.Values[i].Contains(Rational.Of((double)values[i])) && wide.Values[i].Contains(Rational.Of((double)values[i])),
                $"{sharp.Values[i]}, {wide.Values[i]}");
            Assert.True(Width(sharp.Values[i]) < 1e-9, $"{sharp.Values[i]}");
        }

        Assert.True(Width(wide.Values[4]) > 1);
        Assert.InRange(sharp.Values[5].UpperDouble, 1, 1.1);
    }

    /// <summary>Differences of products of size 1e170 and more have no square among the doubles; that is no fault of the engine.</summary>
    [Theory]
    [InlineData(560)]
    [InlineData(980)]
    [InlineData(-900)]
    public void Matrices_of_every_scale_are_taken(int exponent)
    {
        Matrix a = PlantedSpectrum.Build(new Random(1), 40, 60, [9, 8, 7, .. Enumerable.Repeat(1, 30)], exponent);
        LeadingSpectrum found = new LeadingSpectrumCertifier(Engines.Default).Certify(new TiledOperator(Engines.Default, a), 3);
        for (int i = 0; i < 3; i++)
        {
            Interval value = new(BigFloat.Scale(found.Values[i].Lower, -exponent), BigFloat.Scale(found.Values[i].Upper, -exponent));
            Assert.True(value.Contains(Rational.Of(9.0 - i)) && Width(value) < 1e-9, $"{value}");
        }
    }

    /// <summary>Upper bounds by powers against values that are known, of every size and sign, and not far above them.</summary>
    [Fact]
    public void Norms_by_powers_bound_the_norm_from_above()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            int n = random.Next(1, 40);
            int scale = random.Next(-300, 300);
            double[] d = [.. Enumerable.Range(0, n).Select(_ => Math.ScaleB(random.Next(3) == 0 ? 0 : random.Next(-200, 201), scale))];
            double[] m = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                m[i + (i * n)] = d[i];
            }

            if (n > 1)
            {
                m[n] += Math.ScaleB(5, scale); // one entry above the diagonal, half of which is symmetric
                m[1] += Math.ScaleB(5, scale);
            }

            double truth = Engines.Default.SingularValues(new Matrix(n, n, [.. m]))![0],
                bound = DeflatedGram.ByPowers(Engines.Get(seed % 2 == 0 ? "managed" : Engines.Default.Name), n, m, new double[n * n]);
            Assert.InRange(bound, truth * (1 - 1e-13), (truth * Math.Pow(n, 1.0 / 64) * (1 + 1e-6)) + Math.ScaleB(1, -400));
        }
    }

    /// <summary>
    /// A Q that is not contracted on both sides: I − QQᵀ = −3 for Q = (2), and with AAᵀ = 1 the answer is 3 although Ĝ is 0.
    /// </summary>
    [Fact]
    public void Error_of_the_gram_matrix_is_stretched_on_both_sides()
    {
        double bound = DeflatedGram.Norm(Engines.Default, 1, [0], 1, 1, [2])!.Value;
        Assert.InRange(bound, 3, 3.0001);
    }

    [Fact]
    public void Cutoffs_that_cannot_be_decided_name_the_value()
    {
        PlantedDecomposition planted = PlantedDecomposition.Draw(new Random(5), 12, 12, [90, 60, 50, 40, 30, 20, 10, 5]);
        double[] y = [.. Enumerable.Range(1, 12).Select(i => (double)i)];
        LeadingSpaces spaces = new LeadingSpectrumCertifier(Engines.Default)
            .CertifySpaces(new TiledOperator(Engines.Default, planted.Matrix), 2,
            new LeadingSpectrumOptions { Oversampling = 0, Steps = 10 });
        Assert.Contains("singular value 2 lies in", spaces.Project(y, Interval.Of(spaces.SingularValues[1].Midpoint)).Reason,
            StringComparison.Ordinal);
        Assert.Contains("singular value 3 is only known to be at most", spaces.Project(y, Interval.Of(1.0)).Reason,
            StringComparison.Ordinal);
        Assert.Equal(1, spaces.Project(y, Interval.Of(88.0)).Value.Rank);
        SpaceSplit<Interval> none = spaces.Project(y, Interval.Of(1000.0)).Value;
        Assert.Equal((0, Interval.Zero, Interval.Zero), (none.Rank, none.Information, none.PseudoInverse));
        Assert.Equal(OutcomeStatus.OutsideDomain, spaces.Project(y, Interval.Zero).Status);
        Assert.Throws<ArgumentException>(() => spaces.Project([1, 2], Interval.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => spaces.Project(y, Interval.One, double.PositiveInfinity));
        LeadingSpaces zero = new LeadingSpectrumCertifier(Engines.Default)
            .CertifySpaces(new TiledOperator(Engines.Default, new Matrix(3, 2, new double[6])), 1);
        SpaceSplit<Interval> projection = zero.Project([3, 0, 4], Interval.One).Value;
        Assert.Equal((0, 5.0, Interval.Zero), (projection.Rank, projection.Nuisance.Midpoint, projection.NuisanceImage));
    }

    private static double Width(Interval x) => x.UpperDouble - x.LowerDouble;

    private sealed class Products(TiledOperator map) : ILinearOperator
    {
        public int Rows => map.Rows;

        public int Columns => map.Columns;

        public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result) => map.Multiply(count, block, result);

        public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result) =>
            map.MultiplyTransposed(count, block, result);

        public Interval FrobeniusSquared(IntervalContext context) => map.FrobeniusSquared(context);
    }

    /// <summary>The norm of what is left, by a decomposition of it with room for rounding.</summary>
    private sealed class Deflated(TiledOperator map, Matrix matrix) : IDeflatedOperator
    {
        public int Rows => map.Rows;

        public int Columns => map.Columns;

        public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result) => map.Multiply(count, block, result);

        public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result) =>
            map.MultiplyTransposed(count, block, result);

        public Interval FrobeniusSquared(IntervalContext context) => map.FrobeniusSquared(context);

        public double? ComplementNorm(int count, ReadOnlySpan<double> q)
        {
            double[] rest = [.. matrix.Values];
            for (int j = 0; j < Columns; j++)
            {
                ReadOnlySpan<double> column = matrix.Values.AsSpan(j * Rows, Rows);
                for (int c = 0; c < count; c++)
                {
                    double inner = 0;
                    for (int i = 0; i < Rows; i++)
                    {
                        inner += q[i + (c * Rows)] * column[i];
                    }

                    for (int i = 0; i < Rows; i++)
                    {
                        rest[i + (j * Rows)] -= inner * q[i + (c * Rows)];
                    }
                }
            }

            double norm = Engines.Default.SingularValues(new Matrix(Rows, Columns, rest))![0],
                room = 1e-13 * Math.Sqrt(matrix.Values.Sum(x => x * x));
            return norm + room;
        }
    }
}
