using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>The kind of quantity that a statement's value is of: values of different kinds are not comparable.</summary>
public enum BoundedQuantity
{
    /// <summary>A limit on the probability that a fresh sample is misclassified.</summary>
    ProbabilityOfError,

    /// <summary>A limit on the difference of the expected and the mean loss.</summary>
    GeneralizationGap,

    /// <summary>A Rademacher complexity of the losses of the class, which have values in [0, 1].</summary>
    RademacherOfLoss,

    /// <summary>A Rademacher complexity of the networks of the class.</summary>
    RademacherOfNetwork,

    /// <summary>A Gaussian complexity of the networks of the class.</summary>
    GaussianComplexity,

    /// <summary>A natural logarithm of a covering number.</summary>
    CoveringNumber,

    /// <summary>A limit on something else.</summary>
    Other,
}

/// <summary>From a statement to the kind of quantity that it limits.</summary>
public static class BoundedQuantities
{
    private static readonly (string Begins, BoundedQuantity Quantity)[] ByTitle =
    [
        ("Generalization error", BoundedQuantity.GeneralizationGap),
        ("Entropy integral", BoundedQuantity.RademacherOfLoss),
        ("Rademacher complexity of the margin loss", BoundedQuantity.RademacherOfLoss),
        ("Rademacher complexity of a bounded Lipschitz loss", BoundedQuantity.RademacherOfLoss),
        ("Rademacher complexity of networks with limited norms under the ramp loss", BoundedQuantity.RademacherOfLoss),
        ("Rademacher complexity of convolutional networks, form", BoundedQuantity.RademacherOfLoss), // graf2022: of the ramp loss
        ("Rademacher complexity", BoundedQuantity.RademacherOfNetwork),
        ("Gaussian complexity", BoundedQuantity.GaussianComplexity),
        ("Theorem 7", BoundedQuantity.GaussianComplexity),
        ("Recursion of the proof of Theorem 7", BoundedQuantity.GaussianComplexity),
        ("Natural logarithm of the covering number", BoundedQuantity.CoveringNumber),
        ("Entropy of", BoundedQuantity.CoveringNumber),
    ];

    /// <summary>
    /// A bound with a probability of failure that takes margins or errors on test samples limits the probability of error; of the others
    /// the title begins with the quantity.
    /// </summary>
    public static BoundedQuantity Of(Oracle oracle) =>
        oracle.Kind == OracleKind.Bound && Decision.Facts(oracle).Contains("delta")
            && (Decision.TakesMargins(oracle) || Decision.Needs(oracle, FactNeeds.TestSet))
            ? BoundedQuantity.ProbabilityOfError
            : ByTitle.Where(entry => oracle.Title.TrimStart().StartsWith(entry.Begins, StringComparison.Ordinal))
                .Select(entry => entry.Quantity).FirstOrDefault(BoundedQuantity.Other);
}
