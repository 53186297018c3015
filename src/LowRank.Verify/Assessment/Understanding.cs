using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;

namespace LowRank.Verify.Assessment;

/// <summary>What a network is that is no chain of layers, or what stops its reading: said once, before anything is computed.</summary>
public sealed record Understanding
{
    /// <summary>Layers (nodes with stored weights) up to the obstacle; all of them where nothing stops.</summary>
    public required int Layers { get; init; }

    /// <summary>All layers of the file on the way to the output.</summary>
    public required int All { get; init; }

    /// <summary>The first thing that is not understood: node, operator and cause; null where the network runs as a graph.</summary>
    public string? Stop { get; init; }

    /// <summary>What makes it more than a chain ("residual connections at 2 nodes").</summary>
    public required string Kind { get; init; }

    /// <summary>True where the network can be run.</summary>
    public bool Runs => Stop is null;

    /// <summary>In one line without a full stop.</summary>
    public string Text => Stop is null ? $"understood {Layers} of {All} layers; runs as a graph: {Kind}"
        : $"understood {Layers} of {All} layers; stops at {Stop}";

    /// <summary>Why a statement about chains of layers is not evaluated.</summary>
    internal string Reason => Stop is null ? $"needs a chain of layers; this network runs as a graph: {Kind}"
        : $"needs a network that is understood; its reading stops at {Stop}";

    /// <summary>What is to be said of a file; null for a chain of layers that is understood.</summary>
    internal static Understanding? Of(StoredFile file, Network network)
    {
        if (network.NotUnderstood.Count == 0)
        {
            return null;
        }

        string first = network.NotUnderstood[0];
        first = first.StartsWith(file.Path + ": ", StringComparison.Ordinal) ? first[(file.Path.Length + 2)..] : first;
        return file.Graph is not { } graph
            ? new Understanding { Layers = network.LayersUnderstood, All = network.Layers.Count, Stop = first, Kind = string.Empty }
            : new Understanding
            {
                Layers = graph.LayersUnderstood, All = graph.Layers.Count, Stop = graph.Obstacle,
                Kind = graph.Joins.Length > 0 ? graph.Joins : first,
            };
    }

    /// <summary>The maps of the layers whatever lies between them, with the grids of convolutions where sizes are known.</summary>
    internal static Network AsLayers(Network network, NetworkGraph graph, StoredTensor? data) => network with
    {
        Layers = GraphMatrices.Of(graph, GraphShapes.Of(graph, data)), Activations = [], InputActivation = Activation.None,
        OutputActivation = Activation.None,
    };
}
