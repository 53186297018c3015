namespace LowRank.Verify.Properties;

/// <summary>The law that a property tests, in words and symbols; printed in the table of README.md.</summary>
/// <param name="text">The law.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}
