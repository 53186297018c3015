using System.Text.Json.Nodes;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests;
using Xunit;

namespace LowRank.Verify.Torch.Tests;

/// <summary>Two engines certify the same numbers: their enclosures meet, for every matrix of the vectors.</summary>
public sealed class VectorOverlapTests
{
    private const int Digits = 15;

    [Fact]
    public void Enclosures_of_two_engines_meet_on_every_matrix_of_the_vectors()
    {
        SpectrumCertifier there = new(Libtorch.Engine), here = new(Engines.Available[0]);
        HashSet<string> seen = [];
        int matrices = 0;
        foreach (string file in Directory.EnumerateFiles(Repository.Fixture("vectors"), "*.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file)
                .Where(text => text.Contains("\"shape\"", StringComparison.Ordinal) || text.Contains("[[", StringComparison.Ordinal)))
            {
                JsonObject vector = JsonNode.Parse(line)!.AsObject();
                InputRecord inputs = InputJson.Read(vector["inputs"]!.ToJsonString(), file);
                foreach (Matrix matrix in inputs.Members.Values.SelectMany(Matrices))
                {
                    if (seen.Add($"{matrix.Rows} {matrix.Storage} {matrix.StorageScale} {string.Join(' ', matrix.Values)}"))
                    {
                        matrices++;
                        AssertMeet(there.Certify(matrix, Digits), here.Certify(matrix, Digits), vector["id"]!.GetValue<string>());
                    }
                }
            }
        }

        Assert.True(matrices > 50, $"{matrices} matrices");
    }

    private static IEnumerable<Matrix> Matrices(InputValue value) => value switch
    {
        InputValue.MatrixValue matrix => [matrix.Value],
        InputValue.Sequence list => list.Items.SelectMany(Matrices),
        _ => [],
    };

    private static void AssertMeet(CertifiedSpectrum one, CertifiedSpectrum other, string id)
    {
        for (int i = 0; i < one.SingularValues.Count; i++)
        {
            Assert.True(one.SingularValues[i].Intersect(other.SingularValues[i]) is not null,
                $"{id}: σ_{i + 1} lies in {one.SingularValues[i]} and in {other.SingularValues[i]}");
        }

        Assert.True(one.Rank.Lower <= other.Rank.Upper && other.Rank.Lower <= one.Rank.Upper, id);
    }
}
