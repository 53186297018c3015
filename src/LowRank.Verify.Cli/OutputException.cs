namespace LowRank.Verify.Cli;

/// <summary>Standard output cannot be written, for another reason than that nobody reads it any more.</summary>
internal sealed class OutputException(Exception inner)
    : IOException(inner is IOException ? $"standard output cannot be written: {inner.Message}"
        : "standard output cannot be written: it is closed or open for reading only.", inner);
