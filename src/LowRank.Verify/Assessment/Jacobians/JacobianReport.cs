using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Jacobians;

/// <summary>The Jacobian of a network on data, and its spaces.</summary>
/// <param name="File">The network's file.</param>
/// <param name="Samples">n.</param>
/// <param name="Classes">K.</param>
/// <param name="Weights">The weights in the order of the columns, with their counts.</param>
/// <param name="FrobeniusNorm">‖J‖_F.</param>
/// <param name="Error">An upper end of the distance of the exact Jacobian from the one computed; null where an operator has no enclosure:
/// the numbers are then of the computed one.</param>
/// <param name="SingularValues">The largest singular values with their index, descending.</param>
/// <param name="Count">How many there are in all: min(nK, weights).</param>
/// <param name="Cutoff">α; null where none was found.</param>
/// <param name="Rank">Singular values at or above α; null where undecided.</param>
/// <param name="Undecided">Why the spaces are not decided, naming the singular value; null where they are.</param>
/// <param name="Gamma">Γ.</param>
/// <param name="Labels">The labels in the two spaces; null without labels or where undecided.</param>
/// <param name="Residual">The residual f − y in the two spaces; null likewise.</param>
/// <param name="Notes">What must be said with the numbers.</param>
/// <param name="Digits">Digits asked for.</param>
public sealed record JacobianReport(
    string File,
    int Samples,
    int Classes,
    IReadOnlyList<(string Name, int Count)> Weights,
    Interval FrobeniusNorm,
    double? Error,
    IReadOnlyList<Interval> SingularValues,
    int Count,
    Rational? Cutoff,
    int? Rank,
    string? Undecided,
    Rational Gamma,
    SpaceSplit<Interval>? Labels,
    SpaceSplit<Interval>? Residual,
    IReadOnlyList<string> Notes,
    int Digits)
{
    /// <summary>How the values were found where the Jacobian was not held; null where all of it was decomposed.</summary>
    public string? Method { get; init; }

    /// <summary>The file in ONNX Runtime beside the certified scores; null where it was not asked for.</summary>
    public RuntimeComparison? Runtime { get; init; }

    /// <summary>
    /// True where no cutoff was given and <see cref="Cutoff"/> is the middle of the gap after the last of <see cref="SingularValues"/>.
    /// </summary>
    public bool IsCutoffChosen { get; init; }
}
