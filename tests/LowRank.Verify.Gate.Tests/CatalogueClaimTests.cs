using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Checking;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Every claim of every shipped oracle file on certified values: none is contradicted, and each was tried.</summary>
public sealed class CatalogueClaimTests
{
    private static readonly CheckOptions Few = new() { Cases = 16 };

    public static TheoryData<string> Ids => [.. Bench.Catalogue.Oracles.Select(oracle => oracle.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Claims_of_the_catalogue_are_tried_and_not_refuted(string id)
    {
        Oracle oracle = Bench.Catalogue.Get(id);
        ClaimResult[] results = [.. new DerivationCheck(Bench.Reference, Few).Run(oracle)];
        HashSet<string> limits = [.. oracle.Limits.Select(limit => limit.Text)];
        Assert.NotEmpty(oracle.Properties);
        Assert.All(results, result => Assert.NotEqual(ClaimVerdict.Refuted, result.Verdict));
        Assert.All(results.Where(result => !limits.Contains(result.Claim)),
            result => Assert.True(result.Cases > 0 && result.Verdict != ClaimVerdict.NotSampled, result.Claim));
    }
}
