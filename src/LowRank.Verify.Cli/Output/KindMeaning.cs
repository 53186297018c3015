using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>What a value of each kind is, and what it may not be called.</summary>
internal static class KindMeaning
{
    public static string Of(OracleKind kind) => kind switch
    {
        OracleKind.Quantity => "a number defined by its inputs",
        OracleKind.Bound => "an upper bound with every constant explicit",
        OracleKind.Conditional => "holds for constants that nobody knows; not a bound",
        OracleKind.Rate => "a dominant term, constants and logarithms dropped; not a bound",
        OracleKind.Identity => "two expressions that are equal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
