using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// What is proved of a vector y against the left singular spaces of J at a cutoff α: I is spanned by the left singular vectors with σ ≥ α,
/// N is its orthogonal complement (null directions included), J_I = Σ_{σ_i ≥ α} σ_i u_i v_iᵀ.
/// Source: Oymak, Fabian, Li, Soltanolkotabi 2019, definitions 2.1 and 5.2.
/// </summary>
/// <param name="Rank">r, the number of singular values ≥ α.</param>
/// <param name="Norm">Enclosure of ‖y‖.</param>
/// <param name="Information">Enclosure of ‖Π_I y‖.</param>
/// <param name="Nuisance">Enclosure of ‖Π_N y‖.</param>
/// <param name="PseudoInverse">Enclosure of ‖J_I⁺ y‖ = (Σ_{i≤r} ⟨u_i, y⟩²/σ_i²)^½.</param>
/// <param name="NuisanceImage">Enclosure of ‖Jᵀ Π_N y‖ = (Σ_{i&gt;r} σ_i² ⟨u_i, y⟩²)^½.</param>
public sealed record SpectralProjection(int Rank, Interval Norm, Interval Information, Interval Nuisance, Interval PseudoInverse, Interval NuisanceImage);
