using LowRank.Verify.Assessment.Summaries;

namespace LowRank.Verify.Cli.Output;

/// <summary>Names of kinds of quantities.</summary>
internal static class QuantityName
{
    public static string Of(BoundedQuantity quantity) => quantity switch
    {
        BoundedQuantity.ProbabilityOfError => "probability of error",
        BoundedQuantity.GeneralizationGap => "generalization gap",
        BoundedQuantity.RademacherOfLoss => "Rademacher complexity of the losses",
        BoundedQuantity.RademacherOfNetwork => "Rademacher complexity of the networks",
        BoundedQuantity.GaussianComplexity => "Gaussian complexity of the networks",
        BoundedQuantity.CoveringNumber => "logarithm of a covering number",
        _ => "other quantities",
    };

    /// <summary>When a value of this kind says something; null where no such number is known.</summary>
    public static string? Says(BoundedQuantity quantity) => quantity switch
    {
        BoundedQuantity.ProbabilityOfError => "below 1 it says something",
        BoundedQuantity.RademacherOfLoss => "of losses in [0, 1]: 1/2 is trivial, below it says something",
        _ => null,
    };
}
