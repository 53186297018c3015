using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>The claim that the value tends to another expression when a member tends to a number.</summary>
/// <param name="Text">The claim on one line.</param>
/// <param name="Member">The member that moves.</param>
/// <param name="Target">Where it tends, as written: a number, "inf" or "-inf".</param>
/// <param name="EqualTo">The limit of the value.</param>
public sealed record LimitClaim(string Text, string Member, string Target, Formula EqualTo);
