namespace LowRank.Verify.Networks.Files;

/// <summary>Text that comes out of a file, made fit for a one-line message.</summary>
internal static class FileText
{
    private const int Longest = 80;

    /// <summary>The text cut to a readable length, control characters replaced.</summary>
    public static string Short(string value)
    {
        string clean = new([.. value.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        return value.Length > Longest ? clean + "…" : clean;
    }
}
