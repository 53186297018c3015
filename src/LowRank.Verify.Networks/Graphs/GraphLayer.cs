namespace LowRank.Verify.Networks.Graphs;

/// <summary>A node with stored weights.</summary>
public sealed class GraphLayer
{
    internal GraphLayer(GraphNode node, IReadOnlyList<GraphWeight> weights, IReadOnlyList<StoredTensor> biases) =>
        (Node, Weights, Biases) = (node, weights, biases);

    /// <summary>The node's name.</summary>
    public string Name => Node.Name;

    /// <summary>Gemm, MatMul, Conv, ConvTranspose, RNN, GRU, LSTM, or Gather from a table.</summary>
    public string Operator => Node.Kind;

    /// <summary>Its matrices and kernels; recurrent nodes have two for each gate and direction.</summary>
    public IReadOnlyList<GraphWeight> Weights { get; }

    /// <summary>Its biases.</summary>
    public IReadOnlyList<StoredTensor> Biases { get; }

    internal GraphNode Node { get; }
}
