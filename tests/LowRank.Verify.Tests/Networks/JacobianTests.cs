using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// Jacobians of networks against torch's autograd (fixtures/networks/make_execution.py), products against the explicit matrix, and the
/// error bound against what it bounds.
/// </summary>
public sealed class JacobianTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "execution.json");

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy", 60)]
    [InlineData("cnn.onnx", "mixture-images.npy", 500)]
    public void Explicit_jacobian_is_that_of_torch(string model, string data, int samples)
    {
        NetworkJacobian jacobian = Make(model, data, samples);
        JsonNode expected = Expected["jacobian"]![model]!;
        Matrix j = jacobian.ToMatrix();
        Assert.Equal(expected["shape"]!.AsArray().Select(d => (int)d!), [j.Rows, j.Columns]);
        double norm = (double)expected["frobenius"]!;
        Assert.Equal(1, Math.Sqrt(jacobian.FrobeniusNormSquared) / norm, 1e-12);
        Assert.InRange(jacobian.Measure().FrobeniusLimit / norm, 1 - 1e-12, 1 + 1e-9);

        // The probes run over all rows and columns, so that order and layout are seen.
        double[] x = [.. Enumerable.Range(0, j.Columns).Select(i => Math.Cos(i + 1.0))],
            u = [.. Enumerable.Range(0, j.Rows).Select(i => Math.Sin(i + 1.0))];
        double[] forward = new double[j.Rows], backward = new double[j.Columns];
        Engines.Default.Multiply(false, false, j.Rows, 1, j.Columns, j.Values, x, forward);
        Engines.Default.Multiply(true, false, j.Columns, 1, j.Rows, j.Values, u, backward);
        foreach ((double[] ours, string name) in new[] { (forward, "forward"), (backward, "backward"), (jacobian.Multiply(x, 1), "forward"),
            (jacobian.MultiplyTransposed(u, 1), "backward") })
        {
            double[] theirs = [.. expected[name]!.AsArray().Select(v => (double)v!)];
            Assert.All(theirs, (value, i) => Assert.Equal(value, ours[97 * i], 1e-10 * norm));
        }

        double error = Assert.NotNull(jacobian.Measure().Error);
        Assert.InRange(error, 0, 1e-10 * norm);
        Assert.False(jacobian.Measure().Undecided);
    }

    [Theory]
    [InlineData("mlp-biased.onnx", "mixture-x.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy")]
    public void Products_of_blocks_agree_with_the_explicit_matrix_for_all_and_for_chosen_weights(string model, string data)
    {
        StoredTensor x = Head(ExecutionTests.Data(data), 7);
        NetworkProgram program = ExecutionTests.Program(model);
        string[] names = [.. new NetworkJacobian(program, x, Engines.Default, null, model).Parameters.Select(parameter => parameter.Name)];
        foreach (string[]? chosen in new string[]?[] { null, [names[0]], [names[^2], names[1]], [names[^1]] })
        {
            foreach (IEngine engine in Engines.Available)
            {
                NetworkJacobian jacobian = new(program, x, engine, chosen, model);
                Matrix j = jacobian.ToMatrix();
                Random random = new(3);
                double[] v = [.. Enumerable.Range(0, 3 * j.Columns).Select(_ => random.NextDouble() - 0.5)],
                    u = [.. Enumerable.Range(0, 3 * j.Rows).Select(_ => random.NextDouble() - 0.5)];
                double[] forward = new double[3 * j.Rows], backward = new double[3 * j.Columns];
                engine.Multiply(false, false, j.Rows, 3, j.Columns, j.Values, v, forward);
                engine.Multiply(true, false, j.Columns, 3, j.Rows, j.Values, u, backward);
                double scale = 1e-13 * Math.Sqrt(jacobian.FrobeniusNormSquared) * Math.Sqrt(j.Rows + j.Columns);
                Assert.All(jacobian.Multiply(v, 3), (value, i) => Assert.Equal(forward[i], value, scale));
                Assert.All(jacobian.MultiplyTransposed(u, 3), (value, i) => Assert.Equal(backward[i], value, scale));
            }
        }
    }

    [Fact]
    public void Error_bound_holds_against_a_jacobian_in_exact_arithmetic()
    {
        // f(x) = w·relu(v x) with doubles whose products are not doubles: df/dv = w x 1{vx > 0}, df/dw = relu(v x), exactly known as
        // rationals.
        double[] v = [0.1, -0.7, 1.3], w = [0.3, 1.1, -0.9];
        Network network = new(
            [new DenseLayer("v", new Matrix(3, 1, v)) { TensorName = "v" }, new DenseLayer("w", new Matrix(1, 3, w)) { TensorName = "w" }],
            [new Activation([new ActivationStep("Relu", "r", Rational.One, true,
                true) { Operation = new StepOperation.Scalar(new PiecewiseLinear([0])) }])],
            [],
            []);
        double x = 0.6000000000000001;
        NetworkJacobian jacobian = new(NetworkProgram.Of(network, "planted"), new StoredTensor("x", [1, 1], "float64", [x]),
            Engines.Default, null, "planted");
        Matrix j = jacobian.ToMatrix();
        Rational squares = Rational.Zero;
        for (int i = 0; i < 3; i++)
        {
            Rational into = Rational.Of(v[i]) * Rational.Of(x), slope = v[i] > 0 ? Rational.One : Rational.Zero;
            foreach ((Rational exact, double computed) in new[] { (Rational.Of(w[i]) * slope * Rational.Of(x), j[0, i]),
                (into * slope, j[0, 3 + i]) })
            {
                Rational off = exact - Rational.Of(computed);
                squares += off * off;
            }
        }

        double error = Assert.NotNull(jacobian.Measure().Error);
        Assert.True(squares.Sign > 0, "nothing was rounded: the case shows nothing");
        Assert.True(squares <= Rational.Of(error) * Rational.Of(error));
        Assert.InRange(error, 0, 1e-14);
    }

    [Fact]
    public void A_kink_inside_an_enclosure_is_paid_for()
    {
        // 0.1 + 0.2 − (0.1 + 0.2 rounded): the preactivation is −2^-54 exactly, and doubles cannot tell it from 0 in any order of
        // summation.
        Network network = new(
            [new DenseLayer("v", new Matrix(1, 3, [1, 1, -1])) { TensorName = "v" },
                new DenseLayer("w", new Matrix(1, 1, [5])) { TensorName = "w" }],
            [new Activation([new ActivationStep("Relu", "r", Rational.One, true,
                true) { Operation = new StepOperation.Scalar(new PiecewiseLinear([0])) }])],
            [],
            []);
        NetworkJacobian jacobian = new(NetworkProgram.Of(network, "planted"),
            new StoredTensor("x", [1, 3], "float64", [0.1, 0.2, 0.1 + 0.2]), Engines.Default, null, "planted");
        JacobianMeasure measure = jacobian.Measure();
        Assert.True(measure.Undecided);
        Assert.True(measure.Error >= 5 * 0.3);
    }

    /// <summary>
    /// Columns are of the tensors as the file holds them: alpha and beta stand in front, whether or not alpha was multiplied into the
    /// weights; a bias of one entry is one column, and a zero bias counts. f(x) = αWx + βb + c·1 + 0 at one sample: ∂f_l/∂W_lj = αx_j,
    /// ∂f_l/∂b_l = β, ∂f_l/∂c = 1, ∂f_l/∂z_l = 1, by hand.
    /// </summary>
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.3, false)]
    public void Factors_of_the_file_and_every_stored_bias_enter(double alpha, bool isFolded)
    {
        Matrix stored = Matrix.FromArray(new double[,] { { 1, -2, 3 }, { 4, 5, -6 } });
        (Matrix weight, Rational scale) = ExactScale.Apply(stored, alpha);
        Assert.Equal(isFolded, scale == Rational.One);
        DenseLayer layer = new("g", weight)
        {
            TensorName = "W", Scale = scale, WeightFactor = isFolded ? Rational.Of(alpha) : Rational.One, Bias = [0.5, 1.5],
            StoredBiases = [new StoredBias("b", 2, Rational.Of(-3.0)), new StoredBias("c", 1, Rational.One),
                new StoredBias("z", 2, Rational.One)],
        };
        double[] x = [7, -1, 2];
        foreach (IEngine engine in Engines.Available)
        {
            NetworkJacobian jacobian = new(NetworkProgram.Of(new Network([layer], [], [], []), "planted"),
                new StoredTensor("x", [1, 3], "float64", x), engine, null, "planted");
            Assert.Equal([("W", 6), ("b", 2), ("c", 1), ("z", 2)], jacobian.Parameters.Select(block => (block.Name, block.Count)));
            double a = alpha;
            double[,] expected =
            {
                { 7 * a, -a, 2 * a, 0, 0, 0, -3, 0, 1, 1, 0 },
                { 0, 0, 0, 7 * a, -a, 2 * a, 0, -3, 1, 0, 1 },
            };
            Matrix found = jacobian.ToMatrix(), truth = Matrix.FromArray(expected);
            Assert.Equal(truth.Values.Length, found.Values.Length);
            Assert.All(truth.Values, (value, i) => Assert.Equal(value, found.Values[i], 1e-15 * 7));
            double[] v = [.. Enumerable.Range(1, 11).Select(i => (double)i)], u = [2, -1], image = new double[2], back = new double[11];
            NetworkJacobianOperator map = new(jacobian, engine, "planted");
            _ = map.Multiply(1, v, image);
            _ = map.MultiplyTransposed(1, u, back);
            for (int i = 0; i < 2; i++)
            {
                double exact = Enumerable.Range(0, 11).Sum(j => expected[i, j] * v[j]);
                Assert.Equal(exact, image[i], 1e-13);
                Assert.Equal(exact, jacobian.Multiply(v, 1)[i], 1e-13);
            }

            for (int j = 0; j < 11; j++)
            {
                double exact = (2 * expected[0, j]) - expected[1, j];
                Assert.Equal(exact, back[j], 1e-13);
                Assert.Equal(exact, jacobian.MultiplyTransposed(u, 1)[j], 1e-13);
            }

            double[] gram = Assert.NotNull(jacobian.Gram()).Gram;
            Assert.Equal(Enumerable.Range(0, 11).Sum(j => expected[0, j] * expected[1, j]), gram[1], 1e-13);
            Assert.Equal(Enumerable.Range(0, 11).Sum(j => expected[0, j] * expected[0, j]), gram[0], 1e-12);
        }
    }

    [Fact]
    public void Images_in_another_order_are_refused_and_flattened_ones_taken()
    {
        StoredTensor images = Head(ExecutionTests.Data("mixture-images.npy"), 4);
        NetworkProgram program = ExecutionTests.Program("cnn.onnx");
        InputException refusal = Assert.Throws<InputException>(() => NetworkRun.Shape(program, images with { Shape = [4, 8, 8, 1] }));
        Assert.Contains("[4, 8, 8, 1], but the network takes [n, 1, 8, 8]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((4, 64), NetworkRun.Shape(program, images with { Shape = [4, 64] }));
        Assert.Equal((4, 64), NetworkRun.Shape(program, images));
    }

    [Fact]
    public void A_weight_that_is_not_there_is_refused()
    {
        InputException refusal = Assert.Throws<InputException>(() => new NetworkJacobian(ExecutionTests.Program("mlp.onnx"),
            Head(ExecutionTests.Data("mixture-x.npy"), 2), Engines.Default, ["nowhere"], "mlp.onnx"));
        Assert.Contains("'nowhere'", refusal.Message, StringComparison.Ordinal);
    }

    internal static StoredTensor Head(StoredTensor data, int samples) =>
        data with { Shape = [samples, .. data.Shape.Skip(1)],
            RowMajor = data.RowMajor[..(data.RowMajor.Length / data.Shape[0] * samples)] };

    internal static NetworkJacobian Make(string model, string data, int samples) =>
        new(ExecutionTests.Program(model), Head(ExecutionTests.Data(data), samples), Engines.Default, null, model);
}
