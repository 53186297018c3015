using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>What ONNX Runtime makes of a network's file on the data, beside the certified scores.</summary>
/// <param name="Options">The options asked for.</param>
public abstract record RuntimeComparison(OnnxRuntimeOptions Options)
{
    /// <summary>The runtime ran: s_l(x_i) are its scores, f_l(x_i) the exact ones.</summary>
    /// <param name="Options">The options asked for.</param>
    /// <param name="Difference">An enclosure of d = max |s_l(x_i) − f_l(x_i)| over samples and classes.</param>
    /// <param name="Relative">d over the largest |f_l(x_i)|, enclosed; null where that is not known to be above 0.</param>
    /// <param name="Sample">A sample where d is attained, as far as the enclosures tell: from 0.</param>
    /// <param name="Class">Its class, from 0.</param>
    public sealed record Measured(OnnxRuntimeOptions Options, Interval Difference, Interval? Relative, int Sample, int Class)
        : RuntimeComparison(Options)
    {
        /// <summary>The library and its version.</summary>
        public string Runtime { get; init; } = string.Empty;

        /// <summary>The type of the file's input.</summary>
        public string Precision { get; init; } = string.Empty;

        /// <summary>n.</summary>
        public required int Samples { get; init; }

        /// <summary>
        /// True where the exact scores are known to lie within the enclosures; false where they are those of double precision.
        /// </summary>
        public bool IsCertified { get; init; } = true;

        /// <summary>True where the data was rounded to the type that the file takes.</summary>
        public bool RoundsInputs { get; init; }

        /// <summary>What scores that move by at most d can move a margin by: an upper end of 2d.</summary>
        public required double MarginChange { get; init; }

        /// <summary>
        /// Samples of which the largest score is another class's than in the exact network; null where there is one score.
        /// </summary>
        public IntegerBracket? ChangedClasses { get; init; }

        /// <summary>
        /// Samples whose two largest exact scores lie within 2d of each other: only their class can change by that much. Null where there
        /// is one score.
        /// </summary>
        public IntegerBracket? WithinReach { get; init; }

        /// <summary>
        /// Samples with certified margin at most γ + 2d: at least as many as the runtime's with margin at most γ. Null without labels.
        /// </summary>
        public IntegerBracket? BelowWithChange { get; init; }
    }

    /// <summary>The runtime is not here, refused the file, or gave what cannot be compared.</summary>
    /// <param name="Options">The options asked for.</param>
    /// <param name="Reason">Why, naming node and type where the file was refused.</param>
    public sealed record Failed(OnnxRuntimeOptions Options, string Reason) : RuntimeComparison(Options);
}
