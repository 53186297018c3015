using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// A network, its inputs, labels and initial weights as exact rationals, so that hypotheses such as unit length are decided.
/// </summary>
/// <param name="Activation">φ.</param>
/// <param name="X">Inputs, n×d.</param>
/// <param name="V">Output weights, K×k.</param>
/// <param name="W0">Initial hidden weights, k×d.</param>
/// <param name="Y">Labels, class by class, Kn of them.</param>
internal sealed record TrainingInstance(HiddenActivation Activation, Rational[,] X, Rational[,] V, Rational[,] W0, Rational[] Y)
{
    /// <summary>Number of hidden neurons.</summary>
    public int Width => W0.GetLength(0);

    /// <summary>Number of classes.</summary>
    public int Classes => V.GetLength(0);

    /// <summary>The network in an arithmetic.</summary>
    public ShallowNetwork Network(IntervalContext context) => new(context, Activation, Enclose(context, X), Enclose(context, V));

    /// <summary>Enclosures of the entries of a rational matrix.</summary>
    public static IntervalMatrix Enclose(IntervalContext context, Rational[,] a) =>
        IntervalMatrix.From(a.GetLength(0), a.GetLength(1), (i, j) => context.Of(a[i, j]));

    /// <summary>The first input that has not length 1, in words, or null.</summary>
    public string? NotUnit
    {
        get
        {
            for (int i = 0; i < X.GetLength(0); i++)
            {
                Rational square = Enumerable.Range(0, X.GetLength(1)).Aggregate(Rational.Zero, (sum, j) => sum + (X[i, j] * X[i, j]));
                if (square != Rational.One)
                {
                    return $"input {i + 1} has the squared length {square}, not 1";
                }
            }

            return null;
        }
    }

    /// <summary>max |V_ls|.</summary>
    public Rational LargestOutputWeight => V.Cast<Rational>().Select(Rational.Abs).Aggregate(Rational.Zero, (top, x) => x > top ? x : top);
}
