using LowRank.Verify.Arithmetic;
using LowRank.Verify.Dynamics;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Inequalities about matrices that the theory leans on, on generated instances and with instances that come near equality.
/// </summary>
public sealed class MatrixInequalityTests
{
    private const int Instances = 300;

    private static readonly IntervalContext Context = new(192);

    // Lemma 6.12 (Schur): with A = X Xᵀ and B = Y Yᵀ the product A ∘ B is the Gram matrix of the rows x_i ⊗ y_i.
    [Fact]
    public void Schur_product_lies_between_its_bounds()
    {
        for (int seed = 0; seed < Instances; seed++)
        {
            Random random = new(seed);
            int m = random.Next(1, 4), p = random.Next(1, 5), q = random.Next(1, 3);
            IntervalMatrix x = Exact(random, m, p), y = Exact(random, m, q);
            IntervalMatrix rows = IntervalMatrix.From(m, p * q, (i, j) => Context.Multiply(x[i, j / q], y[i, j % q]));
            Interval[] diagonal = [.. Enumerable.Range(0, m)
                .Select(i => Context.Sum(Enumerable.Range(0, q).Select(j => Context.Square(y[i, j]))))];
            (Interval least, Interval greatest) = Ends(x);
            (Interval productLeast, Interval productGreatest) = Ends(rows);
            Assert.True(Context.Multiply(diagonal.Aggregate(IntervalContext.Min), least).Lower <= productLeast.Upper, $"seed {seed}");
            Assert.True(productGreatest.Lower <= Context.Multiply(diagonal.Aggregate(IntervalContext.Max), greatest).Upper, $"seed {seed}");
        }
    }

    // C.12: ‖P(A + E) − P(A)‖ ≤ ‖E‖/(λ_r − ‖E‖) for A of rank r, seen at vectors of the range of A.
    [Fact]
    public void Perturbed_projectors_stay_within_Davis_Kahan()
    {
        int met = 0, tight = 0;
        for (int seed = 0; seed < Instances; seed++)
        {
            Random random = new(seed);
            int m = random.Next(2, 5), r = random.Next(1, m);
            IntervalMatrix head = Exact(random, m, r), noise = Exact(random, m, m);
            Interval size = Context.Of(new Rational(1, 1 << random.Next(3, 12)));
            IntervalMatrix before = IntervalMatrix.From(m, m, (i, j) => j < r ? head[i, j] : Interval.Zero);
            IntervalMatrix after = IntervalMatrix.From(m, m, (i, j) => Context.Add(before[i, j], Context.Multiply(size, noise[i, j])));
            Interval[] values = [.. IntervalSpaces.Of(Context, before).Value.SquaredSingularValues.OrderByDescending(s => s.Midpoint)];
            IntervalMatrix a = before.Transpose().Gram(Context), b = after.Transpose().Gram(Context);
            Interval change = Context.Sqrt(IntervalMatrix.From(m, m, (i, j) => Context.Subtract(b[i, j], a[i, j]))
                .SquaredFrobenius(Context)).Value;
            Interval room = Context.Subtract(values[r - 1], change);
            if (room.Lower.Sign <= 0)
            {
                continue;
            }

            // λ_{r+1}(A + E) ≤ ‖E‖ < λ_r − ‖E‖ is needed for a cutoff between them.
            Interval cut = Context.Sqrt(Context.Divide(values[r - 1], Interval.Of(2L)).Value).Value;
            Interval[] vector = [.. Enumerable.Range(0, m).Select(i => head[i, 0])];
            if (IntervalSpaces.Of(Context, after).Value.At(vector, cut, null) is not { IsEnclosed: true, Value: { } parts }
                || parts.Rank != r)
            {
                continue;
            }

            Interval bound = Context.Multiply(Context.Divide(change, room).Value,
                Context.Sqrt(Context.Sum(vector.Select(Context.Square))).Value);
            Assert.True(parts.Nuisance.Upper <= bound.Lower, $"seed {seed}: {parts.Nuisance} and {bound}");
            met++;
            tight += Context.Multiply(Interval.Of(20L), parts.Nuisance).Lower >= bound.Upper ? 1 : 0;
        }

        Assert.True(met > Instances / 4 && tight > 0, $"{met} instances, {tight} within a factor of 20");
    }

    // C.5: a sample that is not classified as its one-hot label, ties included, has a squared residual of at least 1/2; with equality at
    // (1/2, 1/2).
    [Fact]
    public void A_misclassified_sample_has_a_residual_of_at_least_a_half()
    {
        int wrong = 0;
        for (int seed = 0; seed < Instances; seed++)
        {
            Random random = new(seed);
            int n = random.Next(1, 4), d = random.Next(1, 4), k = random.Next(1, 4), classes = random.Next(2, 4);
            IntervalMatrix w = Exact(random, k, d);
            ShallowNetwork network = new(Context, HiddenActivation.All[seed % 5], Exact(random, n, d), Exact(random, classes, k));
            Interval[] f = network.Outputs(w);
            for (int i = 0; i < n; i++)
            {
                int label = random.Next(classes);
                bool isWrong = Enumerable.Range(0, classes).Any(l => l != label && f[(l * n) + i].Lower >= f[(label * n) + i].Upper);
                Interval square = Context.Sum(Enumerable.Range(0, classes)
                    .Select(l => Context.Square(Context.Subtract(f[(l * n) + i], l == label ? Interval.One : Interval.Zero))));
                Assert.False(isWrong && square.Upper < BigFloat.Of(0.5), $"seed {seed}, sample {i}: {square}");
                wrong += isWrong ? 1 : 0;
            }
        }

        Assert.True(wrong > Instances / 4);
    }

    private static (Interval Least, Interval Greatest) Ends(IntervalMatrix a)
    {
        Interval[] values = [.. IntervalSpaces.Of(Context, a).Value.SquaredSingularValues];
        return (values.Aggregate(IntervalContext.Min), values.Aggregate(IntervalContext.Max));
    }

    private static IntervalMatrix Exact(Random random, int rows, int columns) =>
        TrainingInstance.Enclose(Context, Seeded.Matrix(random, rows, columns));
}
