using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class SpectralSpacesTests
{
    public static TheoryData<string> Names => EngineNames.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_spaces_lie_in_their_enclosures(string name)
    {
        int cases = name == Engines.Default.Name ? 2_000 : 200, sharp = 0, projected = 0;
        _ = Parallel.For(0, cases, seed =>
        {
            Random random = new(seed);
            (PlantedDecomposition planted, double[] y) = Case(random);
            SpectralSpaces spaces = SpectralSpaces.Of(planted.Matrix, Engines.Get(name));
            foreach (double alpha in Cutoffs(planted.Values))
            {
                Outcome<SpaceSplit<Interval>> outcome = spaces.Project(y, Interval.Of(alpha));
                Assert.True(outcome.IsEnclosed, $"seed {seed}: {outcome.Reason}");
                Check(planted, y, alpha, outcome.Value, $"seed {seed}, alpha {alpha}");
                _ = Interlocked.Increment(ref projected);
                Interval information = outcome.Value.Information;
                _ = Interlocked.Add(ref sharp,
                    information.UpperDouble - information.LowerDouble <= 1e-9 * (1 + information.UpperDouble) ? 1 : 0);
            }
        });

        // Wide enclosures would contain everything.
        Assert.True(sharp > 0.95 * projected, $"only {sharp} of {projected} are sharp to 9 digits");
    }

    [Fact]
    public void Bad_proposals_widen_the_enclosures_and_they_still_hold()
    {
        // Vectors bent by up to a tenth, not orthonormal any more: what the defects and the residual are for.
        int proved = 0;
        using ThreadLocal<Func<SingularTriplets, SingularTriplets>> falsify = new();
        // one engine: each is probed once
        DecoratedEngine engine = new(Engines.Default) { OnDecompose = proposal => falsify.Value!(proposal!) };
        _ = Parallel.For(0, 2_000, seed =>
        {
            Random random = new(seed);
            (PlantedDecomposition planted, double[] y) = Case(random);
            double bend = Math.Pow(10, -1 - (4 * random.NextDouble()));
            int which = random.Next(3);
            falsify.Value = proposal => Bent(proposal, random, bend, which);
            SpectralSpaces spaces = SpectralSpaces.Of(planted.Matrix, engine);
            foreach (double alpha in Cutoffs(planted.Values))
            {
                if (spaces.Project(y, Interval.Of(alpha)) is { IsEnclosed: true } outcome)
                {
                    Check(planted, y, alpha, outcome.Value, $"seed {seed}, bend {bend}, alpha {alpha}");
                    _ = Interlocked.Increment(ref proved);
                }
            }
        });

        Assert.True(proved > 1_000, $"{proved}");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    [InlineData(1e-4)]
    public void The_defect_of_the_left_vectors_enters(double epsilon)
    {
        // U = [[1, ε], [0, 1]], s = (2, 1), V = I, A = U diag(s): no residual, and yet the left space is off by ε/3 to first order.
        Matrix a = Matrix.FromArray(new[,] { { 2.0, epsilon }, { 0.0, 1.0 } });
        // the engine sees A/2
        DecoratedEngine engine =
            new(Engines.Default) { OnDecompose = _ => new SingularTriplets(2, 2, [1, 0, epsilon, 1], [1, 0.5], [1, 0, 0, 1]) };
        double[] y = [0, 1];
        Outcome<SpaceSplit<Interval>> outcome = SpectralSpaces.Of(a, engine).Project(y, Interval.Of(1.5));
        Assert.True(outcome.IsEnclosed, outcome.Reason);

        // AAᵀ = [[4 + ε², ε], [ε, 1]]: tan 2φ = 2ε/(3 + ε²), and the second entry of the leading vector is sin φ.
        double truth = Math.Sin(0.5 * Math.Atan2(2 * epsilon, 3 + (epsilon * epsilon)));
        Assert.InRange(truth, outcome.Value.Information.LowerDouble, outcome.Value.Information.UpperDouble);
        Assert.True(truth > 0.3 * epsilon); // a bound without the defect would be [0, 0]
        Assert.True(outcome.Value.Information.UpperDouble < 10 * epsilon);
    }

    [Fact]
    public void A_value_on_the_cutoff_is_undecided_and_named()
    {
        Random random = new(3);
        PlantedDecomposition planted = PlantedDecomposition.Draw(random, 9, 7, [40, 12, 12, 5, 1]);
        double[] y = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        foreach (SpectralSpaces spaces in new[] { SpectralSpaces.Of(planted.Matrix, Engines.Default),
            SpectralSpaces.Of(planted.Matrix, Engines.Default, new SpectrumCertifier(Engines.Default)) })
        {
            Outcome<SpaceSplit<Interval>> outcome = spaces.Project(y, Interval.Of(12L));
            Assert.Equal(OutcomeStatus.Undecided, outcome.Status);
            Assert.StartsWith("undecided at alpha = 12: ", outcome.Reason, StringComparison.Ordinal);
            Assert.Contains("singular values 2, 3 lie in", outcome.Reason, StringComparison.Ordinal);
            Assert.Equal([2, 3], spaces.Undecided(Interval.Of(12L)));
            Assert.Equal([1], spaces.Undecided(Interval.Of(39.5, 41)));
            Assert.Empty(spaces.Undecided(Interval.Of(13L)));
        }
    }

    [Fact]
    public void More_digits_decide_what_double_level_cannot()
    {
        PlantedDecomposition planted = PlantedDecomposition.Draw(new Random(4), 8, 8, [40, 12, 5, 1]);
        Interval justBelow = new IntervalContext(200).Of(Rational.Of(12.0) - Rational.Pow(Rational.Of(0.5), 80));
        double[] y = [1, -2, 3, -4, 5, -6, 7, -8];
        Assert.Equal([2], SpectralSpaces.Of(planted.Matrix, Engines.Default).Undecided(justBelow));
        Outcome<SpaceSplit<Interval>> outcome = SpectralSpaces.Of(planted.Matrix, Engines.Default, new SpectrumCertifier(Engines.Default))
            .Project(y, justBelow);
        Assert.True(outcome.IsEnclosed, outcome.Reason);
        Assert.Equal(2, outcome.Value.Rank);
        Check(planted, y, 11, outcome.Value, "just below 12");
    }

    /// <summary>Whatever y in the ball and J at the distance: the planted ones are among them.</summary>
    [Fact]
    public void Uncertain_vectors_and_matrices_are_paid_for()
    {
        int projected = 0, useful = 0;
        _ = Parallel.For(0, 1_000, seed =>
        {
            Random random = new(seed);
            (PlantedDecomposition planted, double[] y) = Case(random);
            double distance = Math.Pow(10, -1 - (6 * random.NextDouble())), uncertainty = Math.Pow(10, -1 - (6 * random.NextDouble()));
            double[] direction = [.. y.Select(_ => random.NextDouble() - 0.5)],
                noise = [.. planted.Matrix.Values.Select(_ => random.NextDouble() - 0.5)];
            double length = Math.Sqrt(direction.Sum(x => x * x)) * 1.000001, size = Math.Sqrt(noise.Sum(x => x * x)) * 1.000001;
            double[] moved = [.. y.Select((x, i) => x + (uncertainty * direction[i] / length))];
            Matrix stored = new(planted.Matrix.Rows, planted.Matrix.Columns,
                [.. planted.Matrix.Values.Select((x, i) => x + (distance * noise[i] / size))]);
            SpectralSpaces spaces = SpectralSpaces.Of(stored, Engines.Default, sharper: null, distance);
            foreach (double alpha in Cutoffs(planted.Values))
            {
                if (spaces.Project(moved, Interval.Of(alpha), uncertainty) is not { IsEnclosed: true } outcome)
                {
                    continue;
                }

                Check(planted, y, alpha, outcome.Value, $"seed {seed}, alpha {alpha}, distance {distance}, uncertainty {uncertainty}");
                _ = Interlocked.Increment(ref projected);
                _ = Interlocked.Add(ref useful, Width(outcome.Value.Information) <= (2.1 * uncertainty) + (20 * distance) ? 1 : 0);
            }
        });

        Assert.True(projected > 2_000, $"{projected}");
        Assert.True(useful > projected / 2, $"{useful} of {projected}");
    }

    [Fact]
    public void Ends_and_misuse()
    {
        PlantedDecomposition planted = PlantedDecomposition.Draw(new Random(8), 4, 6, [9, 4, 3, 2]);
        SpectralSpaces spaces = SpectralSpaces.Of(planted.Matrix, Engines.Default);
        double[] y = [3, 0, 4, 0];
        SpaceSplit<Interval> all = spaces.Project(y, Interval.Of(1L)).Value, none = spaces.Project(y, Interval.Of(10L)).Value,
            zero = spaces.Project(new double[4], Interval.Of(3.5)).Value;
        Assert.Equal((4, 5.0, Interval.Zero), (all.Rank, all.Information.Midpoint, all.Nuisance));
        Assert.Equal((0, Interval.Zero, 5.0, Interval.Zero), (none.Rank, none.Information, none.Nuisance.Midpoint, none.PseudoInverse));
        Assert.Equal((2, Interval.Zero, Interval.Zero), (zero.Rank, zero.Information, zero.PseudoInverse));
        Assert.Equal(OutcomeStatus.OutsideDomain, spaces.Project(y, Interval.Zero).Status);
        Assert.Throws<ArgumentException>(() => spaces.Project([1, 2, 3], Interval.One));
        Assert.Throws<ArgumentException>(() => spaces.Project([1, 2, 3, double.NaN], Interval.One));
        Assert.Equal(0, SpectralSpaces.Of(new Matrix(3, 2, new double[6]), Engines.Default).Project([1, 2, 2], Interval.Of(0.1))
            .Value.Rank);
        Assert.Equal(new Interval(BigFloat.Zero, BigFloat.Of(0.25)),
            SpectralSpaces.Of(new Matrix(3, 2, new double[6]), Engines.Default, sharper: null, 0.25).SingularValues[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spaces.Project(y, Interval.One, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralSpaces.Of(planted.Matrix, Engines.Default, sharper: null, double.NaN));
        DecoratedEngine silent = new(Engines.Default) { OnDecompose = _ => null };
        Assert.Equal(OutcomeStatus.Undecided, SpectralSpaces.Of(planted.Matrix, silent).Project(y, Interval.Of(1L)).Status);
    }

    [Theory]
    [InlineData(900, -900)]
    [InlineData(-980, 980)]
    [InlineData(1000, 1010)]
    public void Scales_of_matrix_and_vector_do_not_matter(int matrixExponent, int vectorExponent)
    {
        PlantedDecomposition planted = PlantedDecomposition.Draw(new Random(11), 7, 5, [40, 12, 5, 1]);
        double[] y = [1, -2, 3, -4, 5, -6, 7];
        Matrix scaled = new(7, 5, Array.ConvertAll(planted.Matrix.Values, x => Math.ScaleB(x, matrixExponent)));
        SpaceSplit<Interval> found = SpectralSpaces.Of(scaled, Engines.Default)
            .Project(Array.ConvertAll(y, x => Math.ScaleB(x, vectorExponent)),
                new Interval(BigFloat.Scale(BigFloat.Of(8L), matrixExponent), BigFloat.Scale(BigFloat.Of(8L), matrixExponent))).Value;
        Check(planted, y, 8, new SpaceSplit<Interval>(
            found.Rank,
            Back(found.Norm, vectorExponent),
            Back(found.Information, vectorExponent),
            Back(found.Nuisance, vectorExponent),
            Back(found.PseudoInverse, vectorExponent - matrixExponent),
            Back(found.NuisanceImage, vectorExponent + matrixExponent)), "scaled");

        static Interval Back(Interval x, int exponent) => new(BigFloat.Scale(x.Lower, -exponent), BigFloat.Scale(x.Upper, -exponent));
    }

    internal static (PlantedDecomposition Planted, double[] Y) Case(Random random)
    {
        int rows = random.Next(1, 13), columns = random.Next(1, 13), rank = random.Next(1, Math.Min(rows, columns) + 1);
        PlantedDecomposition planted = PlantedDecomposition.Draw(random, rows, columns, PlantedSpectrum.Values(random, rank, 100));
        double[] y = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(-20, 21))];
        if (random.Next(4) == 0)
        {
            // A left singular vector: one of the two parts is 0.
            int i = random.Next(rows);
            y = [.. Enumerable.Range(0, rows).Select(t => planted.Left[t, i])];
        }

        return (planted, y);
    }

    internal static IEnumerable<double> Cutoffs(int[] values) =>
        values.Append(0).Distinct().Zip(values.Append(0).Distinct().Skip(1), (high, low) => low + (0.3 * (high - low)));

    internal static void Check(PlantedDecomposition planted, double[] y, double alpha, SpaceSplit<Interval> found, string what)
    {
        int rank = planted.Values.Count(value => value >= alpha);
        Assert.Equal(rank, found.Rank);
        Rational whole = y.Aggregate(Rational.Zero, (sum, x) => sum + (Rational.Of(x) * Rational.Of(x))), information = Rational.Zero,
            inverse = Rational.Zero, image = Rational.Zero;
        for (int i = 0; i < planted.Values.Length; i++)
        {
            Rational square = planted.SquaredCoefficient(i, y), value = Rational.Of((double)planted.Values[i]);
            information += i < rank ? square : Rational.Zero;
            inverse += i < rank ? square / (value * value) : Rational.Zero;
            image += i < rank ? Rational.Zero : square * value * value;
        }

        Assert.True(ContainsRoot(found.Norm, whole), $"{what}: norm² {whole.ToDouble()}, {found.Norm}");
        Assert.True(ContainsRoot(found.Information, information), $"{what}: information² {information.ToDouble()}, {found.Information}");
        Assert.True(ContainsRoot(found.Nuisance, whole - information),
            $"{what}: nuisance² {(whole - information).ToDouble()}, {found.Nuisance}");
        Assert.True(ContainsRoot(found.PseudoInverse, inverse), $"{what}: inverse² {inverse.ToDouble()}, {found.PseudoInverse}");
        Assert.True(ContainsRoot(found.NuisanceImage, image), $"{what}: image² {image.ToDouble()}, {found.NuisanceImage}");
    }

    private static double Width(Interval x) => x.UpperDouble - x.LowerDouble;

    private static bool ContainsRoot(Interval x, Rational square)
    {
        Rational lower = x.Lower.ToRational(), upper = x.Upper.ToRational();
        return lower * lower <= square && square <= upper * upper;
    }

    private static SingularTriplets Bent(SingularTriplets proposal, Random random, double bend, int which)
    {
        double[] Noise(double[] x, bool isBent) => isBent ? Array.ConvertAll(x, v => v + (bend * (random.NextDouble() - 0.5))) : x;
        return proposal with { Left = Noise(proposal.Left, which != 1), Right = Noise(proposal.Right, which != 0) };
    }
}
