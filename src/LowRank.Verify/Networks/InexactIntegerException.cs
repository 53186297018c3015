namespace LowRank.Verify.Networks;

/// <summary>An integer of a file equals no double.</summary>
internal sealed class InexactIntegerException(string message) : InputException(message)
{
}
