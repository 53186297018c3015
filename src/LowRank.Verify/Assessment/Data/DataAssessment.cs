using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Assessment.Data;

/// <summary>What a network does on its data, certified for weights and inputs exactly as stored.</summary>
/// <param name="ActivationNorms"> For each layer of the network (see <see cref="AssessmentReport.Layers"/>; convolutions included) an
/// enclosure of the largest Euclidean norm over the samples of what enters it, a constant coordinate included where biases are carried.
/// Empty for a network that was run as a graph.</param>
/// <param name="PatchNorms">The same for the largest norm of a patch that one position of the layer sees; a fully connected layer sees its
/// whole input.</param>
/// <param name="Margins">Margins; null without labels.</param>
/// <param name="Fast">The double-precision executor beside it.</param>
public sealed record DataAssessment(
    IReadOnlyList<Interval> ActivationNorms, IReadOnlyList<Interval> PatchNorms, MarginAssessment? Margins, FastScores Fast)
{
    /// <summary>Scores of one sample.</summary>
    public required int Classes { get; init; }

    /// <summary>An enclosure of the largest Euclidean norm of the scores of a sample.</summary>
    public required Interval OutputNorm { get; init; }

    /// <summary>
    /// An enclosure of the Euclidean norm over all samples of the scores minus the labels, one number for each class; null without labels.
    /// </summary>
    public Interval? ResidualNorm { get; init; }
}
