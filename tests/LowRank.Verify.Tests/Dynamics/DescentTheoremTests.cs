using LowRank.Verify.Arithmetic;
using LowRank.Verify.Dynamics;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Theorem 5.3 and Lemma 6.20 on small networks that meet their hypotheses: every conclusion holds at every step. The output weights
/// are scaled until the widths suffice, which the hypotheses allow since the initial outputs are 0.
/// </summary>
public sealed class DescentTheoremTests
{
    private const int Precision = 384;

    private static readonly IntervalContext Context = new(Precision);

    [Fact]
    public void Every_conclusion_of_Lemma_6_20_holds_where_its_hypotheses_do()
    {
        const int Wanted = 120;
        int met = 0, missed = 0;
        for (int seed = 0; met < Wanted; seed++)
        {
            Rational gamma = new(2 + (seed % 3), 2), zeta = new(1 + (seed % 4), 4);
            if (Seeded.Plan(Context, seed, gamma, zeta, null) is not { } plan)
            {
                continue;
            }

            TheoremCheck check = new DescentTheorems(Context, plan.Instance, plan.Alpha, gamma, plan.Eta).Lemma620(zeta);
            TheoremCheck.Compared compared = Assert.IsType<TheoremCheck.Compared>(check);
            Assert.True(compared.Holds, $"seed {seed}: {compared.Conclusions.FirstOrDefault(c => !c.Holds)}");
            Assert.Equal((2 * plan.Steps) + 3, compared.Conclusions.Count);
            met++;

            // The same network with output weights a tenth as large is too narrow.
            if (met % 10 == 0)
            {
                TrainingInstance narrow = plan.Instance with { V = Seeded.Scaled(plan.Instance.V, new Rational(1, 10)) };
                Rational alpha = plan.Alpha / Seeded.Integer(10), eta = plan.Eta * Seeded.Integer(100);
                string reason = Assert.IsType<TheoremCheck.DoesNotApply>(new DescentTheorems(Context, narrow, alpha, gamma, eta)
                    .Lemma620(zeta)).Hypothesis;
                Assert.StartsWith("(6.51)", reason, StringComparison.Ordinal);
                missed++;
            }
        }

        Assert.Equal(Wanted / 10, missed);
    }

    [Fact]
    public void Every_conclusion_of_the_meta_theorem_holds_where_its_hypotheses_do()
    {
        const int Wanted = 100;
        int met = 0;
        for (int seed = 1000; met < Wanted; seed++)
        {
            Rational gamma = new(2 + (seed % 3), 2), delta = new(1 + (seed % 4), 4);
            if (Seeded.Plan(Context, seed, gamma, null, delta) is not { } plan)
            {
                continue;
            }

            DescentTheorems theorems = new(Context, plan.Instance, plan.Alpha, gamma, plan.Eta);
            TheoremCheck.Compared compared = Assert.IsType<TheoremCheck.Compared>(theorems.MetaTheorem(delta));
            Assert.True(compared.Holds, $"seed {seed}: {compared.Conclusions.FirstOrDefault(c => !c.Holds)}");
            met++;
            if (met % 10 == 0)
            {
                TrainingInstance small = plan.Instance with { V = Seeded.Scaled(plan.Instance.V, new Rational(1, 10)) };
                string reason = Assert.IsType<TheoremCheck.DoesNotApply>(
                    new DescentTheorems(Context, small, plan.Alpha / Seeded.Integer(10), gamma, plan.Eta * Seeded.Integer(100))
                        .MetaTheorem(delta)).Hypothesis;
                Assert.StartsWith("(5.11)", reason, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Stronger_statements_are_refuted()
    {
        // With one input and Γ = 1 the residual falls to about (1 − 1/T)^T of itself, and the weights move by the rest over λ.
        Rational gamma = Rational.One, zeta = new(1, 100);
        int residual = 0, displacement = 0;
        for (int seed = 0; seed < 200 && (residual == 0 || displacement == 0); seed++)
        {
            if (Seeded.Plan(Context, seed, gamma, zeta, null) is not { } plan)
            {
                continue;
            }

            DescentTheorems theorems = new(Context, plan.Instance, plan.Alpha, gamma, plan.Eta);
            TheoremCheck.Compared faster = Assert.IsType<TheoremCheck.Compared>(theorems.Lemma620(zeta, decay: new Rational(2, 1)));
            residual += faster.Refuted.Count(c => c.Name == "(6.54)");
            Assert.DoesNotContain(faster.Refuted, c => c.Name != "(6.54)");
            TheoremCheck.Compared nearer = Assert.IsType<TheoremCheck.Compared>(theorems.Lemma620(zeta, displacement: new Rational(1, 2)));
            displacement += nearer.Refuted.Count(c => c.Name == "(6.52)");
            Assert.DoesNotContain(nearer.Refuted, c => c.Name != "(6.52)");
        }

        Assert.True(residual > 0, "the residual bound with exp(-2 Gamma) stands");
        Assert.True(displacement > 0, "the displacement bound with 1/2 stands");
    }

    [Fact]
    public void A_hypothesis_that_fails_is_named()
    {
        Rational gamma = Rational.One, zeta = new(1, 2);
        (TrainingInstance instance, Rational alpha, Rational eta, _, _) = Enumerable.Range(0, 100)
            .Select(seed => Seeded.Plan(Context, seed, gamma, zeta, null)).First(p => p is not null)!;
        Rational[,] longer = Seeded.Scaled(instance.X, new Rational(5, 4));
        Assert.Contains("squared length 25/16", Reason(instance with { X = longer }, alpha, gamma, eta), StringComparison.Ordinal);
        Assert.Contains("relu is not Lipschitz", Reason(instance with { Activation = HiddenActivation.Relu }, alpha, gamma, eta),
            StringComparison.Ordinal);
        Assert.Contains("Gamma", Reason(instance, alpha, new Rational(1, 2), eta), StringComparison.Ordinal);
        Assert.Contains("not an integer", Reason(instance, alpha, gamma, eta * new Rational(2, 3) * new Rational(1001, 1000)),
            StringComparison.Ordinal);
        Assert.Contains("exceeds the largest", Reason(instance, alpha * Seeded.Integer(100), gamma, eta / Seeded.Integer(10_000)),
            StringComparison.Ordinal);
        Assert.Contains("step size", Reason(instance, alpha / Seeded.Integer(100), gamma, eta * Seeded.Integer(10_000)),
            StringComparison.Ordinal);

        string Reason(TrainingInstance changed, Rational cut, Rational stop, Rational step) =>
            Assert.IsType<TheoremCheck.DoesNotApply>(new DescentTheorems(Context, changed, cut, stop, step).Lemma620(zeta)).Hypothesis;
    }
}
