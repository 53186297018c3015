using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Every oracle has vectors of every flag that makes sense for the shape of its inputs.</summary>
public sealed class VectorFlagTests
{
    // What makes sense, by the declared members. Known-bug: a recorded slip with numbers gives the inputs.
    private static readonly (string Flag, Func<Oracle, bool> MakesSense)[] Table =
    [
        ("basic", _ => true),
        ("edge", _ => true),
        ("degenerate", oracle => oracle.Given.Any(m => m.Type == MemberType.Matrix || m.Domain.Contains(Rational.Zero)
            || m is { Type: MemberType.Count, Index: not null })),
        ("scale", oracle => oracle.Given.Any(m => m.Type == MemberType.Matrix || m.Domain.Upper is null)),
        ("convention", oracle => oracle.Given.Any(m => m.Type == MemberType.Matrix || m.IsOptional
            || (m.Type == MemberType.Real && m.Domain.Contains(new Rational(1, 3))))),
        ("ill-conditioned", oracle => oracle.Given.Any(m => m.Type == MemberType.Matrix)),
        ("known-bug", oracle => oracle.Notes.Any(e => e.Evidence is not null)),
    ];

    public static TheoryData<string> Oracles => [.. Bench.Catalogue.Oracles.Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Oracle_has_every_flag_that_makes_sense(string id)
    {
        HashSet<string> flags = [.. VectorFile.Read(VectorFile.PathOf(Repository.Vectors, id)).SelectMany(v => v.Flags)];
        Assert.Empty(Table.Where(row => row.MakesSense(Bench.Catalogue.Get(id)) && !flags.Contains(row.Flag)).Select(row => row.Flag));
    }

    [Fact]
    public void Table_knows_every_flag() =>
        Assert.Equal(VectorFlags.All.Keys.Order(StringComparer.Ordinal), Table.Select(row => row.Flag).Order(StringComparer.Ordinal));
}
