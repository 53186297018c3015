namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>The tensors of a file with their values, and those without with their reasons.</summary>
internal sealed class TensorListing(string path)
{
    public List<StoredTensor> Tensors { get; } = [];

    public List<UnreadTensor> Unread { get; } = [];

    public void Add(string name, ConstantValue value)
    {
        if (value is ConstantValue.Known { Tensor: var tensor })
        {
            if (tensor.ToStored(path, name, out string reason) is { } stored)
            {
                Tensors.Add(stored);
            }
            else
            {
                Unread.Add(new UnreadTensor(name, tensor.Shape, reason));
            }
        }
        else if (value is ConstantValue.Unevaluated unevaluated)
        {
            Unread.Add(new UnreadTensor(name, null, unevaluated.Reason));
        }
    }
}
