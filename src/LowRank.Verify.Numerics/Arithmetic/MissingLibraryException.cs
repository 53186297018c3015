namespace LowRank.Verify.Arithmetic;

/// <summary>A native library that the work needs is not installed; the message says what to install.</summary>
public sealed class MissingLibraryException : Exception
{
    /// <summary>Creates the exception with a one-line message that says what to install.</summary>
    public MissingLibraryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
