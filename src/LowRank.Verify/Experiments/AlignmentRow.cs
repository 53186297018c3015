using LowRank.Verify.Spectra;

namespace LowRank.Verify.Experiments;

/// <summary>A row of the tables of alignment: all norms relative to that of the vector, as the paper prints them.</summary>
/// <param name="Corruption">Share of corrupted labels.</param>
/// <param name="IsTrained">False at the start; true for the Jacobian after training.</param>
/// <param name="Labels">‖Π_I y‖, ‖Π_N y‖, ‖J_I⁺ y‖ over ‖y‖.</param>
/// <param name="Residual">The same of the first residual r_0 = f(W_0) − y, over ‖r_0‖.</param>
/// <param name="TrainingLoss">‖f(W) − y‖²/(2n).</param>
/// <param name="TrainingError">Share of training samples whose (possibly corrupted) label is missed.</param>
/// <param name="TestError">Share of fresh samples whose true label is missed.</param>
public sealed record AlignmentRow(
    double Corruption, bool IsTrained, SpaceSplit<double> Labels, SpaceSplit<double> Residual, double TrainingLoss, double TrainingError,
        double TestError);
