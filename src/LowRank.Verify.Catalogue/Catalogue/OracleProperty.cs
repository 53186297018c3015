using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// A claim that can be tested on any implementation: sampled by the gate, proved on the formula by a check.
/// </summary>
/// <param name="Text">The claim on one line.</param>
/// <param name="When">A condition on the inputs under which it is claimed; null when always. A free name in it is an index, as in
/// requirements.</param>
public abstract record OracleProperty(string Text, Formula? When)
{
    /// <summary>Where the oracle stands that it compares with; for messages.</summary>
    internal SourcePosition Position { get; init; }

    /// <summary>
    /// f(…, c·x, …) = c^degree · f(…, x, …) for c &gt; 0. For an array every item is multiplied, for a matrix every entry, for an
    /// array of matrices every entry of every matrix.
    /// </summary>
    public sealed record Homogeneous(string Text, Formula? When, string Member, Formula Degree) : OracleProperty(Text, When);

    /// <summary>The value does not fall when the member (one item of it) grows.</summary>
    public sealed record Nondecreasing(string Text, Formula? When, string Member) : OracleProperty(Text, When);

    /// <summary>The value does not grow when the member (one item of it) grows.</summary>
    public sealed record Nonincreasing(string Text, Formula? When, string Member) : OracleProperty(Text, When);

    /// <summary>Parts of a named result do not fall in this order: the two sides of an inequality, the smaller first.</summary>
    public sealed record Ordered(string Text, Formula? When, IReadOnlyList<string> Parts) : OracleProperty(Text, When);

    /// <summary>The value is at least that of another oracle on the same inputs.</summary>
    public sealed record AtLeast(string Text, Formula? When, string OracleId) : OracleProperty(Text, When);

    /// <summary>The value is at most that of another oracle on the same inputs.</summary>
    public sealed record AtMost(string Text, Formula? When, string OracleId) : OracleProperty(Text, When);

    /// <summary>f(…, factor·x, …) = multiplies · f(…, x, …).</summary>
    public sealed record Scaling(string Text, Formula? When, string Member, Formula Factor, Formula Multiplies)
        : OracleProperty(Text, When);

    /// <summary>
    /// Every given member x times c^e(x) multiplies the value by c^degree, for c &gt; 0. An exponent is one number for all items of a list,
    /// or a list with one for each item; a member that is not given stays out.
    /// </summary>
    public sealed record Rescale(string Text, Formula? When, IReadOnlyList<KeyValuePair<string, Formula>> Exponents, Formula Degree)
        : OracleProperty(Text, When);

    /// <summary>
    /// Every sample twice, in matrices of data along the axis and in lists, and the number of samples doubled, multiplies the value.
    /// </summary>
    public sealed record Duplicate(
        string Text, Formula? When, IReadOnlyList<string> Members, SampleAxis Axis, string? Count, Formula Multiplies)
        : OracleProperty(Text, When);

    /// <summary>The samples in another order, the same in all members, leave the value as it is.</summary>
    public sealed record Permute(string Text, Formula? When, IReadOnlyList<string> Members, SampleAxis Axis) : OracleProperty(Text, When);

    /// <summary>
    /// The value does not change under a transformation of the member: transpose, permute-rows, permute-columns, flip-signs (of
    /// whole rows or columns), or rebalance (item i times c, item j divided by c).
    /// </summary>
    public sealed record Invariant(string Text, Formula? When, string Transformation, string Member) : OracleProperty(Text, When);
}
