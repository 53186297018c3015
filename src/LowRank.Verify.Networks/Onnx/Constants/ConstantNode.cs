namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>A node whose inputs are all constant: what an operator sees of it.</summary>
internal sealed class ConstantNode(NodeProto node, long opset, string place, IReadOnlyList<ConstantTensor?> inputs, EntryBudget budget)
{
    public string OpType => node.OpType;

    public long Opset => opset;

    public string Place => place;

    public int InputCount => inputs.Count;

    public int OutputCount => node.Output.Count;

    public EntryBudget Budget => budget;

    public OnnxAttributes Attributes { get; } = new(node, place);

    /// <summary>The name under which messages speak of what the node makes.</summary>
    public string OutputName => node.Output.FirstOrDefault(o => o.Length > 0) ?? string.Empty;

    /// <summary>The tensor in a slot.</summary>
    /// <exception cref="ConstantFailure">The slot is empty.</exception>
    public ConstantTensor Tensor(int slot) => Optional(slot) ?? throw new ConstantFailure($"its input {slot + 1} is missing");

    /// <summary>The tensor in a slot, or null.</summary>
    public ConstantTensor? Optional(int slot) => slot < inputs.Count ? inputs[slot] : null;

    /// <summary>The integers of an attribute, or of an input slot where there is none; null where both are missing.</summary>
    public IReadOnlyList<long>? Integers(string attribute, int slot) => Attributes.Integers(attribute) ?? Optional(slot)?.Integers;

    /// <summary>An axis counted from 0.</summary>
    /// <exception cref="ConstantFailure">It is none of a tensor of so many dimensions.</exception>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw new ConstantFailure($"axis {axis} is none of {rank} dimensions");

    /// <summary>Axes counted from 0, without repetition.</summary>
    public static int[] Axes(IEnumerable<long> axes, int rank)
    {
        int[] result = [.. axes.Select(a => Axis(a, rank))];
        return result.Distinct().Count() == result.Length ? result : throw new ConstantFailure("an axis stands twice");
    }
}
