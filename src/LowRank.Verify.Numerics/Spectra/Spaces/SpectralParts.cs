using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// A vector r against the left singular vectors u_s of a matrix with singular values λ_s, split at a cutoff α: s is information where
/// λ_s ≥ α and nuisance elsewhere, left null directions included.
/// </summary>
/// <param name="InformationCount">Number of information directions.</param>
/// <param name="Information">‖Π_I r‖ = (Σ_I ⟨u_s, r⟩²)^½.</param>
/// <param name="Nuisance">‖Π_N r‖.</param>
/// <param name="PseudoInverse">‖J_I⁺ r‖ = (Σ_I ⟨u_s, r⟩²/λ_s²)^½.</param>
/// <param name="NuisanceImage">‖J_Nᵀ r‖ = (Σ_N λ_s² ⟨u_s, r⟩²)^½.</param>
public sealed record SpectralParts(int InformationCount, Interval Information, Interval Nuisance, Interval PseudoInverse, Interval NuisanceImage);
