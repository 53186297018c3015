using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// A condition on the inputs. A free name in it is an index: the condition must hold for every index that all the arrays it
/// subscripts have.
/// </summary>
/// <param name="Text">As written.</param>
/// <param name="Condition">Parsed.</param>
public sealed record Requirement(string Text, Formula Condition);
