using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Jacobians;

/// <summary>
/// What the information space (the left singular vectors of the r singular values at or above the cutoff) and the nuisance space (all that is orthogonal to it) of a Jacobian make of a vector y.
/// Source: Oymak et al. 2019, Definitions 2.1 and 5.2. Every number is an enclosure.
/// </summary>
/// <param name="Rank">r.</param>
/// <param name="Norm">‖y‖.</param>
/// <param name="Information">‖Π_I y‖.</param>
/// <param name="Nuisance">‖Π_N y‖.</param>
/// <param name="Inverse">‖J_I⁺ y‖ = (Σ_{s≤r} ⟨u_s, y⟩²/λ_s²)^½.</param>
/// <param name="NuisanceImage">‖Jᵀ Π_N y‖ = (Σ_{s>r} λ_s² ⟨u_s, y⟩²)^½.</param>
public sealed record SpaceAlignment(int Rank, Interval Norm, Interval Information, Interval Nuisance, Interval Inverse, Interval NuisanceImage)
{
    /// <summary>From what is proved of a projection.</summary>
    public SpaceAlignment(SpectralProjection projection)
        : this((projection ?? throw new ArgumentNullException(nameof(projection))).Rank, projection.Norm, projection.Information, projection.Nuisance, projection.PseudoInverse, projection.NuisanceImage)
    {
    }

    private static IntervalContext Context { get; } = new(128);

    /// <summary>‖Π_I y‖/‖y‖, as the published tables scale it; null for y that may be 0.</summary>
    public Interval? ScaledInformation => Ratio(Information, Norm);

    /// <summary>‖Π_N y‖/‖y‖.</summary>
    public Interval? ScaledNuisance => Ratio(Nuisance, Norm);

    /// <summary>‖J_I⁺ y‖/‖y‖.</summary>
    public Interval? ScaledInverse => Ratio(Inverse, Norm);

    /// <summary>‖Π_I y‖/‖J_I⁺ y‖, between λ_r and λ_1; null where the information part may be 0.</summary>
    public Interval? EffectiveSingularValue => Ratio(Information, Inverse);

    /// <summary>B_{α,Γ} = (α²‖J_I⁺ y‖² + (Γ/α)²‖Jᵀ Π_N y‖²)^½ (Definition 6.1).</summary>
    public Interval EarlyStoppingValue(Rational cutoff, Rational gamma)
    {
        Interval alpha = Context.Of(cutoff);
        Interval kept = Context.Square(Context.Multiply(alpha, Inverse));
        Interval dropped = Context.Square(Context.Multiply(Context.Divide(Context.Of(gamma), alpha).Value, NuisanceImage));
        return Context.Sqrt(Context.Add(kept, dropped)).Value;
    }

    /// <summary>D_{α,Γ} = B_{α,Γ}/α.</summary>
    public Interval EarlyStoppingDistance(Rational cutoff, Rational gamma) => Context.Divide(EarlyStoppingValue(cutoff, gamma), Context.Of(cutoff)).Value;

    private static Interval? Ratio(Interval x, Interval y) => y.Lower.Sign > 0 ? Context.Divide(x, y).Value : null;
}
