using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// A network of an ONNX file as a directed graph of operators: branches, residual connections, attention, recurrent layers. It runs for
/// real numbers as <see cref="GraphRun"/>, or its <see cref="Obstacle"/> says what stops it.
/// </summary>
public sealed class NetworkGraph
{
    internal NetworkGraph(string path, OnnxConstants constants, long opset, IReadOnlyList<GraphNode> nodes)
    {
        Path = path;
        Constants = constants;
        Opset = opset;
        Nodes = nodes;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Why the graph cannot be run: node, operator and cause in one line without a full stop; null where it can.</summary>
    public string? Obstacle { get; internal init; }

    /// <summary>How many of the <see cref="Layers"/> stand before the obstacle: all where there is none.</summary>
    public int LayersUnderstood { get; internal init; }

    /// <summary>What makes it more than a chain of layers, in words ("residual connections at 2 nodes"); may be empty.</summary>
    public string Joins { get; internal init; } = string.Empty;

    /// <summary>Every node with stored weights on the way to the output, in the order of evaluation.</summary>
    public IReadOnlyList<GraphLayer> Layers { get; internal init; } = [];

    /// <summary>The inputs that it takes, in the file's order.</summary>
    public IReadOnlyList<GraphInput> Inputs { get; internal init; } = [];

    /// <summary>The graph's output that is followed.</summary>
    public string Output { get; internal init; } = string.Empty;

    /// <summary>
    /// The value that scores are taken from: the output, or what stands before a final Softmax, LogSoftmax, Sigmoid or ArgMax.
    /// </summary>
    public string Scores { get; internal init; } = string.Empty;

    /// <summary>The operators after the scores.</summary>
    public IReadOnlyList<string> LeftOut { get; internal init; } = [];

    internal OnnxConstants Constants { get; }

    internal long Opset { get; }

    /// <summary>The nodes on the way to the output that depend on the input, each after those it needs.</summary>
    internal IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Reads a graph.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="output">Which of its outputs; null for the first that depends on the input.</param>
    /// <exception cref="InputException">The file is missing, damaged or no ONNX model, or has no such output.</exception>
    public static NetworkGraph Read(string path, string? output = null) => GraphReader.Read(path, output);

    /// <summary>Reads the graph of a file.</summary>
    /// <exception cref="InputException">The file is no ONNX model.</exception>
    public static NetworkGraph Read(StoredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Graph ?? GraphReader.Read(file.Path, file.Output);
    }
}
