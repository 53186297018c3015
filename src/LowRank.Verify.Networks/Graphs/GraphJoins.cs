using System.Globalization;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>What makes a graph more than a chain of layers, in words.</summary>
internal static class GraphJoins
{
    private static readonly string[] Normalising =
    [
        "LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization", "InstanceNormalization", "GroupNormalization",
        "LpNormalization",
    ];

    /// <summary>Kinds of joins with the number of nodes, most telling first; empty where none of them is there.</summary>
    /// <param name="nodes">The nodes on the way to the output that depend on the input, each after those it needs.</param>
    /// <param name="inputs">Names of the graph's inputs.</param>
    /// <param name="layers">The nodes with weights.</param>
    public static string Describe(IReadOnlyList<GraphNode> nodes, IEnumerable<string> inputs, IReadOnlyList<GraphLayer> layers)
    {
        HashSet<string> sources = [.. inputs];
        Dictionary<string, HashSet<string>> from = new(StringComparer.Ordinal); // the computed values that a value depends on
        foreach (string input in sources)
        {
            from[input] = [input];
        }

        int residual = 0, sums = 0, gates = 0, concatenations = 0, attention = 0;
        foreach (GraphNode node in nodes)
        {
            string[] computed = [.. node.Proto.Input.Where(from.ContainsKey)];
            if (node.Kind is "Shape" or "Size" || computed.Length == 0)
            {
                continue;
            }

            if (computed.Distinct().Skip(1).Any())
            {
                // The branches of a residual connection start from one value; a mask and scores have none in common.
                bool share = computed.Skip(1).Any(name => from[name].Overlaps(from[computed[0]]));
                residual += share && node.Kind is ("Add" or "Sum") ? 1 : 0;
                sums += !share && node.Kind is ("Add" or "Sum") ? 1 : 0;
                gates += node.Kind == "Mul" ? 1 : 0;
                concatenations += node.Kind == "Concat" ? 1 : 0;
                attention += node.Kind is "MatMul" or "Gemm" ? 1 : 0;
            }

            HashSet<string> all = [.. computed.SelectMany(name => from[name])];
            foreach (string output in node.Proto.Output.Where(o => o.Length > 0))
            {
                from[output] = [.. all, output];
            }
        }

        int Layers(params string[] kinds) => layers.Count(layer => kinds.Contains(layer.Operator));
        int norms = nodes.Count(node => Normalising.Contains(node.Kind)) + nodes.Count(node => node.Kind == "Sqrt");
        string telling = Listed([("residual connections", residual), ("attention (products of computed values)", attention),
            ("recurrent layers", Layers("RNN", "GRU", "LSTM")), ("embeddings", Layers("Gather")),
            ("transposed convolutions", Layers("ConvTranspose")), ("concatenations", concatenations)]);

        // A smooth activation in parts is a product too, and a normalisation in parts a difference.
        return telling.Length > 0 ? telling : Listed([("sums of separate branches", sums), ("gates (products of computed values)", gates),
            ("normalisations", norms)]);
    }

    private static string Listed((string What, int Count)[] kinds) => string.Join(", ", kinds.Where(kind => kind.Count > 0)
        .Select(kind => string.Create(CultureInfo.InvariantCulture,
            $"{kind.What} at {kind.Count} node{(kind.Count == 1 ? string.Empty : "s")}")));
}
