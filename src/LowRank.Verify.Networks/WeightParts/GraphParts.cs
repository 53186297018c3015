using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Networks.Onnx;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// The matrices that the tensors of an ONNX graph stand for, by the nodes that take them: gates of recurrent nodes (ONNX: LSTM i, o, f, c;
/// GRU z, r, h), kernels, stacks of matrices along the first dimensions. No tensor is flattened across its meaning.
/// </summary>
internal static class GraphParts
{
    // What only hands numbers on.
    private static readonly string[] Passing = ["Identity", "Cast", "DequantizeLinear", "Transpose", "Reshape"];

    private const string Adjoint = "the kernel of a transposed convolution, reshaped to input channels x product of the others; every "
        + "number is of this matrix, none is the operator norm of the layer";

    /// <summary>The matrices in the order of the tensors, and why other tensors are none.</summary>
    public static (IReadOnlyList<StoredWeight> Weights, IReadOnlyDictionary<string, string> Reasons) Of(GraphProto graph,
        IReadOnlyList<StoredTensor> tensors)
    {
        Dictionary<string, List<(NodeProto Node, int Slot)>> uses = new(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            for (int slot = 0; slot < node.Input.Count; slot++)
            {
                if (!uses.TryAdd(node.Input[slot], [(node, slot)]))
                {
                    uses[node.Input[slot]].Add((node, slot));
                }
            }
        }

        List<StoredWeight> weights = [];
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (StoredTensor tensor in tensors.Where(tensor => tensor.ReasonAgainstMatrix is null))
        {
            (NodeProto Node, int Slot)[] takers = [.. Takers(tensor.Name, uses)];
            if (takers.Select(taker => ReasonAgainst(taker.Node, taker.Slot)).FirstOrDefault(reason => reason is not null) is { } own)
            {
                reasons[tensor.Name] = own;
            }
            else if (tensor.Shape.Count == 2)
            {
                weights.Add(StoredWeight.Of(tensor));
            }
            else if (takers.Select(taker => taker.Node).FirstOrDefault(node => node.OpType is "Conv" or "ConvTranspose") is { } convolution)
            {
                weights.Add(Kernel(tensor, convolution.OpType == "ConvTranspose" ? Adjoint : null));
            }
            else if (uses.GetValueOrDefault(tensor.Name)?.Select(use => GraphLayers.Gates(use.Node, use.Slot, tensor))
                .FirstOrDefault(gates => gates is not null) is { } gates)
            {
                weights.AddRange(gates.Select(gate => Part(tensor, gate.Matrix, gate.Part, $"the gates of '{OnnxNames.Of(gate.Node)}' "
                    + $"({gate.Node.OpType})")));
            }
            else if (takers.Length == 0)
            {
                weights.Add(Kernel(tensor, null));
            }
            else if (tensor.Shape.Count(d => d > 1) < 2)
            {
                reasons[tensor.Name] = "it has one dimension larger than 1 at most, a matrix needs two";
            }
            else
            {
                StoredTensor squeezed = tensor with { Shape = [.. tensor.Shape.Where(d => d > 1)] };
                weights.AddRange(GraphMatrices.Slices(squeezed).Select(slice => Part(tensor, slice, null,
                    squeezed.Shape.Count > 2 ? "stacked along the first dimensions" : "dimensions of 1 are left out")));
            }
        }

        return (weights, reasons);
    }

    private static IEnumerable<(NodeProto Node, int Slot)> Takers(string name, Dictionary<string, List<(NodeProto Node, int Slot)>> uses)
    {
        HashSet<string> seen = [name];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? value))
        {
            foreach ((NodeProto node, int slot) in uses.GetValueOrDefault(value) ?? [])
            {
                yield return (node, slot);
                if (slot == 0 && Passing.Contains(node.OpType) && node.Output.Count > 0 && seen.Add(node.Output[0]))
                {
                    open.Enqueue(node.Output[0]);
                }
            }
        }
    }

    /// <summary>Why what a node takes in a slot is no matrix of weights; null where it may be one.</summary>
    private static string? ReasonAgainst(NodeProto node, int slot) => node.OpType is not ("RNN" or "GRU" or "LSTM") ? null : slot switch
    {
        3 => $"it holds the biases of '{OnnxNames.Of(node)}' ({node.OpType})",
        5 or 6 => $"it holds the initial state of '{OnnxNames.Of(node)}' ({node.OpType})",
        7 => $"it holds the peepholes of '{OnnxNames.Of(node)}' ({node.OpType})",
        _ => null,
    };

    private static StoredWeight Kernel(StoredTensor tensor, string? note) =>
        new(tensor.Name, tensor.Shape, tensor.DType, [tensor.Name], () => [tensor.ToNumbers()]) { Tensor = tensor, Note = note };

    private static StoredWeight Part(StoredTensor tensor, StoredTensor matrix, string? part, string said) =>
        new(part is null ? matrix.Name : $"{tensor.Name}[{part}]", matrix.Shape, tensor.DType, [tensor.Name], () => [matrix.ToNumbers()])
        {
            Note = $"{(matrix.Shape[0] * matrix.Shape[1] == tensor.RowMajor.Length ? "the matrix" : "one of the matrices")} of "
                + $"'{FileText.Short(tensor.Name)}' ({TensorShape.Format(tensor.Shape)}): {said}",
        };
}
