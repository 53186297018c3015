using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Properties;

namespace LowRank.Verify.Gate.Running;

/// <summary>A case ready to be put to an implementation.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Token">What regenerates the case.</param>
/// <param name="Property">The property under test; null for the value.</param>
/// <param name="Recipe">How the inputs are made.</param>
/// <param name="Truth">The truth of the first call.</param>
/// <param name="Relation">The second call; null for the value.</param>
/// <param name="SecondTruth">The truth of the second call.</param>
internal sealed record PreparedCase(
    Oracle Oracle,
    ReplayToken Token,
    OracleProperty? Property,
    CaseRecipe Recipe,
    CaseTruth Truth,
    Relation? Relation,
    CaseTruth? SecondTruth);
