using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.TestSets;

/// <summary>The formulas of the family test: limits on the error of a network from its errors on test samples.</summary>
internal static class TestFormulas
{
    private static readonly Rational MostSamples = Rational.Of(new System.Numerics.BigInteger(1_000_000_000));

    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("test/hoeffding", Of((k, n, logDelta, _) => (k / n) + Math.Sqrt(-logDelta / (2 * n)))),
        new("test/kl", Of((k, n, logDelta, _) => ElementarySums.KlInverse(k / n, -logDelta / n))),
        new("test/clopper-pearson", Of(BinomialLimit.Of)),
    ];

    private static FastFormula Of(Func<double, double, double, double, double> limit) => (members, _) =>
    {
        Rational errors = members.Exactly("k_err", NumberRange.CountFromZero), samples = members.Exactly("n", NumberRange.Count),
            delta = members.Exactly("delta", NumberRange.Probability);
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        return samples > MostSamples ? new NotApplicable("n must be at most 10^9.")
            : errors > samples ? new NotApplicable("k_err must be at most n.")
            : FastResult.Of(WideReal.Of(limit(Number(errors), Number(samples), ElementarySums.LogOfChance(delta),
                ElementarySums.LogOfChance(Rational.One - delta))));
    };

    private static double Number(Rational value) => WideReal.Of(value).ToDouble();
}
