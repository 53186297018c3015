using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>The indices of an array, such as 0..L; the length of a given array determines L.</summary>
/// <param name="Text">As written, "lower..upper".</param>
/// <param name="Lower">First index.</param>
/// <param name="Upper">Last index.</param>
public sealed record IndexRange(string Text, Expression Lower, Expression Upper)
{
    /// <summary>As written.</summary>
    public override string ToString() => Text;
}
