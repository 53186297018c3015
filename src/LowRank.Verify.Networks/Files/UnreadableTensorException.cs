namespace LowRank.Verify.Networks.Files;

/// <summary>One tensor of an intact file has no value here; what stands beside it has.</summary>
internal class UnreadableTensorException(string place, string reason) : InputException($"{place}: {reason}.")
{
    /// <summary>The reason alone, in words that name neither file nor tensor and end without a full stop.</summary>
    public string Reason { get; } = reason;
}
