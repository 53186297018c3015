using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Properties;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Running;

/// <summary>A case ready to be put to an implementation.</summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Token">What regenerates the case.</param>
/// <param name="Property">The property under test; null for the value.</param>
/// <param name="Recipe">How the inputs are made; null for a fixed case, which is not shrunk.</param>
/// <param name="Truth">The truth of the first call.</param>
/// <param name="Relation">The second call; null for the value.</param>
/// <param name="SecondTruth">The truth of the second call.</param>
internal sealed record PreparedCase(
    Oracle Oracle,
    ReplayToken Token,
    OracleProperty? Property,
    CaseRecipe? Recipe,
    CaseTruth Truth,
    Relation? Relation,
    CaseTruth? SecondTruth)
{
    /// <summary>A fresh copy of the inputs: an implementation that writes to its arguments must not spoil the reference's.</summary>
    public InputRecord FreshInputs() => Recipe?.Expand(Oracle) ?? InputRecord.Of(Truth.Inputs.Members.Select(m => (m.Key, Copy(m.Value))));

    private static InputValue Copy(InputValue value) => value switch
    {
        InputValue.MatrixValue { Value: { } a } =>
            new InputValue.MatrixValue(a.StorageScale is { } scale ? Matrix.FromInt8(a.Rows, a.Columns, [.. a.Values], scale)
            : new Matrix(a.Rows, a.Columns, [.. a.Values], a.Storage)),
        InputValue.Sequence list => new InputValue.Sequence([.. list.Items.Select(Copy)]),
        _ => value,
    };
}
