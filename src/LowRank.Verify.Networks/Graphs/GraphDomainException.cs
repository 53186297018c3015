namespace LowRank.Verify.Networks.Graphs;

/// <summary>A value on which an operator is not defined, or of which nothing can be said: becomes the node's error.</summary>
internal sealed class GraphDomainException(string message) : Exception(message)
{
}
