using LowRank.Verify.Inputs;

namespace LowRank.Verify.FastPath;

/// <summary>One number of the fast path, in double precision, without a certificate.</summary>
/// <param name="Value">The number; ∞ or 0 where it leaves the range of double.</param>
/// <param name="Log10">Its decimal logarithm, finite for every positive number however large or small; −∞ for 0.</param>
public sealed record FastNumber(double Value, double Log10);

/// <summary>What the fast path answers: numbers in the shape of the oracle's result, or why there are none.</summary>
public abstract record FastResult
{
    private FastResult()
    {
    }

    /// <summary>Numbers.</summary>
    /// <param name="Shape">In the shape of the oracle's result.</param>
    public sealed record Found(Shaped<FastNumber> Shape) : FastResult;

    /// <summary>No number: the inputs lie outside the oracle's domain, or the library failed.</summary>
    /// <param name="Reason">One line that names the member and its range.</param>
    public sealed record NotApplicable(string Reason) : FastResult;

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidOperationException">There are none; the message is the reason.</exception>
    public Shaped<FastNumber> Numbers =>
        this is Found found ? found.Shape : throw new InvalidOperationException(((NotApplicable)this).Reason);

    /// <summary>One number.</summary>
    public static FastResult Of(double value, double log10) => new Found(new Shaped<FastNumber>.Scalar(new FastNumber(value, log10)));

    internal static FastResult Of(WideReal value) => Of(value.ToDouble(), value.Log10());

    internal static FastResult Of(int count) => Of(WideReal.Of(count));

    /// <summary>A list of results, in the oracle's order; where one has no number, the list has none.</summary>
    internal static FastResult List(IEnumerable<FastResult> items)
    {
        FastResult[] all = [.. items];
        return Array.Find(all, item => item is NotApplicable)
            ?? new Found(new Shaped<FastNumber>.Sequence([.. all.Select(item => item.Numbers)]));
    }

    /// <summary>Results by name; where one has no number, there is none.</summary>
    internal static FastResult Record(params IEnumerable<(string Name, FastResult Value)> parts)
    {
        (string Name, FastResult Value)[] all = [.. parts];
        return Array.Find(all, part => part.Value is NotApplicable).Value
            ?? new Found(new Shaped<FastNumber>.Named(all.ToDictionary(part => part.Name, part => part.Value.Numbers,
                StringComparer.Ordinal)));
    }
}
