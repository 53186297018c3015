using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// One snapshot per oracle: its description, LaTeX included, and its values on its basic vectors.
/// <c>LOWRANK_ACCEPT_SNAPSHOTS=1 ./test --filter-class "*SnapshotTests"</c> accepts all.
/// </summary>
public sealed class SnapshotTests
{
    // Fewer digits than are certified, so that the text does not depend on whose certificate it was.
    private const int Shown = 10;
    private const int Certified = 15;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "LowRank.Verify.Gate.Tests", "Snapshots");

    public static TheoryData<string> Oracles => [.. Bench.Catalogue.Oracles.Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Oracle_is_as_it_was_verified(string id) =>
        Snapshot.Compare(Path.Combine(Folder, id.Replace('/', '_')), Text(Bench.Catalogue.Get(id)));

    [Fact]
    public void No_snapshot_is_left_over() => Assert.Empty(Directory.EnumerateFiles(Folder, "*" + Snapshot.Verified)
        .Select(file => Path.GetFileName(file)[..^Snapshot.Verified.Length])
        .Except(Bench.Catalogue.Oracles.Select(o => o.Id.Replace('/', '_'))));

    private static string Text(Oracle oracle)
    {
        List<string> lines = [.. new OracleDescription(oracle).Lines, string.Empty, "values"];
        foreach (TestVector vector in VectorFile.Read(VectorFile.PathOf(Repository.Vectors, oracle.Id))
            .Where(v => v.Flags.Contains("basic")))
        {
            Evaluation evaluation = Bench.Reference.Evaluate(oracle, vector.Inputs, Certified);
            lines.Add($"  {vector.Id} {Value(evaluation.Result)}");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Value(Shaped<CertifiedNumber>? value) => value switch
    {
        Shaped<CertifiedNumber>.Scalar scalar => Number(scalar.Value.Enclosure),
        Shaped<CertifiedNumber>.Sequence list => $"[{string.Join(", ", list.Items.Select(Value))}]",
        Shaped<CertifiedNumber>.Named record => $"{{{string.Join(", ", record.Parts.Select(p => $"{p.Key}: {Value(p.Value)}"))}}}",
        _ => "none",
    };

    private static string Number(Interval x)
    {
        string low = x.Lower.ToDecimal(Shown, Rounding.Nearest), high = x.Upper.ToDecimal(Shown, Rounding.Nearest);
        return low == high ? low : $"about {x.Midpoint.ToString("G3", System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
