namespace LowRank.Verify;

/// <summary>Bad input of any kind: one line that names the file, tensor or field, what is wrong and what to do. Exit status 2.</summary>
public class InputException : Exception
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public InputException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
