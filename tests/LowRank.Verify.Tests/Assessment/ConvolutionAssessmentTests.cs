using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Assessment;

public sealed class ConvolutionAssessmentTests
{
    private static readonly JsonElement[] Expected =
        [.. JsonDocument.Parse(File.ReadAllText(Repository.Fixture("networks", "convolutions.json"))).RootElement.GetProperty("network")
            .EnumerateArray()];

    private static readonly AssessmentReport Strided =
        Planted.Assess(NetworkReader.Read(Repository.Fixture("networks", "cnn-strided.onnx")), new AssessmentOptions { Samples = 1000 });

    // A 1-D kernel (1, 1) on four entries without padding: AᵀA is 2 on the diagonal of a path graph's matrix.
    private static ConvolutionLayer Pair(ConvolutionGeometry? geometry, StorageType storage = StorageType.Float64,
        params double[] kernel) =>
        new("c", Matrix.FromRowMajor(1, kernel.Length, kernel, storage), 1, 1, [kernel.Length], 1, geometry) { TensorName = "c.weight" };

    [Fact]
    public void Operator_norms_and_positions_of_a_strided_network_enter_the_statements()
    {
        double[] norms = [.. Expected.Select(layer => layer.GetProperty("operatorNorm").GetDouble())];
        double dense = Strided.Layers[2].SpectralNorm.UpperDouble;
        foreach (string form in new[] { "code", "doc", "l2", "repaired" })
        {
            OracleAssessment.Value value = Planted.Value(Strided, $"ledent2025/theorem-3.6/{form}", Reading.AsStored);
            Assert.Equal([16, 4, 1], Numbers(value.Inputs, "positions"));
            double[] limits = Numbers(value.Inputs, "op_norm");
            Assert.All(limits.Zip(norms.Append(dense)), pair => Assert.InRange(pair.First / pair.Second, 1 - 1e-12, 1 + 1e-11));
            Assert.InRange(value.RelativeDistance ?? 1, 0, 1e-12);
        }

        // Filters by patch size; the two groups of the second layer as one block matrix.
        Matrix[] matrices =
            [.. ((InputValue.Sequence)Planted.Value(Strided, "ledent2025/theorem-3.6/l2", Reading.AsStored).Inputs.Members["W"])
            .Items.Select(item => ((InputValue.MatrixValue)item).Value)];
        Assert.Equal([(6, 9), (10, 54), (3, 40)], matrices.Select(m => (m.Rows, m.Columns)));
        Assert.InRange(Strided.Layers[1].SpectralNorm.Midpoint / Expected[1].GetProperty("reshapedNorm").GetDouble(), 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void Norm_of_the_map_is_not_that_of_the_kernel()
    {
        for (int l = 0; l < Expected.Length; l++)
        {
            LayerAssessment layer = Strided.Layers[l];
            Assert.Equal("convolution", layer.Kind);
            Assert.True(layer.OperatorNorm.Lower > layer.SpectralNorm.Upper);
            Assert.True(Expected[l].GetProperty("operatorNorm").GetDouble() > layer.SpectralNorm.UpperDouble * 1.05);
        }
    }

    [Theory]
    [InlineData("classical/graf2022-club")]
    [InlineData("classical/graf2022-spade")]
    public void Statements_on_kernels_get_their_group_norms_and_numbers_of_weights(string oracle)
    {
        InputRecord inputs = Planted.Value(Strided, oracle, Reading.Any).Inputs;
        Assert.Equal([54, 270, 120], Numbers(inputs, "W_i"));
        double[] b = Numbers(inputs, "b");
        Assert.All(Expected.Zip(b), pair => Assert.InRange(pair.Second / pair.First.GetProperty("twoOne").GetDouble(), 1 - 1e-6, 1 + 1e-6));
        Assert.Equal(Strided.Layers[2].RowNorm21.UpperDouble, b[2]);
        Assert.All(Expected.Zip(Numbers(inputs, "s")),
            pair => Assert.InRange(pair.Second / pair.First.GetProperty("operatorNorm").GetDouble(), 1 - 1e-12, 1 + 1e-11));
    }

    [Theory]
    [InlineData("pinto2025/theorem-7", "dense layers")]
    [InlineData("classical/bartlett2017-theorem-1.1", "dense layers")]
    [InlineData("classical/golowich2018-theorem-1", "dense layers")]
    [InlineData("classical/graf2022-lemma-a8", "dense layers")]
    [InlineData("classical/galanti2023", "not derived for the convolution")]
    [InlineData("oymak2019/theorem-3.2", "does not follow from a network file")]
    public void Other_statements_are_refused_with_the_reason(string oracle, string reason) =>
        Assert.Contains(reason, Planted.Reason(Strided, oracle), StringComparison.Ordinal);

    [Fact]
    public void Weights_without_geometry_are_refused()
    {
        string reason = Planted.Reason(Planted.Assess(Planted.ReluFile(Pair(null, StorageType.Float64, 1, 1))),
            "ledent2025/theorem-3.6/l2");
        Assert.Contains("holds its weights only", reason, StringComparison.Ordinal);
        reason = Planted.Reason(Planted.Assess(Planted.ReluFile(Pair(new ConvolutionGeometry([1], [0], [0], [1], null, null),
            StorageType.Float64, 1, 1))), "ledent2025/theorem-3.6/l2");
        Assert.Contains("does not fix the size of its input", reason, StringComparison.Ordinal);
        reason = Planted.Reason(Planted.Assess(Planted.ReluFile(Pair(new ConvolutionGeometry([1], [0], [0], [1], [4], [4]),
            StorageType.Float64, 1, 1))), "ledent2025/theorem-3.6/l2");
        Assert.Contains("does not follow from its geometry", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Biases_are_carried_through_a_convolution_by_a_constant_channel()
    {
        StoredFile file = Planted.ReluFile(
            Pair(new ConvolutionGeometry([1], [0], [0], [1], [4], [3]), StorageType.Float64, 1, 1),
                Planted.Dense("d", Planted.Diagonal(2, 3, 1, 1), [1, 0]));
        AssessmentReport report = Planted.Assess(file, new AssessmentOptions { Samples = 16 });
        OracleAssessment.Value value = Planted.Value(report, "ledent2025/theorem-3.6/l2", Reading.AsStored);
        Assert.Equal([(2, 4), (2, 6)], ((InputValue.Sequence)value.Inputs.Members["W"]).Items
            .Select(w => (((InputValue.MatrixValue)w).Value.Rows, ((InputValue.MatrixValue)w).Value.Columns)));

        // The constant channel passes through by itself, with norm 1; (1, 1) on four entries has AAᵀ = tridiag(1, 2, 1) of size 3, so that
        // σ_1² = 2 + 2cos(π/4).
        Assert.InRange(report.Layers[0].OperatorNorm.Midpoint, Math.Sqrt(2 + Math.Sqrt(2)) * (1 - 1e-13),
            Math.Sqrt(2 + Math.Sqrt(2)) * (1 + 1e-13));
    }

    [Fact]
    public void Cutting_a_kernel_is_charged_with_the_number_of_windows_over_an_entry()
    {
        // Two filters (1, 1) and (1, 1) + 2^-12·(1, −1) in float16: the second singular value of the kernel is far below storage.
        double small = Math.ScaleB(1, -12);
        Matrix kernel = Matrix.FromRowMajor(2, 2, [1, 1, 1 + (4 * small), 1 - (2 * small)], StorageType.Float16);
        ConvolutionLayer layer = new("c", kernel, 1, 2, [2], 1, new ConvolutionGeometry([1], [0], [0], [1], [5], [4]));
        AssessmentReport report =
            Planted.Assess(Planted.ReluFile(layer, Planted.Dense("d", Planted.Diagonal(2, 8, StorageType.Float16, 1, 1))));
        LayerAssessment assessed = report.Layers[0];
        Assert.Equal(1, assessed.Factors[0].CutRank);
        BigFloat change = assessed.Convolution!.ChangeOf(assessed.Factors[0].CutNorm);

        // The exact remainder of the kernel is E = K − σ_1 u v'; its map on the grid must not exceed the charge.
        double[] rest = Remainder(kernel);
        CertifiedSpectrum map = Planted.Spectra.Certify(new ConvolutionOperator(new Matrix(2, 2, rest), [2], [5]).Unroll()!);
        Assert.True(map.SpectralNorm.Lower <= change, $"{map.SpectralNorm} and {change}");
        Assert.True(map.SpectralNorm.LowerDouble > assessed.Factors[0].CutNorm.ToDouble(Rounding.Up) * 1.05,
            "the kernel's own change is too little");
        Assert.True(report.OutputChange! >= change);

        double[] limits = Numbers(Planted.Value(report, "ledent2025/theorem-3.6/l2", Reading.Truncated).Inputs, "op_norm");
        Assert.True(Rational.Of(limits[0]) >= assessed.OperatorNorm.Upper.ToRational() + change.ToRational());
    }

    // K minus its best approximation of rank 1, by the eigenvector of K'K in double.
    private static double[] Remainder(Matrix k)
    {
        (double a, double b, double d) = (0, 0, 0);
        for (int i = 0; i < 2; i++)
        {
            a += k[i, 0] * k[i, 0];
            b += k[i, 0] * k[i, 1];
            d += k[i, 1] * k[i, 1];
        }

        double angle = 0.5 * Math.Atan2(2 * b, a - d), c = Math.Cos(angle), s = Math.Sin(angle);
        double[] rest = new double[4];
        for (int i = 0; i < 2; i++)
        {
            double along = (k[i, 0] * c) + (k[i, 1] * s);
            rest[i] = k[i, 0] - (along * c);
            rest[i + 2] = k[i, 1] - (along * s);
        }

        return rest;
    }

    private static double[] Numbers(InputRecord inputs, string name) =>
        [.. ((InputValue.Sequence)inputs.Members[name]).Items.Select(item => ((InputValue.Number)item).Exact.ToDouble())];
}
