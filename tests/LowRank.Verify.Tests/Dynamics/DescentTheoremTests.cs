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
    private const int MostSteps = 60;

    private static readonly IntervalContext Context = new(Precision);

    private static readonly HiddenActivation[] Smooth = [HiddenActivation.SmoothedRelu, HiddenActivation.Sin, HiddenActivation.Softplus, HiddenActivation.Erf];

    [Fact]
    public void Every_conclusion_of_Lemma_6_20_holds_where_its_hypotheses_do()
    {
        const int Wanted = 120;
        int met = 0, missed = 0;
        for (int seed = 0; met < Wanted; seed++)
        {
            Rational gamma = new(2 + (seed % 3), 2), zeta = new(1 + (seed % 4), 4);
            if (Prepare(seed, gamma, zeta, null) is not { } plan)
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
                TrainingInstance narrow = plan.Instance with { V = Scaled(plan.Instance.V, new Rational(1, 10)) };
                Rational alpha = plan.Alpha / Seeded.Integer(10), eta = plan.Eta * Seeded.Integer(100);
                string reason = Assert.IsType<TheoremCheck.DoesNotApply>(new DescentTheorems(Context, narrow, alpha, gamma, eta).Lemma620(zeta)).Hypothesis;
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
            if (Prepare(seed, gamma, null, delta) is not { } plan)
            {
                continue;
            }

            DescentTheorems theorems = new(Context, plan.Instance, plan.Alpha, gamma, plan.Eta);
            TheoremCheck.Compared compared = Assert.IsType<TheoremCheck.Compared>(theorems.MetaTheorem(delta));
            Assert.True(compared.Holds, $"seed {seed}: {compared.Conclusions.FirstOrDefault(c => !c.Holds)}");
            met++;
            if (met % 10 == 0)
            {
                TrainingInstance small = plan.Instance with { V = Scaled(plan.Instance.V, new Rational(1, 10)) };
                string reason = Assert.IsType<TheoremCheck.DoesNotApply>(
                    new DescentTheorems(Context, small, plan.Alpha / Seeded.Integer(10), gamma, plan.Eta * Seeded.Integer(100)).MetaTheorem(delta)).Hypothesis;
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
            if (Prepare(seed, gamma, zeta, null) is not { } plan)
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
        (TrainingInstance instance, Rational alpha, Rational eta, _) = Enumerable.Range(0, 100).Select(seed => Prepare(seed, gamma, zeta, null)).First(p => p is not null)!.Value;
        Rational[,] longer = Scaled(instance.X, new Rational(5, 4));
        Assert.Contains("squared length 25/16", Reason(instance with { X = longer }, alpha, gamma, eta), StringComparison.Ordinal);
        Assert.Contains("relu is not Lipschitz", Reason(instance with { Activation = HiddenActivation.Relu }, alpha, gamma, eta), StringComparison.Ordinal);
        Assert.Contains("Gamma", Reason(instance, alpha, new Rational(1, 2), eta), StringComparison.Ordinal);
        Assert.Contains("not an integer", Reason(instance, alpha, gamma, eta * new Rational(2, 3) * new Rational(1001, 1000)), StringComparison.Ordinal);
        Assert.Contains("exceeds the largest", Reason(instance, alpha * Seeded.Integer(100), gamma, eta / Seeded.Integer(10_000)), StringComparison.Ordinal);
        Assert.Contains("step size", Reason(instance, alpha / Seeded.Integer(100), gamma, eta * Seeded.Integer(10_000)), StringComparison.Ordinal);

        string Reason(TrainingInstance changed, Rational cut, Rational stop, Rational step) =>
            Assert.IsType<TheoremCheck.DoesNotApply>(new DescentTheorems(Context, changed, cut, stop, step).Lemma620(zeta)).Hypothesis;
    }

    // Scales the output weights until the condition on the width (of Lemma 6.20 with ζ, or of Theorem 5.3 with δ) holds; in doubles, since
    // the theorem checks its hypotheses itself. Null where the run would be long or the cutoff is not clear.
    private static (TrainingInstance Instance, Rational Alpha, Rational Eta, int Steps)? Prepare(int seed, Rational gamma, Rational? zeta, Rational? delta)
    {
        HiddenActivation activation = Smooth[seed % Smooth.Length];
        TrainingInstance unit = Seeded.Symmetric(seed, activation, Rational.One);
        ShallowNetwork network = unit.Network(Context);
        Matrix jacobian = Seeded.Middle(network.Jacobian(TrainingInstance.Enclose(Context, unit.W0)));
        SingularTriplets triplets = Engines.Default.Decompose(jacobian)!;
        double[] values = [.. triplets.Values.Where(s => s > 0.05 * triplets.Values[0])];
        int kept = 1 + (seed % values.Length);
        double alpha = 0.97 * values[kept - 1];
        if (kept < triplets.Values.Length && triplets.Values[kept] > 0.9 * alpha)
        {
            return null;
        }

        double[] y = [.. unit.Y.Select(v => v.ToDouble())];
        double g = gamma.ToDouble(), whole = Math.Sqrt(y.Sum(v => v * v)), inverse = 0, image = 0, kept2 = 0;
        for (int s = 0; s < triplets.Values.Length; s++)
        {
            double c = Enumerable.Range(0, y.Length).Sum(i => triplets.Left[i + (s * triplets.Rows)] * y[i]), size = triplets.Values[s];
            (inverse, image, kept2) = s < kept ? (inverse + (c * c / (size * size)), image, kept2 + (c * c)) : (inverse, image + (c * c * size * size), kept2);
        }

        double value = Math.Sqrt((alpha * alpha * inverse) + (g * g * image / (alpha * alpha))), nuisance = Math.Sqrt(Math.Max(0, (whole * whole) - kept2));
        double norm = Engines.Default.SingularValues(Seeded.Stored(unit.X))![0];
        double beta = Math.Sqrt(unit.Width * unit.Classes) * activation.Bound!.Value.ToDouble() * norm;
        double scale;
        if (zeta is { } z)
        {
            double bracket = (alpha / (z.ToDouble() * beta)) + (g * whole / value);
            double width = 1600 * Math.Pow(bracket * Math.Pow(beta, 3) * g * value, 2) / Math.Pow(alpha, 8);
            scale = Math.Sqrt(width / unit.Width);
        }
        else
        {
            double d = delta!.Value.ToDouble(), half = Math.Sqrt(inverse) + (g / alpha * (nuisance + (d * whole)));
            scale = 4 * beta / Math.Sqrt(unit.Width) * half * 5 * g * beta * beta / (d * Math.Pow(alpha, 3));
        }

        int steps = (int)Math.Ceiling(1.0001 * g * beta * beta / (alpha * alpha));
        if (value < 1e-6 * whole || steps > MostSteps)
        {
            return null;
        }

        Rational factor = Seeded.Integer((long)Math.Ceiling(1.01 * scale)), cut = Rational.Of(alpha) * factor;
        return (unit with { V = Scaled(unit.V, factor) }, cut, gamma / (Seeded.Integer(steps) * cut * cut), steps);
    }

    private static Rational[,] Scaled(Rational[,] a, Rational factor)
    {
        Rational[,] result = (Rational[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                result[i, j] *= factor;
            }
        }

        return result;
    }
}
