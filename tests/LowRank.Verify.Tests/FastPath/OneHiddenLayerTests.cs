using System.Text.Json.Nodes;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.SecondRoutes;
using Xunit;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>
/// The one-hidden-layer network against torch's autograd (fixtures/experiments/make_one_hidden_layer.py), on every engine.
/// </summary>
public sealed class OneHiddenLayerTests
{
    // Sums of at most 100 products of numbers below 20 in double, here and in torch.
    private const double Rounding = 1e-11;

    private static readonly JsonObject Fixture = Repository.Json("experiments", "one-hidden-layer.json");

    public static TheoryData<string, string> Cases =>
        new(from engine in Engines.Available from activation in OneHiddenLayerActivation.All select (engine.Name, activation.Name));

    [Fact]
    public void Fixture_has_every_activation() => Assert.Equal(
        OneHiddenLayerActivation.All.Select(a => a.Name).Order(StringComparer.Ordinal),
        Fixture["cases"]!.AsArray().Select(c => (string)c!["activation"]!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_Jacobian_are_those_of_autograd(string engineName, string activation)
    {
        (IEngine engine, JsonObject c, OneHiddenLayerNetwork network, Matrix inputs) = Load(engineName, activation);
        OneHiddenLayerJacobian jacobian = new(engine, network, inputs);
        Matrix explicitJacobian = jacobian.Explicit();
        Assert.Equal((8, 15), (explicitJacobian.Rows, explicitJacobian.Columns));
        Close(Numbers(c, "outputs"), network.Outputs(engine, inputs));
        Close(Numbers(c, "jacobian"), RowMajor(explicitJacobian));
        Close(Numbers(c, "gram"), RowMajor(jacobian.Gram()));
        Close(Numbers(c, "times"), jacobian.Times(Numbers(c, "v")));
        Close(Numbers(c, "transposeTimes"), jacobian.TransposeTimes(Numbers(c, "u")));
        Close([Numbers(c, "jacobian").Sum(x => x * x)], [jacobian.FrobeniusSquared()]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Descent_is_that_of_autograd_and_the_linearisation_a_matrix_power(string engineName, string activation)
    {
        (IEngine engine, JsonObject c, OneHiddenLayerNetwork network, Matrix inputs) = Load(engineName, activation);
        int steps = (int)Fixture["steps"]!;
        double stepSize = (double)Fixture["stepSize"]!;
        double[] targets = Numbers(c, "y");
        OneHiddenLayerDescent descent = new(engine, network, inputs, targets, stepSize);
        double[] first = descent.Residual.ToArray();
        descent.Advance(2);
        descent.Advance(steps - 2);
        Close(Numbers(c, "descent"), descent.Parameters.ToArray());
        Close(descent.Network().Outputs(engine, inputs), [.. descent.Residual.ToArray().Zip(targets, (r, y) => r + y)]);

        OneHiddenLayerJacobian jacobian = new(engine, network, inputs);
        OneHiddenLayerLinearisation linear = new(jacobian, first, stepSize);
        linear.Advance(steps);
        double[] expected = Numbers(c, "linearResidual");
        Close(expected, linear.Residual.ToArray());

        // The residual moved by J times the displacement.
        Close([.. expected.Zip(first, (r, r0) => r - r0)], jacobian.Times(linear.Displacement));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spaces_have_the_singular_values_of_torch_and_split_by_their_vectors(string engineName, string activation)
    {
        (IEngine engine, JsonObject c, OneHiddenLayerNetwork network, Matrix inputs) = Load(engineName, activation);
        OneHiddenLayerSpaces spaces = new(engine, new OneHiddenLayerJacobian(engine, network, inputs).Gram());
        double[] values = Numbers(c, "singularValues"), y = Numbers(c, "y"), jacobian = Numbers(c, "jacobian");
        for (int s = 0; s < values.Length; s++)
        {
            // λ² is good to a few ulps of λ_1².
            Assert.True(Math.Abs((values[s] * values[s]) - (spaces.Values[s] * spaces.Values[s])) <= 1e-13 * values[0] * values[0],
                $"value {s}");
        }

        // With r = nK: all of y is information, and J^T applied to the least-squares solution's residual vanishes: ‖J⁺y‖² = y^T (J J^T)⁻¹
        // y.
        SpaceSplit<double> whole = spaces.Split(y, values.Length);
        Assert.Equal(0, whole.Nuisance);
        Assert.Equal(y.Sum(x => x * x), whole.Norm * whole.Norm, 1e-12);
        if (values[^1] > 1e-3 * values[0])
        {
            double[] solution = Solve(Numbers(c, "gram"), y);
            Assert.Equal(1, whole.PseudoInverse * whole.PseudoInverse / y.Zip(solution, (a, b) => a * b).Sum(), 1e-8);
        }

        for (int r = 1; r < values.Length; r++)
        {
            SpaceSplit<double> parts = spaces.Split(y, r), next = spaces.Split(y, r + 1);
            Assert.Equal(whole.Norm, parts.Norm, 1e-12);
            Assert.True(parts.Information <= next.Information && parts.PseudoInverse <= next.PseudoInverse);
        }

        // A column of J lies in the information space of full rank; a vector orthogonal to u_1 has no part in it.
        double[] direction = spaces.Coordinates([.. Enumerable.Range(0, 8).Select(i => jacobian[i * 15])]);
        Assert.Equal(Enumerable.Range(0, 8).Sum(i => jacobian[i * 15] * jacobian[i * 15]), direction.Sum(a => a * a), 1e-12);
    }

    [Theory]
    [MemberData(nameof(EngineNames.All), MemberType = typeof(EngineNames))]
    public void Gram_without_the_Jacobian_is_the_Gram_of_the_Jacobian_for_Rademacher_and_other_weights(string engineName)
    {
        IEngine engine = Engines.Get(engineName);
        Random random = new(7);
        for (int round = 0; round < 12; round++)
        {
            int n = 1 + random.Next(9), d = 1 + random.Next(7), k = 1 + random.Next(12), classes = 1 + random.Next(4);
            double[] Draw(int count, Func<double> each) => [.. Enumerable.Range(0, count).Select(_ => each())];
            bool signs = round % 2 == 0;
            double[] output = Draw(classes * k,
                () => signs ? (random.Next(2) * 2) - 1 : random.Next(4) == 0 ? 0 : random.NextDouble() - 0.5);
            OneHiddenLayerNetwork network = new(
                new Matrix(k, d, Draw(k * d, () => random.NextDouble() - 0.5)), new Matrix(classes, k, output),
                    OneHiddenLayerActivation.Softplus);
            OneHiddenLayerJacobian jacobian = new(engine, network, new Matrix(n, d, Draw(n * d, () => random.NextDouble() - 0.5)));
            Matrix rows = jacobian.Explicit(), gram = jacobian.Gram();
            for (int a = 0; a < rows.Rows; a++)
            {
                for (int b = 0; b < rows.Rows; b++)
                {
                    double expected = 0;
                    for (int p = 0; p < rows.Columns; p++)
                    {
                        expected += rows[a, p] * rows[b, p];
                    }

                    Assert.Equal(expected, gram[a, b], Rounding);
                }
            }
        }
    }

    [Fact]
    public void Sizes_that_disagree_are_refused()
    {
        IEngine engine = Engines.Default;
        Matrix hidden = new(3, 2, new double[6]), output = new(2, 3, new double[6]), inputs = new(4, 2, new double[8]);
        Assert.Throws<ArgumentException>(() => new OneHiddenLayerNetwork(hidden, new Matrix(2, 4, new double[8]),
            OneHiddenLayerActivation.Relu));
        OneHiddenLayerNetwork network = new(hidden, output, OneHiddenLayerActivation.Relu);
        Assert.Throws<ArgumentException>(() => network.Outputs(engine, new Matrix(4, 3, new double[12])));
        Assert.Throws<ArgumentException>(() => new OneHiddenLayerDescent(engine, network, inputs, new double[7], 0.1));
        Assert.Throws<ArgumentException>(() => new OneHiddenLayerDescent(engine, network, inputs, new double[8], double.NaN));
        OneHiddenLayerJacobian jacobian = new(engine, network, inputs);
        Assert.Throws<ArgumentException>(() => jacobian.Times(new double[7]));
        Assert.Throws<ArgumentException>(() => jacobian.TransposeTimes(new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => jacobian.TransposedRows(7, 2));
        Assert.Contains("softplus", Assert.Throws<InputException>(() => OneHiddenLayerActivation.Get("tanh")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Descent_that_diverges_says_so()
    {
        OneHiddenLayerNetwork network = new(new Matrix(1, 1, [1]), new Matrix(1, 1, [1]), OneHiddenLayerActivation.HalfSquare);
        OneHiddenLayerDescent descent = new(Engines.Default, network, new Matrix(1, 1, [1]), [5], 100);
        Assert.Throws<ArithmeticException>(() => descent.Advance(50));
    }

    [Theory]
    [InlineData("smoothed-relu", -30.0, 1.6319567340914012e-199, 4.906713927148187e-198)]
    [InlineData("softplus", -40.0, 4.248354255291589e-18, 4.248354255291589e-18)]
    [InlineData("softplus", 800.0, 800.0, 1.0)]
    [InlineData("erf", 6.0, 1.0, 2.6173012392492649e-16)]
    public void Activations_keep_their_tails(string name, double z, double value, double slope)
    {
        // mpmath, 30 digits; the value of the smoothed ReLU at −30 cancels to 1e-4 of its terms and is judged absolutely.
        OneHiddenLayerActivation activation = OneHiddenLayerActivation.Get(name);
        Assert.Equal(value, activation.Value(z), name == "smoothed-relu" ? 1e-15 : 1e-13 * value);
        Assert.Equal(1, activation.Slope(z) / slope, 1e-12);
    }

    private static (IEngine Engine, JsonObject Case, OneHiddenLayerNetwork Network, Matrix Inputs) Load(string engine, string activation)
    {
        int classes = (int)Fixture["classes"]!, width = (int)Fixture["width"]!, dimension = (int)Fixture["dimension"]!,
            samples = (int)Fixture["samples"]!;
        JsonObject c = Fixture["cases"]!.AsArray().Select(node => node!.AsObject())
            .Single(node => (string)node["activation"]! == activation);
        OneHiddenLayerNetwork network = new(
            Matrix.FromRowMajor(width, dimension, Numbers(c, "W")), Matrix.FromRowMajor(classes, width, Numbers(c, "V")),
                OneHiddenLayerActivation.Get(activation));
        return (Engines.Get(engine), c, network, Matrix.FromRowMajor(samples, dimension, Numbers(c, "X")));
    }

    private static double[] Numbers(JsonObject c, string name) => [.. c[name]!.AsArray().Select(x => (double)x!)];

    private static double[] RowMajor(Matrix a) => a.Transpose().Values;

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = 1 + expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Rounding * size, $"[{i}]: {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    // Gaussian elimination with pivots, written here: the check must not use the engine's decomposition.
    private static double[] Solve(double[] matrix, double[] right)
    {
        int n = right.Length;
        double[] a = [.. matrix], x = [.. right];
        for (int p = 0; p < n; p++)
        {
            int best = Enumerable.Range(p, n - p).MaxBy(i => Math.Abs(a[(i * n) + p]));
            for (int j = 0; j < n; j++)
            {
                (a[(p * n) + j], a[(best * n) + j]) = (a[(best * n) + j], a[(p * n) + j]);
            }

            (x[p], x[best]) = (x[best], x[p]);
            for (int i = p + 1; i < n; i++)
            {
                double factor = a[(i * n) + p] / a[(p * n) + p];
                for (int j = p; j < n; j++)
                {
                    a[(i * n) + j] -= factor * a[(p * n) + j];
                }

                x[i] -= factor * x[p];
            }
        }

        for (int p = n - 1; p >= 0; p--)
        {
            for (int j = p + 1; j < n; j++)
            {
                x[p] -= a[(p * n) + j] * x[j];
            }

            x[p] /= a[(p * n) + p];
        }

        return x;
    }
}
