namespace LowRank.Verify.Networks.Graphs;

/// <summary>A value on which an operator is not defined, or nothing can be said: becomes the node's error and never leaves this room.</summary>
internal sealed class GraphDomainException(string message) : Exception(message)
{
}
