using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>The names of kinds and provenances as oracle files write them.</summary>
internal static class CatalogueNames
{
    public static string Of(OracleKind kind) => kind switch
    {
        OracleKind.Quantity => "quantity",
        OracleKind.Bound => "bound",
        OracleKind.Conditional => "conditional",
        OracleKind.Rate => "rate",
        OracleKind.Identity => "identity",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Of(Provenance provenance) => provenance switch
    {
        Provenance.PublishedText => "published-text",
        Provenance.PublicCode => "public-code",
        Provenance.Derived => "derived",
        Provenance.Recalled => "recalled",
        _ => throw new ArgumentOutOfRangeException(nameof(provenance)),
    };

    public static string Of(MemberType type) => type switch
    {
        MemberType.Count => "count",
        MemberType.Real => "real",
        MemberType.Matrix => "matrix",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>What a value of this kind may be called.</summary>
    public static string Meaning(OracleKind kind) => kind switch
    {
        OracleKind.Quantity => "a number defined by its inputs",
        OracleKind.Bound => "an upper bound with every constant explicit",
        OracleKind.Conditional => "holds for constants that nobody knows; not a bound",
        OracleKind.Rate => "a dominant term, constants and logarithms dropped; not a bound",
        OracleKind.Identity => "two expressions that are equal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
