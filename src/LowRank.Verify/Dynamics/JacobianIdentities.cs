using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// Identities and inequalities of the Jacobian of a network with one hidden layer and of linearised descent, each with both sides enclosed
/// by routes of their own: C.1 the residual and C.2 the displacement by the spectrum against the steps themselves, C.3 both spaces contract
/// at their own rates, C.4 the sum of the residuals, C.5 training errors against the residual, C.6 JJᵀ, ‖J‖_F² and Jᵀu without J (Lemma
/// 6.11), C.7 the linearised complexity between its bounds, C.8 copies of inputs.
/// </summary>
/// <param name="context">The arithmetic.</param>
/// <param name="network">The network.</param>
/// <param name="w">Its hidden weights.</param>
internal sealed class JacobianIdentities(IntervalContext context, ShallowNetwork network, IntervalMatrix w)
{
    private const int MostSteps = 12;

    private readonly IntervalMatrix jacobian = network.Jacobian(w);

    /// <summary>The network.</summary>
    public ShallowNetwork Network => network;

    /// <summary>All of them for a vector r; step size, cutoff, steps, labels and copies are drawn.</summary>
    public IEnumerable<Conclusion> All(Interval[] r, Random random) =>
        [.. Blocks(r), .. Descent(r, random), .. Errors(random), .. Complexity(), .. Copies(random)];

    // C.6.
    private IEnumerable<Conclusion> Blocks(Interval[] r)
    {
        IntervalMatrix gram = network.JacobianGram(w), product = jacobian.Transpose().Gram(context);
        for (int i = 0; i < gram.Rows; i++)
        {
            for (int j = 0; j < gram.Columns; j++)
            {
                yield return Equal("C.6", product[i, j], gram[i, j]);
            }
        }

        yield return Equal("C.6", jacobian.SquaredFrobenius(context), network.SquaredJacobianNorm(w));
        Interval[] direct = jacobian.TransposeTimes(context, r);
        IntervalMatrix matrix = network.TransposedProduct(w, r);
        for (int q = 0; q < direct.Length; q++)
        {
            yield return Equal("C.6", direct[q], matrix[q / w.Columns, q % w.Columns]);
        }
    }

    // C.1 to C.4.
    private IEnumerable<Conclusion> Descent(Interval[] r, Random random)
    {
        IntervalSpaces spaces = IntervalSpaces.Of(context, jacobian).Value;
        double top = spaces.SquaredSingularValues.Max(s => s.UpperDouble);
        if (top == 0)
        {
            yield break;
        }

        Rational eta = Rational.Of(0.9 / top);
        double[] sizes = [.. spaces.SquaredSingularValues.Select(s => Math.Sqrt(s.Midpoint)).OrderDescending()];
        Rational alpha = Rational.Of(0.9 * sizes[random.Next(sizes.Count(s => s > 1e-6 * sizes[0]))]);
        Interval step = context.Of(eta), cut = context.Of(alpha);
        int steps = random.Next(1, MostSteps);
        Interval[] theta = [.. Enumerable.Repeat(Interval.Zero, jacobian.Columns)], residual = r;
        Interval moved = Interval.Zero, sum = Interval.Zero;
        for (int t = 0; t < steps; t++)
        {
            sum = context.Add(sum, Norm(residual));
            theta = [.. theta.Zip(jacobian.TransposeTimes(context, residual), (p, g) => context.Subtract(p, context.Multiply(step, g)))];
            residual = [.. r.Zip(jacobian.Times(context, theta), context.Add)];
            Interval further = Norm(theta);
            yield return new("C.2", t, moved, further);
            moved = further;
        }

        Interval[] decayed = spaces.Decayed(r, step, steps);
        for (int i = 0; i < r.Length; i++)
        {
            yield return Equal("C.1", residual[i], decayed[i], steps);
        }

        yield return Equal("C.2", moved, spaces.Displacement(r, step, steps), steps);
        if (!spaces.At(r, cut, alpha).IsEnclosed || !spaces.At(decayed, cut, alpha).IsEnclosed)
        {
            yield break;
        }

        // The same split for the residual after the steps.
        SpaceSplit<Interval> before = spaces.At(r, cut, alpha).Value, after = spaces.At(decayed, cut, alpha).Value;
        Interval square = context.Square(cut);
        Interval slowest = Power(context.Subtract(Interval.One, context.Multiply(step, square)), steps);
        Interval fastest = Power(context.Subtract(Interval.One, context.Multiply(step, new Interval(BigFloat.Of(top), BigFloat.Of(top)))),
            steps);
        yield return new("C.3", steps, after.Information, context.Multiply(slowest, before.Information));
        yield return new("C.3", steps, context.Multiply(fastest, before.Information), after.Information);
        yield return new("C.3", steps, after.Nuisance, before.Nuisance);
        yield return new("C.3", steps, context.Multiply(slowest, before.Nuisance), after.Nuisance);
        Interval effective = context.Multiply(context.Multiply(step, square), Interval.Of((long)steps));
        Interval decay = context.Exp(IntervalContext.Negate(effective));
        yield return new(
            "C.3", steps, context.Square(Norm(decayed)),
                context.Add(context.Square(context.Multiply(decay, before.Information)), context.Square(before.Nuisance)));
        Interval reached = IntervalContext.Max(Interval.One, effective);
        yield return new("C.2", steps, moved,
            Length(before.PseudoInverse, context.Divide(context.Multiply(reached, before.NuisanceImage), square).Value));
        yield return new("C.4", steps, context.Multiply(step, sum), context.Multiply(context.Divide(effective, square).Value, Norm(r)));
        yield return Equal("C.3", context.Square(Length(before.Information, before.Nuisance)), context.Square(Norm(r)));
    }

    // C.5 for one output per class and drawn labels: a misclassified input has a squared residual of ½ at least, ties included.
    private IEnumerable<Conclusion> Errors(Random random)
    {
        int classes = network.OutputWeights.Rows, n = network.Inputs.Rows;
        if (classes == 1)
        {
            yield break;
        }

        Interval[] outputs = network.Outputs(w);
        Interval squares = Interval.Zero;
        (int certain, int possible) = (0, 0);
        for (int i = 0; i < n; i++)
        {
            int label = random.Next(classes);
            Interval[] scores = [.. Enumerable.Range(0, classes).Select(l => outputs[(l * n) + i])];
            Interval[] rivals = [.. scores.Where((_, l) => l != label)];
            certain += rivals.Any(rival => rival.Lower >= scores[label].Upper) ? 1 : 0;
            possible += rivals.Any(rival => rival.Upper >= scores[label].Lower) ? 1 : 0;
            squares = context.Add(squares,
                context.Sum(scores.Select((x, l) => context.Square(l == label ? context.Subtract(x, Interval.One) : x))));
        }

        yield return new("C.5", 0, Interval.Of(certain, possible), Interval.Scale(squares, 1));
    }

    // C.7: Khinchin's inequality with Szarek's constant below, Jensen's above.
    private IEnumerable<Conclusion> Complexity()
    {
        Interval mean = SignAverage.Of(context, jacobian), norm = context.Sqrt(jacobian.SquaredFrobenius(context)).Value;
        yield return new("C.7", 0, context.Divide(norm, context.Sqrt(Interval.Of(2L)).Value).Value, mean);
        yield return new("C.7", 0, mean, norm);
    }

    // C.8: J(X) = (I ⊗ U) J(M) for copies of the inputs, of any number.
    private IEnumerable<Conclusion> Copies(Random random)
    {
        IntervalMatrix centres = network.Inputs;
        int[] copies = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(centres.Rows))];
        IntervalMatrix x = IntervalMatrix.From(copies.Length, centres.Columns, (i, j) => centres[copies[i], j]);
        IntervalMatrix repeated = new ShallowNetwork(context, network.Activation, x, network.OutputWeights).Jacobian(w);
        for (int p = 0; p < repeated.Rows; p++)
        {
            for (int q = 0; q < repeated.Columns; q++)
            {
                yield return Equal("C.8", jacobian[((p / copies.Length) * centres.Rows) + copies[p % copies.Length], q], repeated[p, q]);
            }
        }
    }

    private static Conclusion Equal(string name, Interval left, Interval right, int step = 0) =>
        new(name, step, left, right, IsIdentity: true);

    private Interval Power(Interval x, int n) => context.Pow(x, n).Value;

    private Interval Norm(IEnumerable<Interval> x) => context.Sqrt(context.Sum(x.Select(context.Square))).Value;

    private Interval Length(Interval x, Interval y) => Norm([x, y]);
}
