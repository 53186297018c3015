using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// A graph on balls: the exact value of the network in real arithmetic, for weights and inputs exactly as stored, lies within the radius of
/// every entry.
/// </summary>
internal sealed class GraphCertifiedPass : GraphPass<BallTensor>
{
    /// <exception cref="InputException">The graph holds what cannot be run.</exception>
    /// <exception cref="EngineRefusedException">The engine's products are not exact where they must be.</exception>
    public GraphCertifiedPass(NetworkGraph graph, IEngine engine)
        : base(graph, new BallArithmetic(engine)) => EngineProbe.Require(engine);

    protected override BallTensor Checked(BallTensor value, GraphNode node) => value.Finite(node.Place);
}
