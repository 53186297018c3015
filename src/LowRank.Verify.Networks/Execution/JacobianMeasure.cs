namespace LowRank.Verify.Networks.Execution;

/// <summary>Size and error of a Jacobian as computed.</summary>
/// <param name="FrobeniusSquared">‖Ĵ‖_F² of the matrix as computed, in double.</param>
/// <param name="FrobeniusLimit">An upper end of ‖Ĵ‖_F.</param>
/// <param name="Error">An upper end of ‖J − Ĵ‖_F, J the Jacobian of the network in real arithmetic; null where an operator has no
/// enclosure.</param>
/// <param name="Undecided">Places where an enclosure could not tell on which side of a kink a number lies are paid for in the error; it is
/// far above rounding then.</param>
public sealed record JacobianMeasure(double FrobeniusSquared, double FrobeniusLimit, double? Error, bool Undecided);
