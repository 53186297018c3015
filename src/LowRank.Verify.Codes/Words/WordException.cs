namespace LowRank.Verify.Codes.Words;

/// <summary>Bits that are no word of the code, with the reason, in words that end without a full stop.</summary>
internal sealed class WordException(string reason) : Exception(reason);
