using System.Text;

namespace LowRank.Verify.Cli;

/// <summary>A file of text that the user names. What is wrong with it is one line that names it.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text; a byte order mark is left out.</summary>
    /// <param name="path">The file; a pipe is read to its end.</param>
    /// <param name="what">What it should hold, such as "a JSON file".</param>
    /// <exception cref="InputException">It is missing, a directory, empty, not readable or not UTF-8.</exception>
    public static string Read(string path, string what)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InputException($"'{path}' is no path; name {what}.");
        }

        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: this is a directory; name {what}.");
        }

        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file.");
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read ({e.Message}).", e);
        }

        ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        if (text.IsEmpty)
        {
            throw new InputException($"{path}: the file is empty; name {what}.");
        }

        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{path}: this is not text in UTF-8; name {what}.", e);
        }
    }
}
