using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// One snapshot per oracle in Verify's file convention: its description, LaTeX included, and its values on its basic vectors. A
/// difference leaves a <c>*.received.txt</c>; <c>LOWRANK_ACCEPT_SNAPSHOTS=1 ./test --filter-class "*SnapshotTests"</c> accepts all.
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
    public void Oracle_is_as_it_was_verified(string id)
    {
        string name = Path.Combine(Folder, id.Replace('/', '_')), verified = name + ".verified.txt", received = name + ".received.txt";
        string text = Text(Bench.Catalogue.Get(id));
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
        }

        string expected = File.Exists(verified) ? File.ReadAllText(verified) : string.Empty;
        if (expected != text)
        {
            File.WriteAllText(received, text);
        }
        else
        {
            File.Delete(received);
        }

        Assert.Equal(expected, text);
    }

    [Fact]
    public void No_snapshot_is_left_over() => Assert.Empty(Directory.EnumerateFiles(Folder, "*.verified.txt")
        .Select(file => Path.GetFileName(file)[..^".verified.txt".Length])
        .Except(Bench.Catalogue.Oracles.Select(o => o.Id.Replace('/', '_'))));

    private static string Text(Oracle oracle)
    {
        List<string> lines = [.. new OracleDescription(oracle).Lines, string.Empty, "values"];
        foreach (TestVector vector in VectorFile.Read(VectorFile.PathOf(Repository.Vectors, oracle.Id)).Where(v => v.Flags.Contains("basic")))
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
