namespace LowRank.Verify.Cli.Tests;

/// <summary>What one run of the tool left behind.</summary>
internal sealed record ToolResult(int ExitStatus, string Output, string Error);
