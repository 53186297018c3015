using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Properties;

/// <summary>What a failure prints: the seed that repeats it and the shrunk case. Shown on a claim that is false.</summary>
public sealed partial class ReplayTests
{
    [Fact]
    public void Failure_prints_the_seed_and_the_shrunk_matrix()
    {
        Counterexample first = Counterexample.Of(Run(11, 13));
        Assert.Contains(first.Shrunk, new[] { "[[1, 0], [0, 1]]", "[[0, 1], [1, 0]]" });

        // The printed seed gives the same case again, whatever was drawn before.
        Counterexample again = Counterexample.Of(Run(first.Seed, first.Gamma));
        Assert.Equal((first.Original, first.Shrunk), (again.Original, again.Shrunk));
    }

    [Fact]
    public void Numbers_shrink_to_integers_and_simple_fractions()
    {
        SwitchboardTests.Outcome outcome = new();
        Refute(nameof(FalseClaims.No_exponent_exceeds_three_halves), outcome, 5, 7);
        Assert.Equal("2", Counterexample.Of(outcome.Text).Shrunk);
    }

    [Fact]
    public void Label_of_a_failed_claim_names_the_numbers()
    {
        const string Name = nameof(ExponentLaws.Norm_at_exponent_2_is_the_Frobenius_norm);
        SwitchboardTests.Outcome outcome = SwitchboardTests.Run(
            Name, Mutants.Slips.All[Name].Apply(Subject.Honest), 60);
        Assert.Contains("are apart", outcome.Text, StringComparison.Ordinal);
        Assert.Matches(@"^\[\[-?\d\]\]$", Counterexample.Of(outcome.Text).Shrunk);
    }

    private static string Run(ulong seed, ulong gamma)
    {
        SwitchboardTests.Outcome outcome = new();
        Refute(nameof(FalseClaims.No_matrix_has_rank_2), outcome, seed, gamma);
        Assert.True(outcome.IsFalsified);
        return outcome.Text;
    }

    private static void Refute(string claim, IRunner outcome, ulong seed, ulong gamma) => Check.Method(
        Config.Quick.WithArbitrary([typeof(Arbitraries)]).WithMaxTest(100).WithReplay(seed, gamma).WithRunner(outcome),
        typeof(FalseClaims).GetMethod(claim)!,
        new FalseClaims());

    private sealed class FalseClaims : LawBook
    {
        public bool No_matrix_has_rank_2(GridMatrix m) => Exactly.Eliminate(m.A).Rank < 2;

        public bool No_exponent_exceeds_three_halves(Exponent p) => p.Value <= new Rational(3, 2);
    }

    private sealed partial record Counterexample(ulong Seed, ulong Gamma, string Original, string Shrunk)
    {
        public static Counterexample Of(string text)
        {
            Match match = Pattern().Match(text);
            Assert.True(match.Success, text);
            return new Counterexample(
                ulong.Parse(match.Groups["seed"].Value, CultureInfo.InvariantCulture),
                ulong.Parse(match.Groups["gamma"].Value, CultureInfo.InvariantCulture),
                match.Groups["original"].Value.Trim(),
                match.Groups["shrunk"].Value.Trim());
        }

        [GeneratedRegex(
            @"\((?<seed>\d+),(?<gamma>\d+)\).*Original:\s*(?<original>[^\n]*).*Shrunk:\s*(?<shrunk>[^\n]*)", RegexOptions.Singleline)]
        private static partial Regex Pattern();
    }
}
