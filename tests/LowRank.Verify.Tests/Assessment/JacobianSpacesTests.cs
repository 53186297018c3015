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

/// <summary>Spaces of Jacobians against numpy's SVD of torch's Jacobians, and on matrices whose spaces are known.</summary>
public sealed class JacobianSpacesTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "execution.json");

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy", "mixture-y.npy", 60)]
    [InlineData("cnn.onnx", "mixture-images.npy", "mixture-images-y.npy", 500)]
    public void Top_singular_values_and_alignment_are_numpys(string model, string data, string labels, int samples)
    {
        double cutoff = (double)Expected["alignment"]![model]!["cutoff"]!;
        JacobianReport report = Assess(model, data, labels, samples,
            new() { Data = Empty, Top = 50, Cutoff = Rational.Of(cutoff), Gamma = Rational.Of(2.0) });
        double[] top = [.. Expected["jacobian"]![model]!["top"]!.AsArray().Select(v => (double)v!)];
        Assert.Equal(50, report.SingularValues.Count);

        // numpy's values are off by about 1e-13 of the largest.
        Assert.All(report.SingularValues, (value, i) => AssertNear(top[i], value, 1e-12 * top[0]));
        Assert.All(report.SingularValues, value => Assert.InRange(value.UpperDouble - value.LowerDouble, 0, 1e-11 * top[0]));
        Assert.Equal((int)Expected["alignment"]![model]!["rank"]!, report.Rank);
        foreach ((string name, SpaceSplit<Interval>? found) in new[] { ("labels", report.Labels), ("residual", report.Residual) })
        {
            JsonNode expected = Expected["alignment"]![model]![name]!;
            SpaceSplit<Interval> ours = Assert.IsType<SpaceSplit<Interval>>(found);
            double norm = (double)expected["norm"]!, inverse = (double)expected["inverse"]!, image = (double)expected["nuisanceImage"]!;
            AssertNear(norm, ours.Norm, 1e-12 * norm);
            AssertNear((double)expected["information"]!, ours.Information, 1e-11 * norm);
            AssertNear((double)expected["nuisance"]!, ours.Nuisance, 1e-11 * norm);
            AssertNear(inverse, ours.PseudoInverse, 1e-10 * norm / cutoff);
            AssertNear(image, ours.NuisanceImage, 1e-10 * norm * top[0]);
            // narrow enough to print six digits
            Assert.InRange(ours.Information.UpperDouble - ours.Information.LowerDouble, 0, 1e-6 * norm);
            double value = Math.Sqrt(Math.Pow(cutoff * inverse, 2) + Math.Pow(2 / cutoff * image, 2));
            AssertNear(value, ours.EarlyStoppingValue(Rational.Of(cutoff), Rational.Of(2.0)), 1e-9 * norm * top[0] / cutoff);
            AssertNear((double)expected["information"]! / inverse, Assert.IsType<Interval>(ours.EffectiveSingularValue()), 1e-7 * top[0]);
        }
    }

    /// <summary>diag(4, 2, 1) rotated by an exact rational rotation, wide and tall: the spaces are the rotation's columns.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spaces_of_a_planted_matrix_are_enclosed(bool transposed)
    {
        foreach (IEngine engine in Engines.Available)
        {
            // Q = I − 2vvᵀ/9 for v = (1, 2, 2): entries in ninths, so the matrix is 9·Q·[diag | 0], exactly.
            double[,] q = { { 7, -4, -4 }, { -4, 1, -8 }, { -4, -8, 1 } };
            double[] s = [4, 2, 1];
            double[,] planted = new double[transposed ? 5 : 3, 3];
            double[] y = transposed ? [1, 2, 3, 4, 5] : [1, 2, 3];
            double[] coefficients;
            if (transposed)
            {
                // [diag·Q; 0]: the left vectors are unit vectors, and the rows of zeros are nuisance.
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 3; j++)
                    {
                        planted[i, j] = s[i] * q[i, j];
                    }
                }

                coefficients = [1, 2, 3];
            }
            else
            {
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 3; j++)
                    {
                        planted[i, j] = q[i, j] * s[j];
                    }
                }

                coefficients = [.. Enumerable.Range(0, 3).Select(j => ((q[0, j] * 1) + (q[1, j] * 2) + (q[2, j] * 3)) / 9)];
            }

            const double Perturbation = 1e-9;
            SpectralSpaces spaces = SpectralSpaces.Of(Matrix.FromArray(planted), engine, sharper: null, Perturbation);
            Assert.All(s, (value, i) => AssertNear(9 * value, spaces.SingularValues[i], 0));
            SpaceSplit<Interval> alignment = spaces.Project(y, Interval.Of(15L)).Value; // values 36, 18, 9
            double all = Math.Sqrt(y.Sum(v => v * v)),
                kept = Math.Sqrt((coefficients[0] * coefficients[0]) + (coefficients[1] * coefficients[1]));
            AssertNear(kept, alignment.Information, 1e-15);
            AssertNear(Math.Sqrt((all * all) - (kept * kept)), alignment.Nuisance, 1e-14);
            AssertNear(Math.Sqrt(Math.Pow(coefficients[0] / 36, 2) + Math.Pow(coefficients[1] / 18, 2)), alignment.PseudoInverse, 1e-16);
            AssertNear(9 * Math.Abs(coefficients[2]), alignment.NuisanceImage, 1e-14);
            // the perturbation is paid for, and hardly more
            Assert.InRange(alignment.Information.UpperDouble - alignment.Information.LowerDouble, Perturbation / 36, 1e-8);
        }
    }

    /// <summary>A rotation of the leading plane by the perturbation that is allowed must stay inside what is printed.</summary>
    [Fact]
    public void Enclosures_hold_for_every_matrix_within_the_error()
    {
        Random random = new(11);
        int decided = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            int m = 3 + (trial % 4), n = 3 + (trial / 4 % 4);
            double error = Math.Pow(10, -1 - (4 * random.NextDouble()));
            Matrix computed = new(m, n, [.. Enumerable.Range(0, m * n).Select(_ => random.NextDouble() - 0.5)]);
            double[] noise = [.. Enumerable.Range(0, m * n).Select(_ => random.NextDouble() - 0.5)];
            double size = 1.0001 * Math.Sqrt(noise.Sum(x => x * x));
            Matrix exact = new(m, n, [.. computed.Values.Select((x, i) => x + (error * noise[i] / size))]);
            double[] y = [.. Enumerable.Range(0, m).Select(_ => random.NextDouble() - 0.5)];
            SpectralSpaces spaces = SpectralSpaces.Of(computed, Engines.Default, sharper: null, error);
            SingularTriplets truth = Engines.Default.Decompose(exact)!;
            Assert.All(truth.Values, (value, i) => AssertNear(value, spaces.SingularValues[i], 1e-14));
            for (int r = 1; r < truth.Values.Length; r++)
            {
                Outcome<SpaceSplit<Interval>> outcome = spaces.Project(y, Interval.Of(0.5 * (truth.Values[r - 1] + truth.Values[r])));
                if (!outcome.IsEnclosed)
                {
                    continue;
                }

                decided++;
                SpaceSplit<Interval> alignment = outcome.Value;

                double[] inner = [.. Enumerable.Range(0, truth.Values.Length)
                    .Select(i => Enumerable.Range(0, m).Sum(j => truth.Left[j + (i * m)] * y[j]))];
                double kept = Math.Sqrt(inner.Take(r).Sum(x => x * x));
                AssertNear(kept, alignment.Information, 1e-13);
                AssertNear(Math.Sqrt(Math.Max(0, y.Sum(x => x * x) - (kept * kept))), alignment.Nuisance, 1e-13);
                AssertNear(Math.Sqrt(inner.Take(r).Select((x, i) => Math.Pow(x / truth.Values[i], 2)).Sum()), alignment.PseudoInverse,
                    1e-12 / truth.Values[r - 1]);
                AssertNear(Math.Sqrt(inner.Skip(r).Select((x, i) => Math.Pow(x * truth.Values[r + i], 2)).Sum()), alignment.NuisanceImage,
                    1e-13);
            }
        }

        Assert.True(decided > 300, $"{decided}");
    }

    [Fact]
    public void A_cutoff_inside_an_enclosure_is_undecided_and_names_the_value()
    {
        JacobianReport free = Assess("mlp.onnx", "mixture-x.npy", "mixture-y.npy", 20, new() { Data = Empty, Top = 5 });
        JacobianReport at = Assess("mlp.onnx", "mixture-x.npy", "mixture-y.npy", 20,
            new() { Data = Empty, Top = 5, Cutoff = Rational.Of(free.SingularValues[2].Midpoint) });
        Assert.Null(at.Rank);
        Assert.Null(at.Labels);
        Assert.Contains("singular value 3 lies in", at.Undecided, StringComparison.Ordinal);
        Assert.Equal(5, free.Rank);
        InputException refusal = Assert.Throws<InputException>(() => Assess("mlp.onnx", "mixture-x.npy", "mixture-y.npy", 20,
            new() { Data = Empty, Cutoff = Rational.Of(1e6) }));
        Assert.Contains("above the top singular value", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The same Jacobian without holding it: every enclosure overlaps the one by decomposition, and the shown values have their digits.
    /// </summary>
    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy", "mixture-y.npy", 60, 20)]
    [InlineData("cnn.onnx", "mixture-images.npy", "mixture-images-y.npy", 120, 12)]
    public void Matrix_free_and_explicit_agree(string model, string data, string labels, int samples, int top)
    {
        JacobianOptions options = new() { Data = Empty, Top = top, Gamma = Rational.Of(2.0) };
        JacobianReport held = Assess(model, data, labels, samples, options),
            free = Assess(model, data, labels, samples, options with { MatrixFree = true });
        Assert.Null(held.Method);
        Assert.Contains("Ritz", free.Method, StringComparison.Ordinal);
        Assert.Equal((held.Count, held.Rank), (free.Count, free.Rank));
        Assert.True(held.FrobeniusNorm.Overlaps(free.FrobeniusNorm));
        Assert.True(free.FrobeniusNorm.Digits(15) >= 10);
        double largest = held.SingularValues[0].UpperDouble;
        Assert.All(held.SingularValues,
            (value, i) => Assert.True(value.Overlaps(free.SingularValues[i]), $"{i + 1}: {value}, {free.SingularValues[i]}"));
        Assert.All(free.SingularValues,
            (value, i) => Assert.True(value.UpperDouble - value.LowerDouble < 1e-9 * largest, $"{i + 1}: {value}"));
        foreach ((SpaceSplit<Interval> one, SpaceSplit<Interval> other) in new[] { (held.Labels!, free.Labels!),
            (held.Residual!, free.Residual!) })
        {
            double norm = one.Norm.UpperDouble;
            Assert.True(one.Norm.Overlaps(other.Norm) && one.Information.Overlaps(other.Information)
                && one.Nuisance.Overlaps(other.Nuisance));
            Assert.True(one.PseudoInverse.Overlaps(other.PseudoInverse) && one.NuisanceImage.Overlaps(other.NuisanceImage));
            Assert.True(other.Information.UpperDouble - other.Information.LowerDouble < 1e-6 * norm, $"{other.Information}");
            Assert.True(other.PseudoInverse.UpperDouble - other.PseudoInverse.LowerDouble < 1e-6 * norm, $"{other.PseudoInverse}");
            Assert.True(other.NuisanceImage.UpperDouble - other.NuisanceImage.LowerDouble < 1e-6 * norm * largest,
                $"{other.NuisanceImage}");
        }
    }

    /// <summary>
    /// Products of the operator against the matrix that was held, and what leading directions leave against a decomposition of it.
    /// </summary>
    [Theory]
    [InlineData("mlp-biased.onnx", "mixture-x.npy", 40)]
    [InlineData("cnn.onnx", "mixture-images.npy", 30)]
    public void Operator_of_a_network_keeps_its_bounds(string model, string data, int samples)
    {
        foreach (IEngine engine in Engines.Available)
        {
            NetworkJacobian jacobian = new(ExecutionTests.Program(model), JacobianTests.Head(ExecutionTests.Data(data), samples), engine,
                null, model);
            NetworkJacobianOperator map = new(jacobian, engine, model);
            Matrix j = jacobian.ToMatrix();
            Random random = new(5);
            const int Count = 3;
            double[] x = [.. Enumerable.Range(0, j.Columns * Count).Select(_ => random.NextDouble() - 0.5)],
                y = [.. Enumerable.Range(0, j.Rows * Count).Select(_ => random.NextDouble() - 0.5)];
            double[] image = new double[j.Rows * Count], back = new double[j.Columns * Count], expected = new double[j.Rows * Count],
                expectedBack = new double[j.Columns * Count];
            double error = map.Multiply(Count, x, image), backError = map.MultiplyTransposed(Count, y, back);
            engine.Multiply(false, false, j.Rows, Count, j.Columns, j.Values, x, expected);
            engine.Multiply(true, false, j.Columns, Count, j.Rows, j.Values, y, expectedBack);
            double norm = Math.Sqrt(jacobian.FrobeniusNormSquared), size = norm * Math.Sqrt(x.Sum(v => v * v));
            Assert.InRange(Math.Sqrt(image.Zip(expected).Sum(p => Math.Pow(p.First - p.Second, 2))), 0, 2 * error);
            Assert.InRange(Math.Sqrt(back.Zip(expectedBack).Sum(p => Math.Pow(p.First - p.Second, 2))), 0, 2 * backError);
            Assert.InRange(error, 0, 1e-11 * size);
            Assert.InRange(backError, 0, 1e-11 * size);
            Interval energy = map.FrobeniusSquared(new IntervalContext(128));
            Assert.InRange(j.Values.Sum(v => v * v), energy.LowerDouble * (1 - 1e-13), energy.UpperDouble * (1 + 1e-13));

            // Q of the leading directions: σ of the next; bent, so that the product is not symmetric in them: still an upper bound.
            SingularTriplets decomposed = engine.Decompose(j.Rows < j.Columns ? j.Transpose() : j)!;
            double[] leading = (j.Rows < j.Columns ? decomposed.Right : decomposed.Left)[..(5 * j.Rows)];
            double found = Assert.NotNull(map.ComplementNorm(5, leading)), next = decomposed.Values[5];
            Assert.InRange(found * found, next * next * (1 - 1e-10), (next * next) + (1e-9 * norm * norm));
            double[] bent = Array.ConvertAll(leading, v => v * (1 + (0.01 * (random.NextDouble() - 0.5))));
            double[] rest = [.. j.Values], inner = new double[5 * j.Columns], product = new double[j.Rows * j.Columns];
            engine.Multiply(true, false, 5, j.Columns, j.Rows, bent, j.Values, inner);
            engine.Multiply(false, false, j.Rows, j.Columns, 5, bent, inner, product);
            double exact = engine.SingularValues(new Matrix(j.Rows, j.Columns, [.. rest.Select((v, i) => v - product[i])]))![0];
            double left = Assert.NotNull(map.ComplementNorm(5, bent));
            Assert.InRange(left * left, exact * exact * (1 - 1e-10), (exact * exact) + (1e-9 * norm * norm));
        }
    }

    /// <summary>Inputs of size 1e-90 and 1e90: what is left of J is bounded through J Jᵀ, whose squares are no doubles.</summary>
    [Theory]
    [InlineData(1e-90)]
    [InlineData(1e90)]
    public void Scales_of_the_inputs_do_not_matter_without_the_matrix(double scale)
    {
        JacobianOptions options = new() { Data = Empty, Top = 4, MatrixFree = true };
        StoredTensor x = JacobianTests.Head(ExecutionTests.Data("mixture-x.npy"), 12),
            y = JacobianTests.Head(ExecutionTests.Data("mixture-y.npy"), 12);
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "mlp.onnx"));
        JacobianReport one = new JacobianAssessment(Engines.Default).Assess(file, options with { Data = x, Labels = y });
        JacobianReport other = new JacobianAssessment(Engines.Default)
            .Assess(file, options with { Data = x with { RowMajor = [.. x.RowMajor.Select(v => v * scale)] }, Labels = y });
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(one.SingularValues[i].Midpoint, other.SingularValues[i].Midpoint / scale, 1e-6 * one.SingularValues[0].Midpoint);
            Assert.True(other.SingularValues[i].UpperDouble
                - other.SingularValues[i].LowerDouble < 1e-6 * other.SingularValues[0].UpperDouble);
        }
    }

    private static StoredTensor Empty { get; } = new("none", [1, 1], "float64", [0]);

    private static JacobianReport Assess(string model, string data, string labels, int samples, JacobianOptions options) =>
        new JacobianAssessment(Engines.Default).Assess(
        NetworkReader.Read(Repository.Fixture("networks", model)),
        options with { Data = JacobianTests.Head(ExecutionTests.Data(data), samples),
            Labels = JacobianTests.Head(ExecutionTests.Data(labels), samples) });

    private static void AssertNear(double expected, Interval enclosure, double tolerance) =>
        Assert.True(expected >= enclosure.LowerDouble - tolerance && expected <= enclosure.UpperDouble + tolerance,
            $"{expected:R} is not in {enclosure} +- {tolerance}");
}
