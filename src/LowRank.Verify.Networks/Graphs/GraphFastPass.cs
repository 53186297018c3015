using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>A graph in double precision; nothing is promised of its rounding.</summary>
internal sealed class GraphFastPass(NetworkGraph graph, IEngine engine) : GraphPass<FastTensor>(graph, new FastArithmetic(engine))
{
    protected override FastTensor Checked(FastTensor value, GraphNode node) => value;
}
