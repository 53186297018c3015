namespace LowRank.Verify.Networks.Onnx;

/// <summary>How messages call nodes.</summary>
internal static class OnnxNames
{
    /// <summary>The node's name, or its first output's where it has none.</summary>
    public static string Of(NodeProto node) =>
        FileText.Short(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? string.Empty);

    public static string Place(string path, NodeProto node) => $"{path}: node '{Of(node)}' ({FileText.Short(node.OpType)})";
}
