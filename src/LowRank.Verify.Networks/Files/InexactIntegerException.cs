namespace LowRank.Verify.Networks.Files;

/// <summary>An integer of a file equals no double.</summary>
internal sealed class InexactIntegerException(string place, string reason) : UnreadableTensorException(place, reason)
{
}
