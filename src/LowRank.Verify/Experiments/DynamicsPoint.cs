namespace LowRank.Verify.Experiments;

/// <summary>A moment of training. Energies are squared norms over ‖r_0‖².</summary>
/// <param name="Step">τ.</param>
/// <param name="Information">‖Π_I r_τ‖²/‖r_0‖², spaces of the Jacobian at the start.</param>
/// <param name="Nuisance">‖Π_N r_τ‖²/‖r_0‖², spaces of the Jacobian at the start.</param>
/// <param name="LinearInformation">The same for the linearised network, in closed form: Σ_{s≤r} (1 − ηλ_s²)^{2τ} a_s²/‖r_0‖².</param>
/// <param name="LinearNuisance">Σ_{s&gt;r} (1 − ηλ_s²)^{2τ} a_s²/‖r_0‖².</param>
/// <param name="FinalInformation">‖Π_I r_τ‖²/‖r_0‖², spaces of the Jacobian at the end, as the paper plots it.</param>
/// <param name="FinalNuisance">‖Π_N r_τ‖²/‖r_0‖², spaces of the Jacobian at the end.</param>
/// <param name="TrainingError">Share of training samples whose (possibly corrupted) label is missed.</param>
/// <param name="TrueTrainingError">Share of training samples whose true label is missed.</param>
/// <param name="TestError">Share of fresh samples whose true label is missed.</param>
public sealed record DynamicsPoint(
    int Step,
    double Information,
    double Nuisance,
    double LinearInformation,
    double LinearNuisance,
    double FinalInformation,
    double FinalNuisance,
    double TrainingError,
    double TrueTrainingError,
    double TestError);
