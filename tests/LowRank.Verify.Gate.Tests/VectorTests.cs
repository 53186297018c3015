using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Vectors;
using LowRank.Verify.LinearAlgebra;
using NJsonSchema;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>The two paths meet on every vector; the vectors are what the generator writes.</summary>
public sealed class VectorTests
{
    public static TheoryData<string> Oracles => [.. Bench.Catalogue.Oracles.Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Fast_path_conforms_on_every_vector(string id)
    {
        IReadOnlyList<TestVector> vectors = Read(id);
        VectorVerdict[] verdicts = [.. new VectorRun(Bench.Reference, Bench.Honest(), new GateOptions()).Execute(vectors)];
        Assert.Equal(new FastEvaluator(Engines.Default).Supports(id) ? vectors.Count : 0, verdicts.Length);

        // At a tie the range of the inputs in double precision holds both answers; few vectors may sit there.
        Assert.True(verdicts.Count(v => v.Judgement.Verdict == Verdict.Undecided) <= 1, id);
        Assert.Empty(verdicts
            .Where(v => v.Judgement.Verdict is not (Verdict.Conforms or Verdict.PrecisionLimited or Verdict.Undecided))
            .Select(v => string.Create(CultureInfo.InvariantCulture,
                $"{v.Vector.Id}: {v.Judgement.Verdict} {v.Judgement.Message} {v.Answer} {v.Judgement.Distance}")));
    }

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Vectors_are_what_generate_writes(string id)
    {
        string path = VectorFile.PathOf(Repository.Vectors, id);
        Assert.True(File.Exists(path), $"{id} has no vectors: run 'lowrank vectors generate'");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(lines, new VectorGenerator(Bench.Reference).Lines(Bench.Catalogue.Get(id), lines));
        Assert.Contains(Read(id), v => v.Flags.Contains("basic"));
    }

    // Inputs of evidence are numbered in the order in which the notes of a file came to be, which a file that was re-ordered no longer
    // shows.
    [Theory]
    [InlineData("classical/galanti2023-max-degree", true)]
    [InlineData("ledent2025/theorem-3.6/doc", false)]
    public void Vectors_made_from_nothing_are_the_same_ones(string id, bool withEvidence)
    {
        string[] kept = File.ReadAllLines(VectorFile.PathOf(Repository.Vectors, id)),
            made = [.. new VectorGenerator(Bench.Reference).Lines(Bench.Catalogue.Get(id), [])];
        Func<string, bool> isCompared = line => withEvidence || !line.Contains("known-bug", StringComparison.Ordinal);
        Assert.Equal(kept.Where(isCompared), made.Where(isCompared));
    }

    [Fact]
    public void Vectors_of_another_revision_are_dropped_and_their_ids_not_used_again()
    {
        Oracle oracle = Bench.Catalogue.Get("pinto2025/lemma-4");
        string[] lines = File.ReadAllLines(VectorFile.PathOf(Repository.Vectors, oracle.Id));
        string[] older = [.. lines.Select(line => VectorFile.Write(VectorFile.Parse(line, "test") with { Revision = 7,
            Id = "of-revision-7" }))];
        Assert.DoesNotContain(new VectorGenerator(Bench.Reference).Lines(oracle, older),
            line => line.Contains("of-revision-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_vector_satisfies_the_schema()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "oracles", "schema", "vector.schema.json"));
        string[] lines = [.. VectorFile.List(Repository.Vectors).SelectMany(File.ReadAllLines)];
        Assert.All(lines, line => Assert.Empty(schema.Validate(line)));
        Assert.NotEmpty(schema.Validate(lines[0].Replace("\"basic\"", "\"base\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(lines[0].Replace("\"digits\"", "\"figures\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_stay_small() =>
        Assert.True(VectorFile.List(Repository.Vectors).Sum(file => new FileInfo(file).Length) < 3_500_000);

    [Theory]
    [InlineData("1.5", "1.6", 1)]
    [InlineData("-2", "-2", 25)]
    [InlineData("0", "1", 0)]
    [InlineData("0.9999", "1", 4)]
    [InlineData("1.2e-40", "1.3e-40", 1)]
    public void Digits_follow_from_the_ends(string lower, string upper, int digits) =>
        Assert.Equal(digits, ExpectedValue.Of(lower, upper).Digits(25));

    [Fact]
    public void Proof_needs_the_whole_enclosure_inside()
    {
        Shaped<CertifiedNumber> value = new Shaped<CertifiedNumber>.Scalar(new(Interval.Of(1.0, 2.0), null));
        Assert.True(ExpectedValue.Of("1", "2").IsProvedBy(value));
        Assert.False(ExpectedValue.Of("1", "1.9").IsProvedBy(value));
        Assert.False(ExpectedValue.Of("1.1", "2").IsProvedBy(value));
        Assert.False(new ExpectedValue(new Shaped<ExpectedNumber>.Sequence([ExpectedValue.Of("1", "2").Shape])).IsProvedBy(value));
    }

    private static IReadOnlyList<TestVector> Read(string id) => VectorFile.Read(VectorFile.PathOf(Repository.Vectors, id));
}
