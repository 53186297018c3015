namespace LowRank.Verify.Cli.Tests;

/// <summary>A standard output that nobody reads any more.</summary>
internal sealed class ClosedWriter : StringWriter
{
    public override void Write(string? value) => throw new IOException("Broken pipe", 32);
}
