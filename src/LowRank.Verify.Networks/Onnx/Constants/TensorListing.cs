namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>The tensors of a file with their values, and those without with their reasons.</summary>
internal sealed class TensorListing(string path)
{
    public List<StoredTensor> Tensors { get; } = [];

    public List<UnreadTensor> Unread { get; } = [];

    /// <summary>What is said of the unread ones: nothing of integers in nodes, which are axes and lengths.</summary>
    public List<string> Notes { get; } = [];

    public void Add(string name, ConstantValue value, bool isStored)
    {
        if (value is ConstantValue.Known { Tensor: var tensor })
        {
            if (tensor.ToStored(path, name, out string reason) is { } stored)
            {
                Tensors.Add(stored);
            }
            else
            {
                Leave(new UnreadTensor(name, tensor.Shape, reason), isStored || !tensor.IsWhole);
            }
        }
        else if (value is ConstantValue.Unevaluated unevaluated)
        {
            Leave(new UnreadTensor(name, null, unevaluated.Reason), isNoted: true);
        }
    }

    private void Leave(UnreadTensor tensor, bool isNoted)
    {
        Unread.Add(tensor);
        if (isNoted)
        {
            Notes.Add($"{ElementDecoder.Place(path, tensor.Name)}: {tensor.Reason}");
        }
    }
}
