using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>The matrices that the tensors of a file of weights stand for, and why the other tensors are none.</summary>
internal static class WeightMatrices
{
    private const string LastDimension = "reshaped to a matrix, product of the first dimensions x last one (of a Keras kernel: "
        + "kh*kw*channels x filters); "
        + "every number is of this matrix, none is the operator norm of the convolution";

    public static WeightBuilder Build(string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyList<UnreadTensor> unread)
    {
        WeightBuilder builder = new(path, tensors, unread);
        QuantisedWeights.Build(builder);
        LowRankUpdates.Build(builder);
        PackedParts.Build(builder);
        Orientation orientation = new(builder);
        foreach (StoredTensor tensor in tensors)
        {
            if (builder.IsUsed(tensor) || tensor.ReasonAgainstMatrix is not null)
            {
                continue;
            }

            bool isTransposed = orientation.IsTransposed(tensor);
            builder.Add(new StoredWeight(tensor.Name, tensor.Shape, tensor.DType, [tensor.Name], () => [Matrix(tensor, isTransposed)])
            {
                Tensor = tensor,
                Bias = orientation.BiasOf(tensor),
                IsTransposed = isTransposed,
                Note = PackedParts.NoteOf(tensor) ?? (tensor.Shape.Count > 2 && isTransposed ? LastDimension : null),
            });
        }

        Dictionary<string, int> places = tensors.Select((tensor, i) => (tensor.Name, i)).ToDictionary(StringComparer.Ordinal);
        List<StoredWeight> ordered = [.. builder.Weights.OrderBy(weight => weight.TensorNames.Min(name => places[name]))];
        builder.Weights.Clear();
        builder.Weights.AddRange(ordered);
        return builder;
    }

    private static Matrix Matrix(StoredTensor tensor, bool isTransposed) => !isTransposed || tensor.Shape.Count == 2 ? tensor.ToMatrix()
        : LinearAlgebra.Matrix.FromRowMajor(tensor.RowMajor.Length / tensor.Shape[^1], tensor.Shape[^1], tensor.RowMajor,
            tensor.StorageType!.Value);
}
