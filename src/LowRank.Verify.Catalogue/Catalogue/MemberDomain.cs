using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue;

/// <summary>An interval of admissible values.</summary>
/// <param name="Lower">Lower end; null when unbounded.</param>
/// <param name="IsLowerOpen">True when the lower end is excluded.</param>
/// <param name="Upper">Upper end; null when unbounded.</param>
/// <param name="IsUpperOpen">True when the upper end is excluded.</param>
public sealed record MemberDomain(Rational? Lower, bool IsLowerOpen, Rational? Upper, bool IsUpperOpen)
{
    /// <summary>All numbers.</summary>
    public static MemberDomain Everything { get; } = new(null, true, null, true);

    /// <summary>[1, ∞), the domain of a count that declares none.</summary>
    public static MemberDomain PositiveCount { get; } = new(Rational.One, false, null, true);

    /// <summary>True when the number is admissible; decided exactly.</summary>
    public bool Contains(Rational value) =>
        (Lower is not { } low || (IsLowerOpen ? low < value : low <= value))
        && (Upper is not { } high || (IsUpperOpen ? value < high : value <= high));

    /// <summary>"[1, inf)" and the like.</summary>
    public override string ToString() =>
        $"{(IsLowerOpen ? '(' : '[')}{Lower?.ToString() ?? "-inf"}, {Upper?.ToString() ?? "inf"}{(IsUpperOpen ? ')' : ']')}";
}
