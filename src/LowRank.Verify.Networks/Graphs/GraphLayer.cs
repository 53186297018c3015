namespace LowRank.Verify.Networks.Graphs;

/// <summary>A node with stored weights.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Operator">Gemm, MatMul, Conv, ConvTranspose, RNN, GRU or LSTM.</param>
/// <param name="Weights">Its matrices and kernels; recurrent nodes have two for each gate and direction.</param>
/// <param name="Biases">Its biases.</param>
public sealed record GraphLayer(string Name, string Operator, IReadOnlyList<GraphWeight> Weights, IReadOnlyList<StoredTensor> Biases);
