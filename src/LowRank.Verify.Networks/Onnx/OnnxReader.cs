using Google.Protobuf;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>ONNX models: tensors, and the layers that the graph makes of them.</summary>
internal static class OnnxReader
{
    public static StoredFile Read(FileSource file)
    {
        ModelProto model = Parse(file);
        if (model.Graph is not { } graph || graph.Node.Count == 0)
        {
            throw new InputException($"{file.Path}: this is not an ONNX model, or it is truncated: it has no graph with nodes.");
        }

        List<StoredTensor> tensors = [];
        List<string> unread = [];
        Dictionary<string, OnnxValue> constants = new(StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (tensor.Name.Length == 0)
            {
                throw new InputException($"{file.Path}: an initializer has no name.");
            }

            StoredTensor? read = OnnxTensors.Decode(file.Path, tensor, tensor.Name, out string reason);
            if (!constants.TryAdd(tensor.Name, read is null ? new OnnxValue.Unevaluated(reason) : new OnnxValue.Constant(read)))
            {
                throw new InputException($"{ElementDecoder.Place(file.Path, tensor.Name)}: the name stands twice among the initializers.");
            }

            if (read is null)
            {
                unread.Add(reason);
            }
            else
            {
                tensors.Add(read);
            }
        }

        foreach (SparseTensorProto sparse in graph.SparseInitializer)
        {
            string name = sparse.Values?.Name ?? string.Empty;
            constants.TryAdd(name, new OnnxValue.Unevaluated($"{ElementDecoder.Place(file.Path, name)}: sparse initializers are not read"));
        }

        OnnxGraph walk = new(file.Path, file.Length, graph, Opset(model), constants);
        Network network = walk.Read();
        tensors.AddRange(walk.ConstantNodeTensors);
        return new StoredFile(file.Path, tensors, network with { Notes = [.. network.Notes, .. unread] });
    }

    /// <summary>The bytes of a model whose only output is a value inside it; what is not read here is kept.</summary>
    public static byte[] EndingAt(string path, string value)
    {
        using FileSource file = FileSource.Open(path);
        ModelProto model = Parse(file, keepsUnknown: true);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto { Name = value });
        return model.ToByteArray();
    }

    private static ModelProto Parse(FileSource file, bool keepsUnknown = false)
    {
        try
        {
            return ModelProto.Parser.WithDiscardUnknownFields(!keepsUnknown).ParseFrom(file.Read(0, file.Length, "the model"));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InputException(
                $"{file.Path}: this is not an ONNX model, or it is truncated or damaged ({e.Message.ReplaceLineEndings(" ")}).", e);
        }
    }

    private static long Opset(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(o => o.Domain.Length == 0 || o.Domain == "ai.onnx")?.Version ?? 1;
}
