using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// A vector y split by the left singular spaces of a matrix J at a cutoff α: I is spanned by the left singular vectors with σ ≥ α, N is its
/// orthogonal complement (null directions included), J_I = Σ_{σ_i ≥ α} σ_i u_i v_iᵀ. Source: Oymak, Fabian, Li, Soltanolkotabi 2019,
/// definitions 2.1 and 5.2.
/// </summary>
/// <typeparam name="T">What stands for a number: an enclosure of it, or a double.</typeparam>
/// <param name="Rank">r, the number of singular values ≥ α.</param>
/// <param name="Norm">‖y‖.</param>
/// <param name="Information">‖Π_I y‖ = (Σ_{i≤r} ⟨u_i, y⟩²)^½.</param>
/// <param name="Nuisance">‖Π_N y‖.</param>
/// <param name="PseudoInverse">‖J_I⁺ y‖ = (Σ_{i≤r} ⟨u_i, y⟩²/σ_i²)^½.</param>
/// <param name="NuisanceImage">‖Jᵀ Π_N y‖ = (Σ_{i&gt;r} σ_i² ⟨u_i, y⟩²)^½.</param>
public sealed record SpaceSplit<T>(int Rank, T Norm, T Information, T Nuisance, T PseudoInverse, T NuisanceImage)
{
    /// <summary>Every number through a function.</summary>
    public SpaceSplit<TOther> Map<TOther>(Func<T, TOther> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(Rank, change(Norm), change(Information), change(Nuisance), change(PseudoInverse), change(NuisanceImage));
    }

    /// <summary>The numbers of two splits, pair by pair; their ranks are added.</summary>
    public SpaceSplit<T> With(SpaceSplit<T> other, Func<T, T, T> join)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(join);
        return new(
            Rank + other.Rank, join(Norm, other.Norm), join(Information, other.Information), join(Nuisance, other.Nuisance),
                join(PseudoInverse, other.PseudoInverse),
            join(NuisanceImage, other.NuisanceImage));
    }
}

/// <summary>What is said of an enclosed split.</summary>
public static class EnclosedSplit
{
    private static readonly IntervalContext Context = new(Bits.Certificate);

    /// <summary>The split of the vector 0 by a space of r directions.</summary>
    public static SpaceSplit<Interval> OfZero(int rank) =>
        new(rank, Interval.Zero, Interval.Zero, Interval.Zero, Interval.Zero, Interval.Zero);

    /// <summary>‖Π_I y‖/‖y‖, as the published tables scale it; null for y that may be 0.</summary>
    public static Interval? ScaledInformation(this SpaceSplit<Interval> split) => Ratio(split?.Information, split?.Norm);

    /// <summary>‖Π_N y‖/‖y‖; null for y that may be 0.</summary>
    public static Interval? ScaledNuisance(this SpaceSplit<Interval> split) => Ratio(split?.Nuisance, split?.Norm);

    /// <summary>‖J_I⁺ y‖/‖y‖; null for y that may be 0.</summary>
    public static Interval? ScaledInverse(this SpaceSplit<Interval> split) => Ratio(split?.PseudoInverse, split?.Norm);

    /// <summary>‖Π_I y‖/‖J_I⁺ y‖, between σ_r and σ_1; null where the information part may be 0.</summary>
    public static Interval? EffectiveSingularValue(this SpaceSplit<Interval> split) => Ratio(split?.Information, split?.PseudoInverse);

    /// <summary>B_{α,Γ} = (α²‖J_I⁺ y‖² + (Γ/α)²‖Jᵀ Π_N y‖²)^½ (Definition 6.1).</summary>
    public static Interval EarlyStoppingValue(this SpaceSplit<Interval> split, Rational cutoff, Rational gamma)
    {
        ArgumentNullException.ThrowIfNull(split);
        Interval alpha = Context.Of(cutoff);
        Interval kept = Context.Square(Context.Multiply(alpha, split.PseudoInverse));
        Interval dropped = Context.Square(Context.Multiply(Context.Divide(Context.Of(gamma), alpha).Value, split.NuisanceImage));
        return Context.Sqrt(Context.Add(kept, dropped)).Value;
    }

    /// <summary>D_{α,Γ} = B_{α,Γ}/α.</summary>
    public static Interval EarlyStoppingDistance(this SpaceSplit<Interval> split, Rational cutoff, Rational gamma) =>
        Context.Divide(split.EarlyStoppingValue(cutoff, gamma), Context.Of(cutoff)).Value;

    private static Interval? Ratio(Interval? x, Interval? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return y.Lower.Sign > 0 ? Context.Divide(x, y).Value : null;
    }
}
