using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>One evaluation of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">Its inputs; null where none is given.</param>
/// <param name="Numbers">The numbers of a slot.</param>
/// <param name="Opset">The version of ONNX's operators.</param>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed record OperatorCall<T>(GraphNode Node, GraphValue<T>?[] Inputs, Func<int, T> Numbers, long Opset)
    where T : GraphTensor
{
    /// <summary>The first input.</summary>
    public T X => At(0);

    /// <summary>The numbers of a slot.</summary>
    /// <exception cref="InputException">It is empty.</exception>
    public T At(int slot) => Has(slot) ? Numbers(slot) : throw Failure($"its input {slot + 1} is missing");

    /// <summary>The numbers of a slot, or null.</summary>
    public T? Optional(int slot) => Has(slot) ? Numbers(slot) : null;

    public bool Has(int slot) => slot < Inputs.Length && Inputs[slot] is not null;

    /// <summary>The constant in a slot, or null where there is none.</summary>
    public ConstantTensor? Constant(int slot) => Has(slot) ? Inputs[slot]!.Constant : null;

    /// <summary>Integers of an attribute, or of a slot; null where both are missing.</summary>
    /// <exception cref="InputException">The slot is computed from reals.</exception>
    public IReadOnlyList<long>? Integers(string attribute, int slot) => Node.Attributes.Integers(attribute)
        ?? (!Has(slot) ? null : Constant(slot)?.Integers ?? throw Failure($"its input {slot + 1} ({attribute}) is computed"));

    public InputException Failure(string reason) => Node.Failure(reason);
}
