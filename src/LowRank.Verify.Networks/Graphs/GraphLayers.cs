using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>The stored weights of nodes.</summary>
internal static class GraphLayers
{
    /// <summary>The layer that a node is; null for nodes without stored weights.</summary>
    public static GraphLayer? Of(GraphNode node, string path, OnnxConstants constants)
    {
        StoredTensor? Stored(int slot) => node.Has(slot) && constants.Tensor(node.Proto.Input[slot]) is { Count: > 0 } tensor
            ? tensor.ToNearby(path, tensor.Name.Length > 0 ? tensor.Name : node.Proto.Input[slot]) : null;
        StoredTensor[] Biases(params int[] slots) => [.. slots.Select(Stored).OfType<StoredTensor>()];
        GraphLayer Made(IReadOnlyList<GraphWeight> weights, StoredTensor[] biases) => new(node, weights, biases);
        switch (node.Kind)
        {
            case "Conv" or "ConvTranspose" when Stored(1) is { } kernel:
                return Made([new GraphWeight(kernel, string.Empty, false)], Biases(2));
            case "MatMul":
                GraphWeight[] factors = [.. Enumerable.Range(0, 2).Select(slot => (slot, Tensor: Stored(slot)))
                    .Where(factor => factor.Tensor is { Shape.Count: >= 2 })
                    .Select(factor => new GraphWeight(factor.Tensor!, string.Empty, factor.slot == 1))];
                return factors.Length == 0 ? null : Made(factors, []);
            case "Gemm":
                GraphWeight[] matrices = [.. Enumerable.Range(0, 2).Select(slot => (slot, Tensor: Stored(slot)))
                    .Where(factor => factor.Tensor is { Shape.Count: 2 })
                    .Select(factor => new GraphWeight(factor.Tensor!, string.Empty,
                        factor.slot == 1 ? node.Attributes.Integer("transB", 0) == 0 : node.Attributes.Integer("transA", 0) != 0))];
                return matrices.Length == 0 ? null : Made(matrices, Biases(2));
            case "RNN" or "GRU" or "LSTM" when Stored(1) is { Shape.Count: 3 } w && Stored(2) is { Shape.Count: 3 } r:
                return Made([.. Gates(node, "W", w), .. Gates(node, "R", r)], Biases(3));
            case "Gather" when node.Attributes.Integer("axis", 0) == 0 && node.Has(1) && constants.Find(node.Proto.Input[1]) is null
                && Stored(0) is { Shape.Count: 2, StorageType: not null } table:
                return Made([new GraphWeight(table, string.Empty, true)], []);
            default:
                return null;
        }
    }

    /// <summary>The gates of a recurrent node's W (slot 1) or R (slot 2), a matrix each; null for other nodes, slots and shapes.</summary>
    public static IReadOnlyList<(NodeProto Node, StoredTensor Matrix, string Part)>? Gates(NodeProto node, int slot, StoredTensor tensor)
    {
        string[] gates = node.OpType switch { "GRU" => ["z", "r", "h"], "LSTM" => ["i", "o", "f", "c"], "RNN" => ["h"], _ => [] };
        if (gates.Length == 0 || slot is not (1 or 2) || tensor.Shape.Count != 3 || tensor.Shape[1] % gates.Length != 0)
        {
            return null;
        }

        bool isReverse = node.Attribute.FirstOrDefault(a => a.Name == "direction")?.S.ToStringUtf8() == "reverse";
        int rows = tensor.Shape[1] / gates.Length, columns = tensor.Shape[2];
        List<(NodeProto, StoredTensor, string)> parts = [];
        for (int d = 0; d < tensor.Shape[0]; d++)
        {
            for (int g = 0; g < gates.Length; g++)
            {
                string part = $"{(d == 1 || isReverse ? "reverse " : string.Empty)}{gates[g]}";
                int start = ((d * gates.Length) + g) * rows * columns;
                double[] values = tensor.RowMajor[start..(start + (rows * columns))];
                parts.Add((node, tensor with { Name = $"{tensor.Name}[{part}]", Shape = [rows, columns], RowMajor = values }, part));
            }
        }

        return parts;
    }

    // "reverse W i" rather than "W reverse i".
    private static IEnumerable<GraphWeight> Gates(GraphNode node, string letter, StoredTensor tensor) =>
        (Gates(node.Proto, letter == "W" ? 1 : 2, tensor) ?? []).Select(gate => new GraphWeight(gate.Matrix,
            gate.Part.LastIndexOf(' ') is var end and >= 0 ? $"{gate.Part[..end]} {letter} {gate.Part[(end + 1)..]}"
                : $"{letter} {gate.Part}", false));
}
