using Google.Protobuf;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>ONNX models: tensors, and the layers that the graph makes of them.</summary>
internal static class OnnxReader
{
    /// <summary>The file's tensors and its network.</summary>
    /// <param name="file">The file.</param>
    /// <param name="output">Which of the graph's outputs the network ends with; null for the first that depends on the input.</param>
    public static StoredFile Read(FileSource file, string? output = null)
    {
        ModelProto model = Parse(file);
        if (model.Graph is not { } graph || graph.Node.Count == 0)
        {
            throw new InputException($"{file.Path}: this is not an ONNX model, or it is truncated: it has no graph with nodes.");
        }

        OnnxInlining.Flatten(file.Path, file.Length, model);
        long opset = OnnxInlining.Opset(model);
        OnnxConstants constants = new(file.Path, file.Length, graph, opset);
        TensorListing listing = new(file.Path);
        foreach (string name in constants.Stored)
        {
            listing.Add(name, constants.Find(name)!, isStored: true);
        }

        Network network = new OnnxGraph(file.Path, graph, opset, constants, output).Read();
        foreach ((string name, ConstantValue value) in constants.Made(graph))
        {
            listing.Add(name, value, isStored: false);
        }

        // A layer whose weights are known to within a radius has its own note.
        string[] computed = [.. network.Notes.Where(note => note.Contains(OnnxGraph.KnownToWithin, StringComparison.Ordinal))
            .Select(note => note[..note.IndexOf(OnnxGraph.KnownToWithin, StringComparison.Ordinal)])];
        string[] unread = [.. listing.Notes
            .Where(note => !Array.Exists(computed, place => note.StartsWith(place, StringComparison.Ordinal)))];
        (IReadOnlyList<StoredWeight> weights, IReadOnlyDictionary<string, string> reasons) = WeightParts.GraphParts.Of(graph,
            listing.Tensors);
        return new StoredFile(file.Path, listing.Tensors, network with { Notes = [.. network.Notes, .. unread] })
        {
            Unread = listing.Unread,
            HasGraph = true,
            Weights = weights,
            ReasonsAgainstMatrices = reasons,
            Graph = network.NotUnderstood.Count == 0 ? null : GraphReader.Read(file.Path, graph, constants, opset, output),
            Output = output,
        };
    }

    /// <summary>The bytes of a model whose only output is a value inside it; what is not read here is kept.</summary>
    public static byte[] EndingAt(string path, string value)
    {
        using FileSource file = FileSource.Open(path);
        ModelProto model = Parse(file, keepsUnknown: true);
        if (!model.Graph.Node.Any(node => node.Output.Contains(value)))
        {
            OnnxInlining.Flatten(path, file.Length, model);
        }

        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto { Name = value });
        return model.ToByteArray();
    }

    /// <summary>The model of a file.</summary>
    /// <exception cref="InputException">It is none, or damaged.</exception>
    public static ModelProto Parse(FileSource file, bool keepsUnknown = false)
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
}
