namespace LowRank.Verify.FastPath;

/// <summary>What the fast path answers: a number, a structure of numbers, or why there is none.</summary>
public abstract record FastResult
{
    private FastResult()
    {
    }

    /// <summary>One number, in double precision, without a certificate.</summary>
    /// <param name="Value">The number; ∞ or 0 where it leaves the range of double.</param>
    /// <param name="Log10">Its decimal logarithm, finite for every positive number however large or small; −∞ for 0.</param>
    public sealed record Scalar(double Value, double Log10) : FastResult
    {
        internal static Scalar Of(WideReal value) => new(value.ToDouble(), value.Log10());

        internal static Scalar Of(int count) => Of(WideReal.Of(count));
    }

    /// <summary>Results in the oracle's order.</summary>
    /// <param name="Items">The results.</param>
    public sealed record Sequence(IReadOnlyList<FastResult> Items) : FastResult;

    /// <summary>Results by name.</summary>
    /// <param name="Members">The results.</param>
    public sealed record Named(IReadOnlyDictionary<string, FastResult> Members) : FastResult;

    /// <summary>No number: the inputs lie outside the oracle's domain, or the library failed.</summary>
    /// <param name="Reason">One line that names the member and its range.</param>
    public sealed record NotApplicable(string Reason) : FastResult;
}
