using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>Margins against numpy's on torch's scores (fixtures/networks/make_execution.py), and on planted scores.</summary>
public sealed class MarginTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "execution.json");

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy", "mixture-y.npy")]
    [InlineData("mlp-biased.onnx", "mixture-x.npy", "mixture-y.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy", "mixture-images-y.npy")]
    public void Margin_risk_and_largest_gamma_are_numpys(string model, string data, string labels)
    {
        NetworkProgram program = ExecutionTests.Program(model);
        StoredTensor x = ExecutionTests.Data(data), y = ExecutionTests.Data(labels);
        NetworkRun run = NetworkRun.Certified(program, x, Engines.Default);
        int[] classes = Labels.Read(y, run.Samples, run.Classes);
        JsonNode measured = Expected["measured"]![model]!;
        for (int i = 0; i < measured["gammas"]!.AsArray().Count; i++)
        {
            double gamma = (double)measured["gammas"]![i]!;
            MarginAssessment margins = new(run, classes, Rational.Of(gamma), Rational.Zero);
            int below = (int)measured["below"]![i]!;
            Assert.Equal(new IntegerBracket(below, below), margins.Below); // gamma lies half way between two margins
            Assert.Equal((int)measured["errors"]!, margins.Errors.Lower);
            Assert.True(margins.Errors.IsDecided);
            Assert.Equal(new Rational(below, run.Samples), margins.RiskLimit);
            Interval ramp = margins.RampLoss(new IntervalContext(128));
            Assert.InRange((double)measured["ramp"]![i]!, ramp.LowerDouble - 1e-13, ramp.UpperDouble + 1e-13);
            Assert.InRange((double)measured["least"]!, margins.Least.LowerDouble - 1e-12, margins.Least.UpperDouble + 1e-12);
        }

        foreach (int spare in new[] { 0, 10 })
        {
            MarginAssessment margins = new(run, classes, Rational.One, new Rational(spare, run.Samples));
            double next = (double)measured["loss"]![$"{spare}"]!;
            Assert.NotNull(margins.LargestGamma);
            Assert.Equal(next, margins.LargestGamma.Value, 1e-11);

            // Proved: at this gamma no more than the allowed samples are at most gamma.
            MarginAssessment there = new(run, classes, Rational.Of(margins.LargestGamma.Value), Rational.Zero);
            Assert.True(there.Below.Upper <= margins.Errors.Lower + spare);
        }
    }

    [Fact]
    public void A_margin_equal_to_gamma_counts_and_one_just_above_does_not()
    {
        // Scores (2, 1) and (2 + 2^-50, 1) by an identity layer, both of class 0: margins 1 and 1 + 2^-50.
        NetworkProgram program =
            NetworkProgram.Of(new Network([new DenseLayer("id", Matrix.FromArray(new double[,] { { 1, 0 }, { 0, 1 } }))], [], [], []),
            "planted");
        StoredTensor x = new("x", [2, 2], "float64", [2, 1, 2 + Math.ScaleB(1, -50), 1]);
        NetworkRun run = NetworkRun.Certified(program, x, Engines.Default);
        MarginAssessment exact = new(run, [0, 0], Rational.One, Rational.Zero);
        Assert.Equal(2, exact.Below.Upper); // roundings of the certificate cannot tell the two apart
        Assert.True(exact.Below.Lower <= 1);
        MarginAssessment above = new(run, [0, 0], Rational.Of(1 + 1e-12), Rational.Zero);
        Assert.Equal(new IntegerBracket(2, 2), above.Below);
        MarginAssessment below = new(run, [0, 0], Rational.Of(1 - 1e-12), Rational.Zero);
        Assert.Equal(new IntegerBracket(0, 0), below.Below);
        MarginAssessment wrong = new(run, [1, 0], Rational.One, Rational.Zero);
        Assert.Equal(new IntegerBracket(1, 1), wrong.Errors);
    }

    [Fact]
    public void Labels_are_classes_or_one_hot_rows_of_the_samples()
    {
        Assert.Equal([2, 0], Labels.Read(new StoredTensor("y", [2], "int64", [2, 0]), 2, 3));
        Assert.Equal([1, 0], Labels.Read(new StoredTensor("y", [2, 2], "float32", [0, 1, 1, 0]), 2, 2));
        Assert.Equal([0, 1, 0, 0, 1, 0], Labels.Targets(new StoredTensor("y", [2], "int64", [2, 0]), 2, 3));
        Assert.Contains("same length", Refused(new StoredTensor("y", [3], "int64", [2, 0, 1]), 2, 3), StringComparison.Ordinal);
        Assert.Contains("label 1", Refused(new StoredTensor("y", [2], "int64", [2, 3]), 2, 3), StringComparison.Ordinal);
        Assert.Contains("0.5", Refused(new StoredTensor("y", [2], "float64", [0.5, 1]), 2, 3), StringComparison.Ordinal);
        Assert.Contains("one-hot", Refused(new StoredTensor("y", [2, 2], "float32", [1, 1, 1, 0]), 2, 2), StringComparison.Ordinal);
    }

    /// <summary>
    /// An identity of rank 2: scores (2, 1) of class 0, (1, 0) of class 1 and (0, 0) have margins 1, -1 and 0, a ramp loss of (1/2 + 1 +
    /// 1)/3 at gamma = 2, and the least bound of the Gaussian complexity is that by comparison, √6/3·√(2·2); the norm of the outputs gives
    /// √6·√(2/3).
    /// </summary>
    [Fact]
    public void Statements_on_a_complexity_take_the_least_bound_of_it_and_the_loss_on_the_data()
    {
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(2, 2, 1, 1)));
        AssessmentOptions options = new()
        {
            Data = new StoredTensor("x", [3, 2], "float64", [2, 1, 1, 0, 0, 0]), Labels = new StoredTensor("y", [3], "int64", [0, 1, 0]),
                Margin = Rational.Parse("2"), Delta = Rational.Parse("1/20"),
        };
        AssessmentReport report = Planted.Assess(file, options);
        double tail = 3 * Math.Sqrt(Math.Log(40) / 6);
        foreach (Reading reading in new[] { Reading.AsStored, Reading.Truncated })
        {
            OracleAssessment.Value ramp = Planted.Value(report, "pinto2025/margin-form", reading);
            Assert.Equal((5.0 / 6) + (Math.Sqrt(Math.PI) * Math.Sqrt(6) * 2 / 3) + tail, Planted.Enclosure(ramp).Midpoint, 1e-13);
            Assert.InRange(ramp.RelativeDistance!.Value, 0, 1e-14);
            Assert.Contains(ramp.Notes, note => note.StartsWith("G_hat = 1.63299", StringComparison.Ordinal)
                && note.EndsWith("from pinto2025/sudakov-fernique", StringComparison.Ordinal));
            Assert.Contains(ramp.Notes, note => note.Contains("1 - delta = 19/20", StringComparison.Ordinal)
                && note.Contains("misclassified", StringComparison.Ordinal));
        }

        // R_2 = 1: all margins are at most 2. The other statement takes the least Rademacher complexity of the report.
        double[] rademacher = [.. new[] { "bartlett2017-lemma-a8-rademacher", "bartlett2017-lemma-a8-rademacher/centred", "graf2022-club",
            "graf2022-spade" }.Select(id => Planted.Enclosure(Planted.Value(report, "classical/" + id, Reading.Any)).Midpoint)];
        Assert.Equal(0.5, rademacher.Min(), 1e-15); // its cap, at three samples
        Assert.Equal(
            1 + (2 * rademacher.Min()) + (3 * Math.Sqrt(Math.Log(20) / 6)),
                Planted.Enclosure(Planted.Value(report, "classical/bartlett2017-lemma-3.1", Reading.AsStored)).Midpoint, 1e-10);

        AssessmentReport unlabelled = Planted.Assess(file, options with { Labels = null });
        Assert.Contains("needs labelled data", Planted.Reason(unlabelled, "pinto2025/margin-form"), StringComparison.Ordinal);
        Assert.Contains("needs labelled data", Planted.Reason(unlabelled, "classical/bartlett2017-lemma-3.1"), StringComparison.Ordinal);
    }

    /// <summary>
    /// The margins are of the scores after a final Mul by 10^9, the complexities of the network before it: put together they would be no
    /// bound.
    /// </summary>
    [Fact]
    public void Statements_on_margins_are_refused_where_an_operator_follows_the_last_layer()
    {
        ActivationStep times = new("Mul", "times", Rational.Parse("1e18"), PreservesZero: true,
            IsElementwise: true) { Operation = new StepOperation.WithConstant(ConstantOperator.Multiply, [1e9]) };
        StoredFile file = new("planted", [],
            new Network([Planted.Dense("a", Planted.Diagonal(2, 2, 1e-9, 1e-9))], [], [],
            []) { OutputActivation = new Activation([times]) });
        AssessmentReport report = Planted.Assess(file, new AssessmentOptions
        {
            Data = new StoredTensor("x", [3, 2], "float64", [2, 1, 1, 0, 0, 1]), Labels = new StoredTensor("y", [3], "int64", [0, 0, 1]),
                Margin = Rational.One,
        });
        Assert.NotNull(report.Data?.Margins);
        string[] takers = [.. report.Oracles.Where(found => found is not OracleAssessment.NotApplicable { Obstacle: Obstacle.Inputs })
            .Select(found => found.Oracle).Where(Decision.TakesMargins).Select(oracle => oracle.Id).Distinct()];
        Assert.Contains("pinto2025/margin-form", takers);
        Assert.Contains("classical/bartlett2017-lemma-3.1", takers);
        Assert.Contains("ledent2025/post-hoc", takers);
        Assert.All(takers, id => Assert.Contains("after the final 'Mul'", Planted.Reason(report, id), StringComparison.Ordinal));
        Assert.DoesNotContain(report.Oracles.OfType<OracleAssessment.Value>(), value => Decision.TakesMargins(value.Oracle));
        Assert.Contains(report.Assumptions, line => line.Contains("no statement takes them", StringComparison.Ordinal));
    }

    /// <summary>With the biases absorbed every layer's input has a further coordinate 1, which the norms hold too.</summary>
    [Fact]
    public void Activation_norms_hold_the_constant_coordinate_of_absorbed_biases()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "mlp-biased.onnx"));
        StoredTensor x = ExecutionTests.Data("mixture-x.npy");
        double[] norms = [.. Expected["measured"]!["mlp-biased.onnx"]!["norms"]!.AsArray().Select(v => (double)v!)];
        foreach (bool absorbs in new[] { false, true })
        {
            (DataAssessment? data, _, string? reason) = DataMeasurement.Measure(file, file.Network!, x, new AssessmentOptions { Data = x },
                StatementNetwork.Of(file.Network!, isKnown: true, absorbs));
            Assert.Null(reason);
            Assert.All(norms,
                (norm, l) => Assert.Equal(absorbs ? Math.Sqrt((norm * norm) + 1) : norm, data!.ActivationNorms[l].Midpoint, 1e-11));
            Assert.Null(data!.Margins);
        }
    }

    [Fact]
    public void A_run_that_leaves_the_doubles_costs_the_norms_but_is_refused_with_labels()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "mlp.onnx"));
        StoredTensor x = new("x", [1, 20], "float64", [.. Enumerable.Repeat(1e308, 20)]), y = new("y", [1], "int64", [0]);
        (DataAssessment? data, _, string? reason) = DataMeasurement.Measure(file, file.Network!, x, new AssessmentOptions { Data = x },
            StatementNetwork.Of(file.Network!, isKnown: true));
        Assert.Null(data);
        Assert.Contains("range of doubles", reason, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => DataMeasurement.Measure(file, file.Network!, x, new AssessmentOptions { Data = x, Labels = y },
            StatementNetwork.Of(file.Network!, isKnown: true)));
    }

    private static string Refused(StoredTensor labels, int samples, int classes) =>
        Assert.Throws<InputException>(() => Labels.Read(labels, samples, classes)).Message;
}
