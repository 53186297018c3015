using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment;

/// <summary>One oracle on one network: its value, or why it does not apply.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Reading">Which network the ranks are those of.</param>
public abstract record OracleAssessment(Oracle Oracle, Reading Reading)
{
    /// <summary>The layer, or the tensor of a factored one, that a quantity of one matrix is of; null for the whole network.</summary>
    public string? Layer { get; init; }

    /// <summary>The oracle applies.</summary>
    /// <param name="Oracle">The oracle.</param>
    /// <param name="Reading">Which network the ranks are those of.</param>
    /// <param name="Inputs">Its inputs.</param>
    /// <param name="Reference">The certified value.</param>
    /// <param name="Fast">The fast path's value.</param>
    /// <param name="RelativeDistance">Of the fast value from the enclosure, relative to its size: 0 inside; null where one is
    /// missing.</param>
    /// <param name="Exponents">The optimised p of each layer, where the oracle has one.</param>
    /// <param name="Notes">What holds of this value only.</param>
    public sealed record Value(
        Oracle Oracle,
        Reading Reading,
        InputRecord Inputs,
        Evaluation Reference,
        FastResult Fast,
        double? RelativeDistance,
        IReadOnlyList<Rational>? Exponents,
        IReadOnlyList<string> Notes) : OracleAssessment(Oracle, Reading);

    /// <summary>The oracle does not apply.</summary>
    /// <param name="Oracle">The oracle.</param>
    /// <param name="Reading">Which network the ranks would be those of.</param>
    /// <param name="Reason">Why.</param>
    public sealed record NotApplicable(Oracle Oracle, Reading Reading, string Reason) : OracleAssessment(Oracle, Reading)
    {
        /// <summary>The kind of reason.</summary>
        public Obstacle Obstacle { get; init; }
    }
}
