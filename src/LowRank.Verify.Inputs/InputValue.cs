using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Inputs;

/// <summary>One input of an oracle: an exact number, a list, or a matrix.</summary>
public abstract record InputValue
{
    private InputValue()
    {
    }

    /// <summary>An exact rational number.</summary>
    /// <param name="Exact">The value.</param>
    /// <param name="Text">The string it was written as, or null when it was a JSON number (one double).</param>
    public sealed record Number(Rational Exact, string? Text = null) : InputValue
    {
        /// <summary>A number that is one double.</summary>
        public static Number Of(double value) => new(Rational.Of(value));
    }

    /// <summary>A list, in the paper's order.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record Sequence(IReadOnlyList<InputValue> Items) : InputValue
    {
        /// <summary>A list of doubles.</summary>
        public static Sequence Of(params IEnumerable<double> values) => new([.. values.Select(Number.Of)]);
    }

    /// <summary>A matrix as stored.</summary>
    /// <param name="Value">The matrix.</param>
    public sealed record MatrixValue(Matrix Value) : InputValue;
}
