using LowRank.Verify.Arithmetic;
using LowRank.Verify.Dynamics;
using LowRank.Verify.LinearAlgebra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Expectations over random weights, V = ±1/√(kK) here scaled to ±1: over the signs of V exactly, by enumeration, and over normal W against
/// closed forms, by seeded draws.
/// </summary>
public sealed class ExpectationTests
{
    private static readonly IntervalContext Context = new(128);

    /// <summary>E_V ‖f‖² = K Σ_{s,i} φ(w_s·x_i)² and E_V[J Jᵀ] = I_K ⊗ (Σ_s φ'(X w_s)φ'(X w_s)ᵀ) ∘ X Xᵀ for independent signs.</summary>
    [Fact]
    public void Mean_over_all_signs_of_the_output_weights_is_the_identity_times_one_block()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            HiddenActivation activation = HiddenActivation.All[seed % HiddenActivation.All.Count];
            int classes = random.Next(1, 3), k = random.Next(1, 4), n = random.Next(1, 4), d = random.Next(1, 3), signs = classes * k;
            IntervalMatrix x = TrainingInstance.Enclose(Context, Seeded.Matrix(random, n, d)),
                w = TrainingInstance.Enclose(Context, Seeded.Matrix(random, k, d));
            Interval norm = Interval.Zero;
            Interval[,] gram = new Interval[n * classes, n * classes];
            for (int pattern = 0; pattern < 1 << signs; pattern++)
            {
                int fixedPattern = pattern;
                ShallowNetwork network = new(Context, activation, x,
                    IntervalMatrix.From(classes, k,
                    (l, s) => ((fixedPattern >> ((l * k) + s)) & 1) == 0 ? Interval.One : Interval.Of(-1L)));
                norm = Context.Add(norm, Context.Sum(network.Outputs(w).Select(Context.Square)));
                IntervalMatrix jacobian = network.Jacobian(w), square = jacobian.Transpose().Gram(Context);
                for (int i = 0; i < n * classes; i++)
                {
                    for (int j = 0; j < n * classes; j++)
                    {
                        gram[i, j] = Context.Add(gram[i, j] ?? Interval.Zero, square[i, j]);
                    }
                }
            }

            Interval Mean(Interval sum) => Context.Divide(sum, Interval.Of(1L << signs)).Value;
            Interval Inner(int s, int i) => Context.Sum(Enumerable.Range(0, d).Select(j => Context.Multiply(w[s, j], x[i, j])));
            Interval expected = Context.Multiply(
                Interval.Of((long)classes),
                Context.Sum(from s in Enumerable.Range(0, k) from i in Enumerable.Range(0,
                    n) select Context.Square(activation.Value(Context, Inner(s, i)))));
            Meet(expected, Mean(norm), $"seed {seed}, {activation.Name}");
            for (int p = 0; p < n * classes; p++)
            {
                for (int q = 0; q < n * classes; q++)
                {
                    int i = p % n, j = q % n;
                    Interval block = p / n != q / n ? Interval.Zero : Context.Multiply(
                        Context.Sum(Enumerable.Range(0, d).Select(t => Context.Multiply(x[i, t], x[j, t]))),
                        Context.Sum(Enumerable.Range(0, k)
                            .Select(s => Context.Multiply(activation.Slope(Context, Inner(s, i)),
                            activation.Slope(Context, Inner(s, j))))));
                    Meet(block, Mean(gram[p, q]), $"seed {seed}, {activation.Name}, ({p}, {q})");
                }
            }
        }
    }

    /// <summary>
    /// Unit inputs, ν = 1: E‖f(W)‖² = n E φ(g)² and E‖J‖_F² = n E φ'(g)² = tr(Σ)/K for normal W and V of variance 1/(kK), against 400
    /// draws, within four standard errors of less than 6 %. With Σ in place of Σ/K the second would be off by the factor K = 2, and is
    /// refuted.
    /// </summary>
    [Theory]
    [InlineData("relu", 0.5, 0.5)]
    [InlineData("smoothed-relu", null, 1.0 / 3)]
    [InlineData("erf", 0.4645590543, 0.5694100285)] // (2/π) arcsin(2/3); (4/π)/√5
    [InlineData("sin", 0.4323323584, 0.5676676416)] // (1 − e^−2)/2, (1 + e^−2)/2
    [InlineData("softplus", 0.921245908859300, 0.293379035858093)]
    public void Mean_over_normal_weights_is_that_of_the_closed_form(string name, double? square, double slope)
    {
        const int Draws = 400, Classes = 2, Width = 5, Samples = 3;
        HiddenActivation activation = HiddenActivation.All.Single(a => a.Name == name);
        Random random = new(2019);
        Rational[,] points = new Rational[Samples, 2];
        for (int i = 0; i < Samples; i++)
        {
            (points[i, 0], points[i, 1]) = Seeded.OnCircle(new Rational(random.Next(-20, 21), 10));
        }

        IntervalMatrix x = TrainingInstance.Enclose(Context, points);
        double[] outputs = new double[Draws], norms = new double[Draws];
        for (int t = 0; t < Draws; t++)
        {
            Interval weight = Context.Sqrt(Context.Of(new Rational(1, Classes * Width))).Value;
            IntervalMatrix v = IntervalMatrix.From(Classes, Width, (_, _) => random.Next(2) == 0 ? weight : IntervalContext.Negate(weight));
            IntervalMatrix w = IntervalMatrix.From(Width, 2, (_, _) => Interval.Of(Normal(random)));
            ShallowNetwork network = new(Context, activation, x, v);
            outputs[t] = network.Outputs(w).Sum(f => f.Midpoint * f.Midpoint);
            norms[t] = network.SquaredJacobianNorm(w).Midpoint;
        }

        if (square is { } expected)
        {
            Near(Samples * expected, outputs);
        }

        Near(Samples * slope, norms);
        (double mean, double error) = Spread(norms);
        Assert.True(Math.Abs(mean - (Classes * Samples * slope)) > 10 * error);
    }

    private static void Near(double expected, double[] draws)
    {
        (double mean, double error) = Spread(draws);
        Assert.True(error < 0.06 * expected, $"{error} of {expected}");
        Assert.Equal(expected, mean, 4 * error);
    }

    private static (double Mean, double Error) Spread(double[] draws)
    {
        double mean = draws.Average();
        return (mean, Math.Sqrt(draws.Sum(x => (x - mean) * (x - mean)) / (draws.Length - 1.0) / draws.Length));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void Meet(Interval a, Interval b, string where)
    {
        Assert.True(a.Overlaps(b), $"{where}: {a} and {b}");
        Assert.True(a.UpperDouble - a.LowerDouble < 1e-14 * (1 + Math.Abs(a.Midpoint))
            && b.UpperDouble - b.LowerDouble < 1e-14 * (1 + Math.Abs(b.Midpoint)), $"{where}: {a} or {b} is wide");
    }
}
