using LowRank.Verify.Assessment;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>Margins of networks that are no chains, against the errors that numpy counts (fixtures/networks/digits/README.md).</summary>
public sealed class GraphMeasurementTests
{
    [Theory]
    [InlineData("resnet", 11)]
    [InlineData("transformer", 14)]
    [InlineData("gru", 13)]
    [InlineData("lstm", 15)]
    [InlineData("mlp-qdq", 19)]
    public void Misclassified_samples_are_those_of_torchs_scores(string name, int errors)
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "digits", name + ".onnx"));
        AssessmentOptions options = new() { Labels = Tensor("test-y.npy") };
        DataAssessment data = GraphMeasurement.Measure(file, Tensor("test-x.npy"), options, "no chain")!.Value.Data!;
        Assert.Equal(new IntegerBracket(errors, errors), data.Margins!.Errors);
        Assert.InRange(data.Fast.LargestDistance, 0, 1e-12);
        Assert.Empty(data.ActivationNorms);
    }

    private static StoredTensor Tensor(string name) => NetworkReader.Read(Repository.Fixture("networks", "digits", name)).Tensors[0];
}
