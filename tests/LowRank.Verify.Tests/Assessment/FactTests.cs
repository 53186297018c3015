using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>Facts of the trained network against numpy's (fixtures/networks/make_facts.py).</summary>
public sealed class FactTests
{
    // Sums of some thousand products in double on both sides.
    private const double Tolerance = 1e-11;

    private static readonly JsonObject Expected = Repository.Json("networks", "facts.json");

    private static readonly StoredFile Mlp = NetworkReader.Read(Repository.Fixture("networks", "mlp.onnx"));

    private static readonly AssessmentOptions Labelled = new() { Data = ExecutionTests.Data("mixture-x.npy"),
        Labels = ExecutionTests.Data("mixture-y.npy") };

    public static TheoryData<string> Names => [.. Expected["facts"]!.AsObject().Select(fact => fact.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fact_is_numpys(string name) => Check(Expected["facts"]![name]!, Reader(Mlp, Labelled), name);

    private static StoredFile Start() => NetworkReader.Read(Repository.Fixture("networks", "mlp-start.npz"),
        new WeightFileOptions { Layers = ["0", "2", "4", "6"] });

    [Fact]
    public void Distances_are_taken_from_the_reference()
    {
        AssessmentOptions options = Labelled with { Reference = Start() };
        FactReader facts = Reader(Mlp, options);
        foreach ((string name, JsonNode? value) in Expected["distances"]!.AsObject())
        {
            Check(value!, facts, name);
        }

        double[] spectral = Values(facts, "spectral(matrix[i] - reference[i])");
        Assert.All(spectral.Zip(Numbers(Expected["spectralDistances"]!)),
            pair => Assert.InRange(pair.First / pair.Second, 1 - Tolerance, 1 + Tolerance));
    }

    [Theory]
    [InlineData("1,0", "group_norm(matrix[i], 1, 0)")]
    [InlineData("1,1", "group_norm(matrix[i], 1, 1)")]
    [InlineData("2,1", "group_norm(matrix[i], 2, 1)")]
    [InlineData("2,0.5", "group_norm(matrix[i], 2, 1/2)")]
    [InlineData("3,0.25", "group_norm(matrix[i], 3, 1/4)")]
    public void Group_norms_are_numpys(string name, string formula) =>
        Assert.All(Values(Reader(Mlp, Labelled), formula).Zip(Numbers(Expected["groupNorms"]![name]!)),
            pair => Assert.InRange(pair.First / pair.Second, 1 - Tolerance, 1 + Tolerance));

    [Theory]
    [InlineData("1.0")]
    [InlineData("4.0")]
    [InlineData("8.0")]
    public void Risk_and_ramp_loss_are_numpys(string margin)
    {
        FactReader facts = Reader(Mlp, Labelled with { Margin = Rational.Parse(margin) });
        JsonNode expected = Expected["margins"]![margin]!;
        Assert.Equal((double)expected["margin_risk"]!, facts.Read("margin_risk")[0].Exact!.Value.ToDouble());
        Interval ramp = facts.Read("ramp_loss")[0].Enclosure!;
        Assert.InRange((double)expected["ramp_loss"]!, ramp.LowerDouble - Tolerance, ramp.UpperDouble + Tolerance);
    }

    [Fact]
    public void Units_of_a_network_of_two_layers()
    {
        Network whole = Mlp.Network!;
        StoredFile two = Planted.File([whole.Layers[0], whole.Layers[1]], [Planted.Relu]);
        Network start = Start().Network!;
        FactReader facts = Reader(two,
            new AssessmentOptions { Data = Labelled.Data, Reference = Planted.File([start.Layers[0], start.Layers[1]], [Planted.Relu]) });
        foreach ((string name, JsonNode? value) in Expected["twoLayers"]!.AsObject())
        {
            Check(value!, facts, name);
        }

        // Without a reference the distances are the norms themselves, and nothing is applied to the data.
        Assert.All(Reader(two, new AssessmentOptions { Data = Labelled.Data }).Read("unit_reference_on_data"),
            item => Assert.Equal(Interval.Zero, item.Enclosure));
    }

    [Fact]
    public void Every_fact_of_the_vocabulary_is_read_or_refused_with_a_reason()
    {
        AssessmentOptions everything = Labelled with { TestData = Labelled.Data, TestLabels = Labelled.Labels };
        NetworkView view = View(Mlp, everything);
        FactReader facts = Reader(Mlp, everything);
        foreach (FactDeclaration fact in FactVocabulary.Facts.Where(fact => !fact.Needs.HasFlag(FactNeeds.EachLayer)))
        {
            if (FactReader.ReasonAgainst(fact.Name, view) is { } reason)
            {
                Assert.True(fact.Needs.HasFlag(FactNeeds.TwoLayers) || fact.Needs.HasFlag(FactNeeds.Given), $"{fact.Name}: {reason}");
            }
            else
            {
                Assert.NotEmpty(facts.Read(fact.Name));
            }
        }
    }

    [Fact]
    public void Facts_that_were_not_given_are_named()
    {
        NetworkView bare = View(Mlp, new AssessmentOptions { Samples = 10 });
        Assert.Equal("needs data", FactReader.ReasonAgainst("activation_norm", bare));
        Assert.Equal("needs labelled data", FactReader.ReasonAgainst("margin_risk", bare));
        Assert.Contains("--reference", FactReader.ReasonAgainst("given_reference", bare), StringComparison.Ordinal);
        Assert.Null(FactReader.ReasonAgainst("data_largest_entry", bare)); // at most the norm, which is assumed to be at most 1
        StoredFile steep = Planted.File(Mlp.Network!.Layers,
            [.. Mlp.Network.Layers.Skip(1).Select(_ => new Activation([new ActivationStep("Tanh", "t", Rational.One, true, true)]))]);
        Assert.Contains("'Tanh'", FactReader.ReasonAgainst("breakpoints", View(steep, new AssessmentOptions { Samples = 10 })),
            StringComparison.Ordinal);
    }

    /// <summary>A single path has the product of its weights, and a product that underflows is inside its enclosure all the same.</summary>
    [Fact]
    public void Path_norms_of_products_beyond_the_smallest_doubles_are_enclosed()
    {
        double tiny = Math.ScaleB(1, -600);
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(1, 1, tiny)),
            Planted.Dense("b", Planted.Diagonal(1, 1, tiny)));
        Interval path = Reader(file, new AssessmentOptions { Samples = 4 }).Read("path_norm_1")[0].Enclosure!;
        Assert.True(path.Contains(Rational.Of(tiny) * Rational.Of(tiny)));
        Assert.True(path.UpperDouble < 1e-280);
    }

    [Fact]
    public void Reference_of_another_shape_is_refused_by_name()
    {
        StoredFile narrow = Planted.ReluFile(Planted.Dense("first", Planted.Diagonal(3, 2, 1)),
            Planted.Dense("second", Planted.Diagonal(2, 3, 1)));
        StoredFile wide = Planted.ReluFile(Planted.Dense("first", Planted.Diagonal(4, 2, 1)),
            Planted.Dense("second", Planted.Diagonal(2, 4, 1)));
        InputException refused =
            Assert.Throws<InputException>(() => Planted.Assess(narrow, new AssessmentOptions { Samples = 4, Reference = wide }));
        Assert.Contains("layer 'first' is a matrix of 4 x 2, but layer 'first' of the network is a matrix of 3 x 2", refused.Message,
            StringComparison.Ordinal);
        StoredFile single = Planted.ReluFile(Planted.Dense("first", Planted.Diagonal(3, 2, 1)));
        Assert.Contains("it has 1 layers, the network 2",
            Assert.Throws<InputException>(() => Planted.Assess(narrow, new AssessmentOptions { Samples = 4, Reference = single })).Message,
            StringComparison.Ordinal);
    }

    private static NetworkAssessment Assessment() =>
        new(Planted.Catalogue, new ReferenceEvaluator(Planted.Catalogue, Planted.Spectra), new FastEvaluator(Engines.Default),
            Planted.Spectra);

    private static NetworkView View(StoredFile file, AssessmentOptions options) => Assessment().View(file, options);

    private static FactReader Reader(StoredFile file, AssessmentOptions options) =>
        new(View(file, options), Reading.AsStored, new JacobianFacts(file, file.Network!, options, Engines.Default));

    /// <summary>A formula over facts for each of its indices.</summary>
    private static double[] Values(FactReader facts, string formula)
    {
        MemberSource source = new(Formula.Parse(SourceText.Verbatim(formula, "formula")), IsLower: false, null, null);
        Member member = new("x", MemberType.Real, MemberDomain.Everything, new IndexRange("1..L", null!, null!), "x", false,
            null) { From = source };
        return [.. ((InputValue.Sequence)new SourceEvaluator(Planted.Spectra).Read(member, facts)!)
            .Items.Select(item => ((InputValue.Number)item).Exact.ToDouble())];
    }

    private static void Check(JsonNode expected, FactReader facts, string name)
    {
        double[] numbers = Numbers(expected);
        IReadOnlyList<FactItem> items = facts.Read(name);
        Assert.Equal(numbers.Length, items.Count);
        bool isUpper = FactVocabulary.Find(name)!.Known == FactEnd.Upper;
        for (int i = 0; i < numbers.Length; i++)
        {
            (double lower, double upper) = items[i].Exact is { } exact ? (exact.ToDouble(), exact.ToDouble())
                : (items[i].Enclosure!.LowerDouble, items[i].Enclosure!.UpperDouble);
            double slack = Tolerance * Math.Abs(numbers[i]);
            Assert.InRange(numbers[i], isUpper ? double.NegativeInfinity : lower - slack, upper + slack);
            Assert.True(upper <= numbers[i] + slack, $"{name}[{i}] is {upper}, numpy's is {numbers[i]}");
            Assert.True(isUpper || lower >= numbers[i] - slack, $"{name}[{i}] is {lower}, numpy's is {numbers[i]}");
        }
    }

    private static double[] Numbers(JsonNode node) => node is JsonArray list ? [.. list.Select(item => (double)item!)] : [(double)node];
}
