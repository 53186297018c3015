namespace LowRank.Verify.Experiments;

/// <summary>Expected loss of a linear model on fresh noise, with its parts in the information and the nuisance space.</summary>
/// <param name="Total">½‖X̄w − ȳ‖² + ½σ_x²‖w‖² + ½σ_y².</param>
/// <param name="Information">½‖X̄w − ȳ‖² + (r/2n)(σ_x²‖w‖² + σ_y²).</param>
/// <param name="Nuisance">½(1 − r/n)(σ_x²‖w‖² + σ_y²).</param>
public readonly record struct LinearModelLoss(double Total, double Information, double Nuisance);
