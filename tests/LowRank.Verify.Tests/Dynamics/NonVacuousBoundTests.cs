using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Dynamics;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Theorem 6.21 says something: two orthogonal centres, one for each class, smoothed ReLU, initial outputs 0, and the expected kernel
/// for the Jacobian, which is the limit of large width.
/// </summary>
public sealed class NonVacuousBoundTests
{
    private static readonly IntervalContext Context = new(192);

    // Γ = 6, ζ = 1/50, δ = 1/20: 12 √12/√n + 5 √(ln 40/n) + 2 (e^−6 + 1/50) to six digits, by hand.
    [Theory]
    [InlineData(10_000, 0.556682)]
    [InlineData(100_000, 0.206779)]
    [InlineData(1_000_000, 0.096130)]
    public void The_bound_is_below_one_and_falls_with_the_number_of_samples(long n, double expected)
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator evaluator = new(catalogue, new SpectrumCertifier(Engines.Default));
        IntervalMatrix centres = IntervalMatrix.From(2, 2, (i, j) => Interval.Of(i == j ? 1L : 0L));
        IntervalMatrix kernel = TangentKernel.Matrix(Context, centres, TangentKernel.Of(HiddenActivation.SmoothedRelu)!);

        // λ² = n/12 four times; the cutoff lies just below, α² = abar² √(n/2) √n with ‖X‖² = n/2.
        Rational abar = Rational.Of(Math.Sqrt(Math.Sqrt(2) / 12) * (1 - 1e-9));
        Interval alpha = Context.Multiply(Context.Of(abar),
            Context.Sqrt(Context.Sqrt(Context.Divide(Interval.Of(n * n), Interval.Of(2L)).Value).Value).Value);
        SpaceSplit<Interval> parts = ClusteredKernel.Labels(Context, kernel, [n / 2, n / 2], [0, 1], 2, Interval.One, alpha).Value;
        Assert.Equal(4, parts.Rank);
        Assert.True(parts.Nuisance.Upper.IsZero);

        InputRecord inputs = InputRecord.Of(
            ("PiN_r0", new InputValue.Number(Rational.Zero)), ("nu", new InputValue.Number(Rational.One)),
                ("B_phi", new InputValue.Number(Rational.One)),
            ("n", new InputValue.Number(Seeded.Integer(n))), ("delta", new InputValue.Number(new Rational(1, 20))),
                ("C_r", new InputValue.Number(Rational.One)),
            ("Gamma", new InputValue.Number(Seeded.Integer(6))), ("zeta", new InputValue.Number(new Rational(1, 50))),
            ("D", new InputValue.Number(parts.PseudoInverse.Upper.ToRational())));
        Shaped<CertifiedNumber>.Scalar bound = (Shaped<CertifiedNumber>.Scalar)evaluator.Evaluate(catalogue.Get("oymak2019/theorem-6.21"),
            inputs).Result!;
        Assert.True(bound.Value.Enclosure.Upper < BigFloat.One);
        Assert.Equal(expected, bound.Value.Enclosure.Midpoint, 6);
    }
}
