using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Inputs;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// What "with probability at least 1 − δ" promises of a network that was fixed before its samples: the probability that a limit is below
/// its true error p is a sum of binomial probabilities, here in exact rationals, and must not be above δ 2^(−l).
/// </summary>
public sealed class FailureProbabilityTests
{
    private const int Draws = 2000;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));

    public static TheoryData<string, string, int, string> Limits()
    {
        TheoryData<string, string, int, string> limits = [];
        foreach (string error in (string[])["1/100", "1/10", "1/3", "4/5"])
        {
            foreach (string id in (string[])["test/hoeffding", "test/kl", "test/clopper-pearson"])
            {
                limits.Add(id, error, 0, "1/20");
                limits.Add(id, error, 0, "1/2");
            }

            limits.Add("codes/occam-kl", error, 3, "1/2");
            limits.Add("codes/occam-binomial", error, 3, "1/2");
            limits.Add("codes/occam-binomial", error, 0, "9/10");
        }

        return limits;
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limit_is_below_the_true_error_with_probability_at_most_delta(string id, string error, int bits, string delta)
    {
        const int Samples = 40;
        Rational p = Rational.Parse(error), failure = Rational.Zero, allowed = Rational.Parse(delta) / Rational.Of(BigInteger.One << bits);

        // Limits rise with the number of errors, which the gate and check test.
        int first = 0;
        for (; Limit(id, first, Samples, bits, delta).Upper < BigFloat.Of(p, 200, Rounding.Up); first++)
        {
            failure += Probability(first, Samples, p);
        }

        Assert.True(failure <= allowed, $"{failure} is above {allowed}");

        // The exact limits waste only what the steps of the binomial law cost: one more error would fail too often.
        if (id is "test/clopper-pearson" or "codes/occam-binomial")
        {
            Assert.True(failure + Probability(first, Samples, p) >= allowed);
        }
    }

    [Fact]
    public void Share_of_failures_in_draws_is_that_of_the_sum()
    {
        const int Samples = 100, Seed = 20261201;
        const double Error = 0.125;
        Rational p = Rational.Parse("1/8"), chance = Rational.Zero;
        bool[] fails = new bool[Samples + 1];
        for (int k = 0; k <= Samples; k++)
        {
            fails[k] = Limit("codes/occam-binomial", k, Samples, 0, "1/2").Upper < BigFloat.Of(p, 200, Rounding.Up);
            chance += fails[k] ? Probability(k, Samples, p) : Rational.Zero;
        }

        Random random = new(Seed);
        int failures = Enumerable.Range(0, Draws).Count(_ => fails[Enumerable.Range(0, Samples).Count(_ => random.NextDouble() < Error)]);
        double expected = chance.ToDouble();

        // Hoeffding: further away than this with probability below 1e-6.
        double reach = Math.Sqrt(Math.Log(2e6) / (2 * Draws));
        Assert.InRange(failures / (double)Draws, expected - reach, expected + reach);
        Assert.InRange(expected, 0.3, 0.5);
    }

    private static Interval Limit(string id, int errors, int samples, int bits, string delta)
    {
        string code = id.StartsWith("codes/", StringComparison.Ordinal) ? $",\"l_bits\":{bits}" : string.Empty;
        return Reference.Evaluate(Catalogue.Get(id),
            InputJson.Read($"{{\"k_err\":{errors},\"n\":{samples},\"delta\":\"{delta}\"{code}}}", "test")).Result!.Single.Enclosure;
    }

    private static Rational Probability(int k, int n, Rational p)
    {
        BigInteger choose = BigInteger.One;
        for (int i = 1; i <= k; i++)
        {
            choose = choose * (n - k + i) / i;
        }

        return Rational.Of(choose) * Power(p, k) * Power(Rational.One - p, n - k);
    }

    private static Rational Power(Rational x, int exponent) =>
        new(BigInteger.Pow(x.Numerator, exponent), BigInteger.Pow(x.Denominator, exponent));
}
