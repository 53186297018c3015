namespace LowRank.Verify.Catalogue;

/// <summary>What a statement is about, and so whether its number limits the error of a trained network.</summary>
public enum HoldsFor
{
    /// <summary>A class whose limits were fixed before the data.</summary>
    FixedClass,

    /// <summary>All weights at once.</summary>
    AllWeights,

    /// <summary>Data drawn independently of the network.</summary>
    FixedNetwork,

    /// <summary>A test set.</summary>
    TestData,
}

/// <summary>An input that is the least certified value of other statements.</summary>
/// <param name="Member">The input.</param>
/// <param name="LeastOf">Ids of the statements.</param>
/// <param name="Times">A factor, a formula over the facts of a network; null for 1.</param>
public sealed record TakenValue(string Member, IReadOnlyList<string> LeastOf, MemberSource? Times);
