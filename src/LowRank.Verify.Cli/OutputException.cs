namespace LowRank.Verify.Cli;

/// <summary>Standard output cannot be written, for another reason than that nobody reads it any more.</summary>
internal sealed class OutputException(IOException inner) : IOException($"standard output cannot be written: {inner.Message}", inner);
