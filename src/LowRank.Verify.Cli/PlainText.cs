namespace LowRank.Verify.Cli;

/// <summary>Text that stays on its line and does nothing to a terminal.</summary>
internal static class PlainText
{
    /// <summary>The text with every control character and line separator as a question mark.</summary>
    public static string Of(string text) => text.All(IsPlain) ? text : new string([.. text.Select(c => IsPlain(c) ? c : '?')]);

    private static bool IsPlain(char c) => !char.IsControl(c) && c is not ('\u2028' or '\u2029');
}
