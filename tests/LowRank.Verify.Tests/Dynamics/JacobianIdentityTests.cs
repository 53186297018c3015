using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Dynamics;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Identities of Jacobians and of linearised descent on 500 generated networks: both sides are enclosed by different routes, the
/// enclosures are narrow, and they meet.
/// </summary>
public sealed class JacobianIdentityTests
{
    private const int Networks = 500;
    private const int Precision = 192;

    // Of an enclosure, against 1 plus its size: 192 bits carry 57 digits, of which steps and norms may lose half.
    private static readonly BigFloat Narrow = BigFloat.Of(1e-28);

    private static readonly IntervalContext Context = new(Precision);

    [Fact]
    public void Jacobian_blocks_norms_and_descent_agree_by_two_routes()
    {
        for (int seed = 0; seed < Networks; seed++)
        {
            Random random = new(seed);
            int n = random.Next(1, 4), d = random.Next(1, 4), k = random.Next(1, 4), classes = random.Next(1, 3);
            HiddenActivation activation = HiddenActivation.All[seed % HiddenActivation.All.Count];
            IntervalMatrix x = Exact(random, n, d), v = Exact(random, classes, k), w = Exact(random, k, d);
            ShallowNetwork network = new(Context, activation, x, v);
            IntervalMatrix jacobian = network.Jacobian(w);
            Interval[] r = [.. Enumerable.Range(0, n * classes).Select(_ => Context.Of(new Rational(random.Next(-16, 17), 8)))];

            BlocksAgree(network, w, jacobian, r, $"seed {seed}, {activation.Name}");
            DescentAgrees(jacobian, r, random, $"seed {seed}, {activation.Name}");
            ComplexityIsBetweenItsBounds(jacobian, $"seed {seed}, {activation.Name}");
            CopiesOfCentresRepeatRows(network, w, jacobian, random, $"seed {seed}, {activation.Name}");
        }
    }

    // Lemma 6.11, ‖J‖_F² and Jᵀu without J.
    private static void BlocksAgree(ShallowNetwork network, IntervalMatrix w, IntervalMatrix jacobian, Interval[] r, string where)
    {
        IntervalMatrix gram = network.JacobianGram(w), product = jacobian.Transpose().Gram(Context);
        for (int i = 0; i < gram.Rows; i++)
        {
            for (int j = 0; j < gram.Columns; j++)
            {
                Meet(product[i, j], gram[i, j], where);
            }
        }

        Meet(jacobian.SquaredFrobenius(Context), network.SquaredJacobianNorm(w), where);
        Interval[] direct = jacobian.TransposeTimes(Context, r);
        IntervalMatrix matrix = network.TransposedProduct(w, r);
        for (int q = 0; q < direct.Length; q++)
        {
            Meet(direct[q], matrix[q / w.Columns, q % w.Columns], where);
        }
    }

    // C.1 to C.5: the spectral forms against the steps themselves.
    private static void DescentAgrees(IntervalMatrix jacobian, Interval[] r, Random random, string where)
    {
        SpectralSplit split = SpectralSplit.Of(Context, jacobian).Value;
        double top = split.SquaredSingularValues.Max(s => s.UpperDouble);
        if (top == 0)
        {
            return;
        }

        Rational eta = Rational.Of(0.9 / top);
        double[] sizes = [.. split.SquaredSingularValues.Select(s => Math.Sqrt(s.Midpoint)).OrderDescending()];
        Rational alpha = Rational.Of(0.9 * sizes[random.Next(sizes.Count(s => s > 1e-6 * sizes[0]))]);
        Interval step = Context.Of(eta), cut = Context.Of(alpha);
        int steps = random.Next(1, 12);
        Interval[] theta = [.. Enumerable.Repeat(Interval.Zero, jacobian.Columns)], residual = r;
        Interval moved = Interval.Zero, sum = Interval.Zero;
        for (int t = 0; t < steps; t++)
        {
            sum = Context.Add(sum, Norm(residual));
            theta = [.. theta.Zip(jacobian.TransposeTimes(Context, residual), (p, g) => Context.Subtract(p, Context.Multiply(step, g)))];
            residual = [.. r.Zip(jacobian.Times(Context, theta), Context.Add)];
            Interval further = Norm(theta);
            Assert.True(moved.Lower <= further.Upper, $"{where}: the displacement falls");
            moved = further;
        }

        Interval[] decayed = split.Decayed(r, step, steps);
        for (int i = 0; i < r.Length; i++)
        {
            Meet(residual[i], decayed[i], where);
        }

        Meet(moved, split.Displacement(r, step, steps), where);
        if (!split.At(r, cut, alpha).IsEnclosed)
        {
            return;
        }

        // The same split for the residual after the steps: both spaces contract at their own rates.
        SpectralParts before = split.At(r, cut, alpha).Value, after = split.At(decayed, cut, alpha).Value;
        Interval square = Context.Square(cut);
        Interval slowest = Power(Context.Subtract(Interval.One, Context.Multiply(step, square)), steps);
        Interval fastest = Power(Context.Subtract(Interval.One, Context.Multiply(step, new Interval(BigFloat.Of(top), BigFloat.Of(top)))), steps);
        AtMost(after.Information, Context.Multiply(slowest, before.Information), where);
        AtMost(Context.Multiply(fastest, before.Information), after.Information, where);
        AtMost(after.Nuisance, before.Nuisance, where);
        AtMost(Context.Multiply(slowest, before.Nuisance), after.Nuisance, where);
        Interval effective = Context.Multiply(Context.Multiply(step, square), Interval.Of((long)steps));
        Interval decay = Context.Exp(IntervalContext.Negate(effective));
        AtMost(Context.Square(Norm(decayed)), Context.Add(Context.Square(Context.Multiply(decay, before.Information)), Context.Square(before.Nuisance)), where);
        Interval reached = IntervalContext.Max(Interval.One, effective);
        Interval distance = Context.Sqrt(Context.Add(
            Context.Square(before.PseudoInverse),
            Context.Square(Context.Divide(Context.Multiply(reached, before.NuisanceImage), square).Value))).Value;
        AtMost(moved, distance, where);
        AtMost(Context.Multiply(step, sum), Context.Multiply(Context.Divide(effective, square).Value, Norm(r)), where);
        Meet(Context.Add(Context.Square(before.Information), Context.Square(before.Nuisance)), Context.Square(Norm(r)), where);
    }

    // C.7: Khinchin's inequality with Szarek's constant below, Jensen's above.
    private static void ComplexityIsBetweenItsBounds(IntervalMatrix jacobian, string where)
    {
        Interval mean = SignAverage.Of(Context, jacobian), norm = Context.Sqrt(jacobian.SquaredFrobenius(Context)).Value;
        AtMost(Context.Divide(norm, Context.Sqrt(Interval.Of(2L)).Value).Value, mean, where);
        AtMost(mean, norm, where);
    }

    // C.8: J(X) = (I ⊗ U) J(M) for copies of the inputs, of any number.
    private static void CopiesOfCentresRepeatRows(ShallowNetwork network, IntervalMatrix w, IntervalMatrix jacobian, Random random, string where)
    {
        IntervalMatrix centres = network.Inputs;
        int[] copies = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(centres.Rows))];
        IntervalMatrix x = IntervalMatrix.From(copies.Length, centres.Columns, (i, j) => centres[copies[i], j]);
        IntervalMatrix repeated = new ShallowNetwork(Context, network.Activation, x, network.OutputWeights).Jacobian(w);
        for (int p = 0; p < repeated.Rows; p++)
        {
            for (int q = 0; q < repeated.Columns; q++)
            {
                Meet(jacobian[((p / copies.Length) * centres.Rows) + copies[p % copies.Length], q], repeated[p, q], where);
            }
        }
    }

    [Fact]
    public void Native_jacobian_is_that_of_the_oracle()
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator evaluator = new(catalogue, new SpectrumCertifier(Engines.Default));
        foreach (HiddenActivation activation in HiddenActivation.All)
        {
            Random random = new(7);
            Rational[,] x = Seeded.Matrix(random, 2, 3), w = Seeded.Matrix(random, 2, 3), v = Seeded.Matrix(random, 2, 2);
            InputRecord inputs = InputRecord.Of(
                ("X", new InputValue.MatrixValue(Seeded.Stored(x))), ("W", new InputValue.MatrixValue(Seeded.Stored(w))), ("V", new InputValue.MatrixValue(Seeded.Stored(v))));
            IntervalMatrix native = new ShallowNetwork(Context, activation, TrainingInstance.Enclose(Context, x), TrainingInstance.Enclose(Context, v))
                .Jacobian(TrainingInstance.Enclose(Context, w));
            ResultValue.Sequence expected = (ResultValue.Sequence)evaluator.Evaluate(catalogue.Get("oymak2019/jacobian/" + activation.Name), inputs, 30).Result!;
            Assert.Equal(native.Rows * native.Columns, expected.Items.Count);
            for (int e = 0; e < expected.Items.Count; e++)
            {
                Meet(((ResultValue.Scalar)expected.Items[e]).Enclosure, native[e / native.Columns, e % native.Columns], activation.Name);
            }
        }
    }

    // The mean of yᵀ Σ⁺ y over classes: whatever the cluster sizes, it is b_lᵀ Σ̃(M)⁻¹ b_l; here Σ̃(M) = I/3, since κ(0) = 0 and κ(1) = 1/3.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(3, 17)]
    [InlineData(500_000, 500_000)]
    public void Label_energy_of_a_mixture_does_not_depend_on_the_cluster_sizes(long first, long second)
    {
        IntervalMatrix centres = IntervalMatrix.From(2, 2, (i, j) => Interval.Of(i == j ? 1L : 0L));
        IntervalMatrix kernel = TangentKernel.Matrix(Context, centres, TangentKernel.Of(HiddenActivation.SmoothedRelu)!);
        SpectralParts parts = ClusteredKernel.Labels(Context, kernel, [first, second], [0, 1], 2, Interval.One, Context.Of(new Rational(1, 10))).Value;

        // Both classes: K yᵀ Σ⁺ y = 2·(3 + 3) with ν = 1.
        Meet(Context.Square(parts.PseudoInverse), Interval.Of(12L), "two centres");
        Assert.True(parts.Nuisance.Upper.IsZero);
        Meet(Context.Square(parts.Information), Interval.Of(first + second), "the labels have length sqrt(n)");
    }

    private static Interval Power(Interval x, int n) => Context.Pow(x, n).Value;

    private static Interval Norm(IEnumerable<Interval> x) => Context.Sqrt(Context.Sum(x.Select(Context.Square))).Value;

    private static IntervalMatrix Exact(Random random, int rows, int columns) => TrainingInstance.Enclose(Context, Seeded.Matrix(random, rows, columns));

    private static void Meet(Interval a, Interval b, string where)
    {
        Assert.True(a.Overlaps(b), $"{where}: {a} and {b}");
        IsNarrow(a, where);
        IsNarrow(b, where);
    }

    private static void IsNarrow(Interval a, string where)
    {
        BigFloat size = BigFloat.Add(BigFloat.One, BigFloat.Abs(a.Upper), 64, Rounding.Up);
        Assert.True(BigFloat.Subtract(a.Upper, a.Lower, 64, Rounding.Up) <= BigFloat.Multiply(size, Narrow, 64, Rounding.Down), $"{where}: {a} is wide");
    }

    // Not refuted, and between narrow enclosures: where both sides are equal no certificate of ≤ exists.
    private static void AtMost(Interval a, Interval b, string where)
    {
        Assert.True(a.Lower <= b.Upper, $"{where}: {a} > {b}");
        IsNarrow(a, where);
    }
}
