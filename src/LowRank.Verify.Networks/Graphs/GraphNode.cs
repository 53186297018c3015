using LowRank.Verify.Networks.Onnx;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>An operator of a graph.</summary>
/// <param name="Proto">As the file has it.</param>
/// <param name="Place">File, node and operator, for messages.</param>
internal sealed record GraphNode(NodeProto Proto, string Place)
{
    public string Kind => Proto.OpType;

    public OnnxAttributes Attributes { get; } = new(Proto, Place);

    /// <summary>The name for people.</summary>
    public string Name => OnnxNames.Of(Proto);

    /// <summary>True where an input is given.</summary>
    public bool Has(int slot) => slot < Proto.Input.Count && Proto.Input[slot].Length > 0;

    /// <summary>True where an output has a name.</summary>
    public bool Gives(int slot) => slot < Proto.Output.Count && Proto.Output[slot].Length > 0;

    /// <summary>An axis counted from 0.</summary>
    /// <exception cref="InputException">It is none of the dimensions.</exception>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw Failure($"axis {axis} is none of {rank} dimensions");

    public InputException Failure(string reason) => new($"{Place}: {reason}.");
}
