using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Dynamics;

/// <summary>Networks and data sets from a seed, with exact entries.</summary>
internal static class Seeded
{
    private const int MostSteps = 60;

    // Those with a bounded second derivative.
    private static readonly HiddenActivation[] Smooth = [HiddenActivation.SmoothedRelu, HiddenActivation.Sin, HiddenActivation.Softplus,
        HiddenActivation.Erf];

    /// <summary>Multiples of 1/8 in [−2, 2].</summary>
    public static Rational[,] Matrix(Random random, int rows, int columns)
    {
        Rational[,] a = new Rational[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = new Rational(random.Next(-16, 17), 8);
            }
        }

        return a;
    }

    /// <summary>A point of the unit circle with rational coordinates, ((1 − t²)/(1 + t²), 2t/(1 + t²)).</summary>
    public static (Rational X, Rational Y) OnCircle(Rational t)
    {
        Rational square = t * t, below = Rational.One + square;
        return ((Rational.One - square) / below, (t + t) / below);
    }

    /// <summary>The entries as doubles, where they are doubles.</summary>
    public static Matrix Stored(Rational[,] a) =>
        LinearAlgebra.Matrix.FromRowMajor(a.GetLength(0), a.GetLength(1), [.. a.Cast<Rational>().Select(x => x.ToDouble())]);

    /// <summary>The middle of each entry.</summary>
    public static Matrix Middle(IntervalMatrix a) =>
        LinearAlgebra.Matrix.FromRowMajor(a.Rows, a.Columns,
            [.. from i in Enumerable.Range(0, a.Rows) from j in Enumerable.Range(0, a.Columns) select a[i, j].Midpoint]);

    /// <summary>A rational number.</summary>
    public static Rational Integer(long value) => Rational.Of(new BigInteger(value));

    /// <summary>A network of any activation, its identities, a vector r, and the rest of the draws.</summary>
    public static (JacobianIdentities Identities, Interval[] R, Random Random) Identities(IntervalContext context, int seed)
    {
        Random random = new(seed);
        int n = random.Next(1, 4), d = random.Next(1, 4), k = random.Next(1, 4), classes = random.Next(1, 3);
        IntervalMatrix Exact(int rows, int columns) => TrainingInstance.Enclose(context, Matrix(random, rows, columns));
        IntervalMatrix x = Exact(n, d), v = Exact(classes, k), w = Exact(k, d);
        JacobianIdentities identities = new(context,
            new ShallowNetwork(context, HiddenActivation.All[seed % HiddenActivation.All.Count], x, v), w);
        return (identities, [.. Enumerable.Range(0, n * classes).Select(_ => context.Of(new Rational(random.Next(-16, 17), 8)))], random);
    }

    /// <summary>An instance whose initial outputs are 0: V = [S, −S], W_0 = [W; W], unit inputs in the plane.</summary>
    public static TrainingInstance Symmetric(int seed, HiddenActivation activation, Rational scale)
    {
        Random random = new(seed);
        int n = random.Next(1, 3), classes = random.Next(1, 3), half = random.Next(1, 4);
        Rational[] slopes = [Rational.Zero, Rational.One, new(1, 3), new(-1, 2), new(-2, 1)];
        random.Shuffle(slopes);
        Rational[,] x = new Rational[n, 2], v = new Rational[classes, 2 * half], w = new Rational[2 * half, 2];
        for (int i = 0; i < n; i++)
        {
            (x[i, 0], x[i, 1]) = OnCircle(slopes[i]);
        }

        Rational[,] outer = Matrix(random, classes, half), inner = Matrix(random, half, 2);
        for (int s = 0; s < 2 * half; s++)
        {
            for (int l = 0; l < classes; l++)
            {
                // Signs of one size, so that the scale of Lemma 6.10 is attained.
                Rational sign = outer[l, s % half].Sign < 0 ? -Rational.One : Rational.One;
                v[l, s] = scale * (s < half ? sign : -sign);
            }

            w[s, 0] = inner[s % half, 0];
            w[s, 1] = inner[s % half, 1];
        }

        Rational[] y = new Rational[n * classes];
        for (int i = 0; i < n; i++)
        {
            int label = random.Next(2);
            for (int l = 0; l < classes; l++)
            {
                y[(l * n) + i] = classes == 1 ? (label == 0 ? Rational.One : -Rational.One) : l == label ? Rational.One : Rational.Zero;
            }
        }

        return new TrainingInstance(activation, x, v, w, y);
    }

    /// <summary>
    /// An instance whose output weights are scaled until the condition on the width (of Lemma 6.20 with ζ, or of Theorem 5.3 with δ) holds,
    /// which the hypotheses allow since the initial outputs are 0; in doubles, since the theorems check their hypotheses themselves. Null
    /// where the run would be long or the cutoff is not clear.
    /// </summary>
    public static SeededPlan? Plan(IntervalContext context, int seed, Rational gamma, Rational? zeta, Rational? delta)
    {
        HiddenActivation activation = Smooth[seed % Smooth.Length];
        TrainingInstance unit = Symmetric(seed, activation, Rational.One);
        ShallowNetwork network = unit.Network(context);
        LinearAlgebra.Matrix jacobian = Middle(network.Jacobian(TrainingInstance.Enclose(context, unit.W0)));
        SingularTriplets triplets = Engines.Default.Decompose(jacobian)!;
        double[] values = [.. triplets.Values.Where(s => s > 0.05 * triplets.Values[0])];
        int kept = 1 + (seed % values.Length);
        double alpha = 0.97 * values[kept - 1];
        if (kept < triplets.Values.Length && triplets.Values[kept] > 0.9 * alpha)
        {
            return null;
        }

        double[] y = [.. unit.Y.Select(v => v.ToDouble())];
        double g = gamma.ToDouble(), whole = Math.Sqrt(y.Sum(v => v * v)), inverse = 0, image = 0, kept2 = 0;
        for (int s = 0; s < triplets.Values.Length; s++)
        {
            double c = Enumerable.Range(0, y.Length).Sum(i => triplets.Left[i + (s * triplets.Rows)] * y[i]), size = triplets.Values[s];
            (inverse, image, kept2) = s < kept ? (inverse + (c * c / (size * size)), image, kept2 + (c * c))
                : (inverse, image + (c * c * size * size), kept2);
        }

        double value = Math.Sqrt((alpha * alpha * inverse) + (g * g * image / (alpha * alpha))),
            nuisance = Math.Sqrt(Math.Max(0, (whole * whole) - kept2));
        double norm = Engines.Default.SingularValues(Stored(unit.X))![0];
        double beta = Math.Sqrt(unit.Width * unit.Classes) * activation.Bound!.Value.ToDouble() * norm;
        double scale;
        if (zeta is { } z)
        {
            double bracket = (alpha / (z.ToDouble() * beta)) + (g * whole / value);
            double width = 1600 * Math.Pow(bracket * Math.Pow(beta, 3) * g * value, 2) / Math.Pow(alpha, 8);
            scale = Math.Sqrt(width / unit.Width);
        }
        else
        {
            double d = delta!.Value.ToDouble(), half = Math.Sqrt(inverse) + (g / alpha * (nuisance + (d * whole)));
            scale = 4 * beta / Math.Sqrt(unit.Width) * half * 5 * g * beta * beta / (d * Math.Pow(alpha, 3));
        }

        int steps = (int)Math.Ceiling(1.0001 * g * beta * beta / (alpha * alpha));
        if (value < 1e-6 * whole || steps > MostSteps)
        {
            return null;
        }

        Rational factor = Integer((long)Math.Ceiling(1.01 * scale)), cut = Rational.Of(alpha) * factor;
        return new SeededPlan(unit with { V = Scaled(unit.V, factor) }, cut, gamma / (Integer(steps) * cut * cut), steps, factor);
    }

    /// <summary>Every entry times a factor.</summary>
    public static Rational[,] Scaled(Rational[,] a, Rational factor)
    {
        Rational[,] result = (Rational[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                result[i, j] *= factor;
            }
        }

        return result;
    }
}

/// <summary>A seeded instance with what a theorem is asked for.</summary>
/// <param name="Instance">The network, its inputs, labels and initial weights.</param>
/// <param name="Alpha">The cutoff.</param>
/// <param name="Eta">The step size.</param>
/// <param name="Steps">The stopping time.</param>
/// <param name="Factor">What the output weights were scaled by.</param>
internal sealed record SeededPlan(TrainingInstance Instance, Rational Alpha, Rational Eta, int Steps, Rational Factor)
{
    /// <summary>The same with output weights divided by a number: the path of the weights is another, the stopping time the same.</summary>
    public SeededPlan Narrower(Rational divisor) => this with
    {
        Instance = Instance with { V = Seeded.Scaled(Instance.V, Rational.One / divisor) }, Alpha = Alpha / divisor,
            Eta = Eta * divisor * divisor, Factor = Factor / divisor,
    };
}
