namespace LowRank.Verify.Networks.Graphs;

/// <summary>What stays the same over the steps of one direction of RNN, GRU or LSTM.</summary>
/// <param name="Kind">RNN, GRU or LSTM.</param>
/// <param name="Functions">Its activations: f for RNN; f, g for GRU; f, g, h for LSTM.</param>
/// <param name="Recurrence">Rᵀ, hidden × gates·hidden.</param>
/// <param name="RecurrenceBias">Rb, gates·hidden (GRU with linear_before_reset needs it apart).</param>
/// <param name="Peepholes">P of an LSTM, 3·hidden (input, output, forget), or null.</param>
/// <param name="IsLinearBeforeReset">GRU's linear_before_reset.</param>
/// <param name="IsCoupled">LSTM's input_forget.</param>
internal sealed record RecurrentCell(string Kind, GraphFunction[] Functions, GraphTensor Recurrence, GraphTensor RecurrenceBias,
    GraphTensor? Peepholes, bool IsLinearBeforeReset, bool IsCoupled)
{
    /// <summary>Units.</summary>
    public int Hidden => Recurrence.Shape[0];
}
