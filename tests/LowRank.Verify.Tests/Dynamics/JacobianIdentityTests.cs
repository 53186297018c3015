using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Dynamics;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Dynamics;

/// <summary>
/// Identities of Jacobians and of linearised descent on 500 generated networks: both sides are enclosed by different routes, the
/// enclosures are narrow, and they meet.
/// </summary>
public sealed class JacobianIdentityTests
{
    private const int Networks = 500;
    private const int Precision = 192;

    // Of an enclosure, against 1 plus its size: 192 bits carry 57 digits, of which steps and norms may lose half.
    private const int Digits = 28;

    private static readonly IntervalContext Context = new(Precision);

    [Fact]
    public void Jacobian_blocks_norms_and_descent_agree_by_two_routes()
    {
        Dictionary<string, int> compared = [];
        for (int seed = 0; seed < Networks; seed++)
        {
            (JacobianIdentities identities, Interval[] r, Random random) = Seeded.Identities(Context, seed);
            foreach (Conclusion conclusion in identities.All(r, random))
            {
                Assert.False(conclusion.IsRefuted, $"seed {seed}: {conclusion}");
                Assert.True(conclusion.Holds || conclusion.Digits >= Digits, $"seed {seed}: {conclusion} is wide");
                compared[conclusion.Name] = compared.GetValueOrDefault(conclusion.Name) + 1;
            }
        }

        Assert.Equal(["C.1", "C.2", "C.3", "C.4", "C.5", "C.6", "C.7", "C.8"], compared.Keys.Order(StringComparer.Ordinal));
        Assert.All(compared, pair => Assert.True(pair.Value > Networks / 4, $"{pair.Key}: {pair.Value}"));
    }

    // A network with other weights has another Jacobian: every statement that has two routes notices.
    [Fact]
    public void Sides_that_belong_to_different_networks_are_refuted()
    {
        Conclusion identity = new("C.6", 0, Interval.Of(1L), Interval.Of(1.0, 1 + 1e-12), IsIdentity: true);
        Assert.False(identity.Holds || identity.IsRefuted);
        Assert.InRange(identity.Digits, 11, 12);
        Assert.True((identity with { Right = Interval.Of(1 + 1e-13, 2) }).IsRefuted);
        Assert.True((identity with { Right = Interval.Of(0.5, 1 - 1e-13) }).IsRefuted);
        Assert.False((identity with { Right = Interval.Of(1.5, 2), IsIdentity = false }).IsRefuted);
    }

    [Fact]
    public void Native_jacobian_is_that_of_the_oracle()
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        ReferenceEvaluator evaluator = new(catalogue, new SpectrumCertifier(Engines.Default));
        foreach (HiddenActivation activation in HiddenActivation.All)
        {
            Random random = new(7);
            Rational[,] x = Seeded.Matrix(random, 2, 3), w = Seeded.Matrix(random, 2, 3), v = Seeded.Matrix(random, 2, 2);
            InputRecord inputs = InputRecord.Of(
                ("X", new InputValue.MatrixValue(Seeded.Stored(x))), ("W", new InputValue.MatrixValue(Seeded.Stored(w))),
                    ("V", new InputValue.MatrixValue(Seeded.Stored(v))));
            IntervalMatrix native = new ShallowNetwork(Context, activation, TrainingInstance.Enclose(Context, x),
                TrainingInstance.Enclose(Context, v))
                .Jacobian(TrainingInstance.Enclose(Context, w));
            Shaped<CertifiedNumber>.Sequence expected =
                (Shaped<CertifiedNumber>.Sequence)evaluator.Evaluate(catalogue.Get("oymak2019/jacobian/" + activation.Name), inputs, 30)
                .Result!;
            Assert.Equal(native.Rows * native.Columns, expected.Items.Count);
            for (int e = 0; e < expected.Items.Count; e++)
            {
                Meet(expected.Items[e].Single.Enclosure, native[e / native.Columns, e % native.Columns], activation.Name);
            }
        }
    }

    // The mean of yᵀ Σ⁺ y over classes: whatever the cluster sizes, it is b_lᵀ Σ̃(M)⁻¹ b_l; here Σ̃(M) = I/3, since κ(0) = 0 and κ(1) =
    // 1/3.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(3, 17)]
    [InlineData(500_000, 500_000)]
    public void Label_energy_of_a_mixture_does_not_depend_on_the_cluster_sizes(long first, long second)
    {
        IntervalMatrix centres = IntervalMatrix.From(2, 2, (i, j) => Interval.Of(i == j ? 1L : 0L));
        IntervalMatrix kernel = TangentKernel.Matrix(Context, centres, TangentKernel.Of(HiddenActivation.SmoothedRelu)!);
        SpaceSplit<Interval> parts = ClusteredKernel.Labels(Context, kernel, [first, second], [0, 1], 2, Interval.One,
            Context.Of(new Rational(1, 10))).Value;

        // Both classes: K yᵀ Σ⁺ y = 2·(3 + 3) with ν = 1.
        Meet(Context.Square(parts.PseudoInverse), Interval.Of(12L), "two centres");
        Assert.True(parts.Nuisance.Upper.IsZero);
        Meet(Context.Square(parts.Information), Interval.Of(first + second), "the labels have length sqrt(n)");
    }

    private static void Meet(Interval a, Interval b, string where)
    {
        Conclusion identity = new(where, 0, a, b, IsIdentity: true);
        Assert.True(!identity.IsRefuted && identity.Digits >= Digits, identity.ToString());
    }
}
