namespace LowRank.Verify.FastPath.Oymak;

/// <summary>A vector at an information space I of a Jacobian J.</summary>
/// <param name="Information">‖Π_I y‖.</param>
/// <param name="Nuisance">‖Π_N y‖.</param>
/// <param name="PseudoInverse">‖J_I⁺ y‖ = (Σ_{s≤r} ⟨u_s, y⟩²/λ_s²)^½.</param>
public readonly record struct SpaceParts(double Information, double Nuisance, double PseudoInverse)
{
    /// <summary>‖y‖.</summary>
    public double Norm => double.Hypot(Information, Nuisance);
}
