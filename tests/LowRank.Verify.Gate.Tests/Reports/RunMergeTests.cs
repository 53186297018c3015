using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

public sealed class RunMergeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");

    public void Dispose() => folder.Delete(recursive: true);

    // Units 1, 5 and 6 have even hashes, the others odd ones.
    private string Even => Part("parts/even.ndjson", 0, [.. Recorded.Lines[1..5], .. Recorded.Lines[14..21]], 20, 1.25);

    private string Odd => Part("parts/odd.ndjson", 1, [.. Recorded.Lines[5..14]], 11, 1.25);

    [Fact]
    public void Parts_are_the_run_in_one_piece_record_for_record()
    {
        RunMerge merge = RunMerge.Of([Odd, Even]);
        using MemoryStream stream = new();
        merge.WriteTo(stream);
        Assert.Equal(File.ReadAllBytes(Recorded.Path).Length, stream.Length);
        string[] merged = System.Text.Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(Recorded.Lines[1..], merged[1..]);
        Assert.Equal(RecordJson.Line(Recorded.Run().Header), RecordJson.Line(RunFile.Read(merged, "merged").Header));
        Assert.Equal(Recorded.Run().Cases.Select(c => c.Id), merge.Report.Cases.Select(c => c.Id));
        Assert.True(merge.Report.IsWhole);
        Assert.Equal(1, new RunFindings(merge.Report).ExitStatus);
    }

    [Fact]
    public void A_missing_part_is_named_with_its_units()
    {
        string message = Refusal(Even);
        Assert.StartsWith(
            "3 of 6 units are missing: classical/bartlett2017-lemma-3.1:property-1 (shard 1/2), spectra/schatten-sum:sweep (shard 0/2), "
            + "spectra/rank:value (shard 0/2)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_was_broken_off_is_named()
    {
        string broken = Part("broken.ndjson", 0, Recorded.Lines[1..4], null, null);
        string message = Refusal(Odd, broken);
        Assert.Contains("3 of 6 units are missing: classical/bartlett2017-lemma-3.1:value (shard 1/2)", message, StringComparison.Ordinal);
        Assert.Contains("broken off: ", message, StringComparison.Ordinal);
        Assert.Contains(broken, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_that_is_there_twice_is_named()
    {
        string again = Part("again.ndjson", 0, Recorded.Lines[1..5], 1, 1);
        string message = Refusal(Even, Odd, again);
        Assert.StartsWith("1 units are there twice: classical/bartlett2017-lemma-3.1:value", message, StringComparison.Ordinal);
        Assert.Contains(again, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_is_there_twice_is_named()
    {
        string copied = Recorded.Lines[12].Replace("spectra/rank:value:d2:3", "spectra/stable-rank:value:f1:3", StringComparison.Ordinal);
        string odd = Part("odd2.ndjson", 1, [.. Recorded.Lines[5..12], copied, Recorded.Lines[13]], 11, 1);
        Assert.EndsWith("the case spectra/stable-rank:value:f1:3 is in another file too", Refusal(odd, Even), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"seed\":20250226", "\"seed\":7", "'seed' differs (20250226 there, 7 here)")]
    [InlineData("\"tool\":\"0.1.0\"", "\"tool\":\"0.2.0\"", "'tool' differs (\"0.1.0\" there, \"0.2.0\" here)")]
    [InlineData("\"catalogue\":\"0123", "\"catalogue\":\"1123", "'catalogue' differs")]
    [InlineData("\"cases\":3,\"prop", "\"cases\":4,\"prop", "'options' differs")]
    [InlineData("\"version\":\"1.2\"", "\"version\":\"1.3\"", "'implementation' differs")]
    [InlineData("[\"classical/bartlett2017-lemma-3.1:value\",", "[\"other/unit:value\",\"classical/bartlett2017-lemma-3.1:value\",",
        "'units' differs")]
    public void Parts_of_different_runs_are_refused(string old, string changed, string message)
    {
        string other = Odd;
        File.WriteAllText(other, File.ReadAllText(other).Replace(old, changed, StringComparison.Ordinal));
        Assert.Contains(message, Refusal(Even, other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_whose_harness_did_not_answer_is_refused()
    {
        const string Smoke =
            """{"record":"smoke","oracle":"spectra/rank","verdict":"crash","message":"exit status 1","diagnostics":null}""";
        string silent = Part("silent.ndjson", 1, [Smoke], 1, 1);
        Assert.Contains("silent.ndjson: the harness answered none of its first questions", Refusal(Even, silent), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_stand_for_the_records_in_them_and_below()
    {
        (string even, string odd) = (Even, Odd);
        string output = Path.Combine(folder.FullName, "parts", "merged.ndjson");
        File.WriteAllText(output, "left over");
        Assert.Equal([even, odd], RunMerge.Files([folder.FullName], output));
        Assert.Equal([even], RunMerge.Files([even, even]));
        Assert.Contains("no such file or folder",
            Assert.Throws<InputException>(() => RunMerge.Files([Path.Combine(folder.FullName, "none")])).Message, StringComparison.Ordinal);
        string empty = folder.CreateSubdirectory("empty").FullName;
        Assert.Contains("no records of runs", Assert.Throws<InputException>(() => RunMerge.Files([empty])).Message,
            StringComparison.Ordinal);
    }

    private static string Refusal(params string[] files) => Assert.Throws<InputException>(() => RunMerge.Of(files)).Message;

    private string Part(string name, int index, string[] records, int? calls, double? seconds) => Recorded.Write(folder, name,
    [
        Recorded.Lines[0].Replace("\"shard\":null", $"\"shard\":\"{index}/2\"", StringComparison.Ordinal),
        .. records,
        .. calls is null ? Array.Empty<string>()
            : [FormattableString.Invariant($"{{\"record\":\"end\",\"calls\":{calls},\"seconds\":{seconds}}}")],
    ]);
}
