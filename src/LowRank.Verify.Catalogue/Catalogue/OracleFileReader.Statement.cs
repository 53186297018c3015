namespace LowRank.Verify.Catalogue;

/// <content>What the statement is about.</content>
internal static partial class OracleFileReader
{
    /// <summary>Fields that say what a statement states and for whom.</summary>
    private static readonly string[] StatementFields = ["holds", "statement", "hypotheses", "takes", "free"];

    private static readonly Dictionary<string, string> Scopes =
        new[] { "fixed-class", "all-weights", "fixed-network", "test-data" }.ToDictionary(word => word, StringComparer.Ordinal);

    private static string? ReadHolds(YamlFields root) => root.Has("holds") ? root.Word("holds", Scopes) : null;
}
