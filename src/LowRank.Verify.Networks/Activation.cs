using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks;

/// <summary>
/// What stands between two layers (or before the first, or after the last): operators in the order in which they are applied.
/// </summary>
/// <param name="Steps">The operators; empty for nothing.</param>
public sealed record Activation(IReadOnlyList<ActivationStep> Steps)
{
    /// <summary>Nothing: the identity.</summary>
    public static Activation None { get; } = new([]);

    /// <summary>The operators' names, first applied first: "Relu, MaxPool"; "none" for nothing.</summary>
    public string Kind => Steps.Count == 0 ? "none" : string.Join(", ", Steps.Select(s => s.Kind));

    /// <summary>The product of the steps' squared Lipschitz constants, exactly; null when a step is not understood.</summary>
    public Rational? LipschitzSquared =>
        Steps.Aggregate((Rational?)Rational.One, (product, step) => product is { } p && step.LipschitzSquared is { } s ? p * s : null);

    /// <summary>
    /// A Lipschitz constant from the Euclidean norm to the Euclidean norm: the square root of <see cref="LipschitzSquared"/>, exact
    /// where it is a double and rounded upward otherwise; null when a step is not understood.
    /// </summary>
    public double? LipschitzConstant => LipschitzSquared is { } square ? RootUpward(square) : null;

    /// <summary>True when 0 is mapped to 0.</summary>
    public bool PreservesZero => Steps.All(s => s.PreservesZero);

    /// <summary>True when one scalar function is applied to every coordinate, renumbering aside.</summary>
    public bool IsElementwise => Steps.All(s => s.IsElementwise || s.MovesOnly);

    /// <summary>True when this is ReLU, renumbering of coordinates aside.</summary>
    public bool IsRelu => Steps.Any(s => s.Kind == "Relu") && Steps.All(s => s.Kind == "Relu" || s.MovesOnly);

    private static double RootUpward(Rational square)
    {
        if (square.Sign <= 0)
        {
            return 0;
        }

        // The quotient is scaled by an even power of two to about 2^107, so that neither overflow nor underflow spoils the first guess.
        int shift = 107 - (int)(square.Numerator.GetBitLength() - square.Denominator.GetBitLength());
        shift += shift & 1;
        BigInteger scaled = shift >= 0 ? (square.Numerator << shift) / square.Denominator
            : square.Numerator / (square.Denominator << -shift);
        double root = Math.ScaleB(Math.Sqrt((double)scaled), -shift / 2);
        if (!double.IsFinite(root))
        {
            return double.PositiveInfinity;
        }

        while (root > 0 && Square(Math.BitDecrement(root)) >= square)
        {
            root = Math.BitDecrement(root);
        }

        while (double.IsFinite(root) && Square(root) < square)
        {
            root = Math.BitIncrement(root);
        }

        return root;
    }

    private static Rational Square(double value)
    {
        Rational exact = Rational.Of(value);
        return exact * exact;
    }
}
