namespace LowRank.Verify.Properties;

/// <summary>
/// What a law says of real numbers known by enclosures. No tolerance stands anywhere: a claim fails only where the enclosures prove that
/// it is false, so a law that holds never fails, and that a law can fail is shown by its mutant.
/// </summary>
internal static class Claims
{
    public static Property Nothing { get; } = true.ToProperty();

    /// <summary>x ≤ y.</summary>
    public static Property AtMost(Real x, Real y) => x.Enclosure.Lower <= y.Enclosure.Upper ? Nothing : false.Label($"{x} is above {y}");

    /// <summary>x = y.</summary>
    public static Property Same(Real x, Real y) => x.Enclosure.Overlaps(y.Enclosure) ? Nothing : false.Label($"{x} and {y} are apart");

    /// <summary>x &lt; y, as far as enclosures can say.</summary>
    public static Property Below(Real x, Real y) => x.Enclosure.Lower < y.Enclosure.Upper ? Nothing : false.Label($"{x} is not below {y}");

    /// <summary>The enclosure contains an exactly known number.</summary>
    public static Property Contains(Real x, Rational value) =>
        x.Enclosure.Contains(value) ? Nothing : false.Label($"{x} does not contain {value}");

    /// <summary>One list of numbers is another.</summary>
    public static Property Same(IReadOnlyList<Real> x, IReadOnlyList<Real> y) => x.Count == y.Count
        ? All(x.Zip(y, Same))
        : false.Label($"{x.Count} numbers and {y.Count}");

    public static Property All(IEnumerable<Property> claims) =>
        claims.Aggregate(Nothing, (all, one) => ReferenceEquals(one, Nothing) ? all : all.And(one));

    public static Property All(params Property[] claims) => All(claims.AsEnumerable());

    /// <summary>A condition that is decided without rounding.</summary>
    public static Property Exactly(bool holds, string otherwise) => holds ? Nothing : false.Label(otherwise);
}
