namespace LowRank.Verify.Gate.Contract;

/// <summary>What an implementation answers to one case: a number, a structure of numbers, or why there is none.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>A number in the range of doubles. NaN and infinity are judged as errors.</summary>
    /// <param name="Number">The value.</param>
    public sealed record Value(double Number) : Answer;

    /// <summary>A non-negative number by its decimal logarithm; −∞ stands for 0.</summary>
    /// <param name="Exponent">log₁₀ of the value.</param>
    public sealed record Log10(double Exponent) : Answer;

    /// <summary>An interval that the implementation claims to contain the exact value.</summary>
    /// <param name="Lower">Lower end.</param>
    /// <param name="Upper">Upper end.</param>
    public sealed record Bounds(double Lower, double Upper) : Answer;

    /// <summary>A number as decimal text of any length, such as "4.387022532…" or "1e-400"; judged exactly as written.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Decimal(string Text) : Answer;

    /// <summary>An interval, claimed to contain the exact value, with ends as decimal text of any length.</summary>
    /// <param name="Lower">Lower end.</param>
    /// <param name="Upper">Upper end.</param>
    public sealed record DecimalBounds(string Lower, string Upper) : Answer;

    /// <summary>A list, in the order of the oracle's result.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record Values(IReadOnlyList<Answer> Items) : Answer;

    /// <summary>A record of named parts.</summary>
    /// <param name="Members">The parts by name.</param>
    public sealed record Named(IReadOnlyDictionary<string, Answer> Members) : Answer;

    /// <summary>The implementation does not treat this case, and says why.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Skipped(string Reason) : Answer;

    /// <summary>The implementation failed on this case.</summary>
    /// <param name="Reason">How.</param>
    public sealed record Error(string Reason) : Answer;
}
