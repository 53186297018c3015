using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>jacobian --json</c> prints.</summary>
[Description(
    "The Jacobian of a network on data: its largest singular values, and labels and residual in its information and nuisance space.")]
internal sealed record JacobianDocument(
    string File,
    [property: Description("Significant digits asked for.")]
    [property: Range(1, int.MaxValue)]
    int Digits,
    [property: Description("n.")]
    [property: Range(1, int.MaxValue)]
    int Samples,
    [property: Description("K, the number of scores.")]
    [property: Range(1, int.MaxValue)]
    int Classes,
    [property: Description("Rows (classes times samples, class by class) and columns (weights).")]
    [property: Length(2, 2), Range(1, int.MaxValue)]
    IReadOnlyList<int> Shape,
    [property: Description("The blocks of columns in order.")]
    IReadOnlyList<WeightBlock> Weights,
    [property: Description(
        "The enclosures of this report that have fewer significant digits than asked for, in its order; "
        + "--strict fails where there are any.")]
    IReadOnlyList<ShortEnclosure> NotReached,
    [property: Description("||J||_F.")]
    Enclosure Frobenius,
    [property: Description(
        "An upper limit on the distance of the exact Jacobian from the computed one; null where an operator has no enclosure: the "
        + "numbers are then of the computed one.")]
    [property: Range(0, double.MaxValue)]
    double? Error,
    [property: Description("How the singular values were found where the Jacobian was not held; null where all of it was decomposed.")]
    string? Method,
    [property: Description("How many there are in all: the lesser of rows and columns.")]
    [property: Range(1, int.MaxValue)]
    int SingularValueCount,
    [property: Description("The largest, descending: entry i encloses the (i+1)-th.")]
    IReadOnlyList<Enclosure> SingularValues,
    [property: Description(
        "alpha: singular values of at least alpha span the information space, exactly as a decimal or fraction; null where none was "
        + "given and none could be chosen.")]
    string? Cutoff,
    [property: Description(
        "True where --cutoff was not given and the tool chose it: the middle of the gap after the last of singularValues (below it where "
        + "there are no more). False where it was given, or none could be chosen.")]
    bool CutoffChosen,
    [property: Description("r: how many singular values are at least the cutoff; null where undecided.")]
    int? Rank,
    [property: Description("Why the spaces are not decided, naming the singular value; null where they are.")]
    string? Undecided,
    [property: Description("Gamma of the early-stopping value, at least 1, exactly.")]
    string Gamma,
    [property: Description("The labels y in the two spaces; null without labels or where the spaces are undecided.")]
    VectorInSpaces? Labels,
    [property: Description("The residual f - y of the scores f in the two spaces; null likewise.")]
    VectorInSpaces? Residual,
    [property: Description("The file in ONNX Runtime beside the certified scores; null without --runtime.")]
    RuntimeDocument? Runtime,
    IReadOnlyList<string> Notes)
{
    public static JacobianDocument Of(JacobianReport report) => new(
        report.File,
        report.Digits,
        report.Samples,
        report.Classes,
        [report.Samples * report.Classes, report.Weights.Sum(weight => weight.Count)],
        [.. report.Weights.Select(weight => new WeightBlock(weight.Name, weight.Count))],
        [.. JacobianEnclosure.NotReached(report).Select(missing => new ShortEnclosure(missing.Of.Member, missing.Digits))],
        Enclosure.Of(report.FrobeniusNorm, report.Digits),
        report.Error,
        report.Method,
        report.Count,
        [.. report.SingularValues.Select(value => Enclosure.Of(value, report.Digits))],
        report.Cutoff?.ToString(),
        report.IsCutoffChosen,
        report.Rank,
        report.Undecided,
        report.Gamma.ToString(),
        VectorInSpaces.Of(report.Labels, report),
        VectorInSpaces.Of(report.Residual, report),
        RuntimeDocument.Of(report.Runtime, report.Digits),
        report.Notes);
}

/// <summary>The columns of one tensor.</summary>
internal sealed record WeightBlock(string Name, [property: Range(1, int.MaxValue)] int Count);

/// <summary>An enclosure with fewer digits than asked for.</summary>
internal sealed record ShortEnclosure(
    [property: Description("The place in this report, such as singularValues[0] or labels.inverse.")] string Of,
    [property: Description("The significant digits that the enclosure determines.")] int Digits);

/// <summary>A vector in the information and in the nuisance space.</summary>
[Description("A vector y (for the residual: f - y in its place) in the two spaces.")]
internal sealed record VectorInSpaces(
    [property: Description("||y||.")]
    Enclosure Norm,
    [property: Description(
        "||Pi_I y||: the part in the information space, which the left singular vectors of the "
        + "singular values of at least the cutoff span.")]
    Enclosure Information,
    [property: Description("||Pi_N y||: the part in the nuisance space, all that is orthogonal to the information space.")]
    Enclosure Nuisance,
    [property: Description(
        "||J_I^+ y|| = sqrt(sum over s <= r of <u_s, y>^2 / sigma_s^2): the pseudo-inverse of the Jacobian cut to the information space.")]
    Enclosure Inverse,
    [property: Description("||Pi_I y|| / ||y||; null where ||y|| may be 0.")]
    Enclosure? ScaledInformation,
    [property: Description("||Pi_N y|| / ||y||; null likewise.")]
    Enclosure? ScaledNuisance,
    [property: Description("||J_I^+ y|| / ||y||; null likewise.")]
    Enclosure? ScaledInverse,
    [property: Description(
        "||Pi_I y|| / ||J_I^+ y||, between the smallest and the largest singular value of the information space; null where the "
        + "information part may be 0.")]
    Enclosure? EffectiveSingularValue,
    [property: Description("B = sqrt(alpha^2 ||J_I^+ y||^2 + (Gamma/alpha)^2 ||J^T Pi_N y||^2), alpha the cutoff.")]
    Enclosure EarlyStoppingValue,
    [property: Description("D = B / alpha.")]
    Enclosure EarlyStoppingDistance)
{
    public static VectorInSpaces? Of(SpaceSplit<Interval>? split, JacobianReport report) => split is null
        || report.Cutoff is not { } cutoff ? null : new(
        Enclosure.Of(split.Norm, report.Digits),
        Enclosure.Of(split.Information, report.Digits),
        Enclosure.Of(split.Nuisance, report.Digits),
        Enclosure.Of(split.PseudoInverse, report.Digits),
        Enclosure.OrNull(split.ScaledInformation(), report.Digits),
        Enclosure.OrNull(split.ScaledNuisance(), report.Digits),
        Enclosure.OrNull(split.ScaledInverse(), report.Digits),
        Enclosure.OrNull(split.EffectiveSingularValue(), report.Digits),
        Enclosure.Of(split.EarlyStoppingValue(cutoff, report.Gamma), report.Digits),
        Enclosure.Of(split.EarlyStoppingDistance(cutoff, report.Gamma), report.Digits));
}
