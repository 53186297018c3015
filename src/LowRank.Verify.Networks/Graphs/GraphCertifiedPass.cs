using System.Globalization;
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

    // Balls forget that numbers depend on each other, which costs a wide layer a factor of ten or more.
    private const double Wide = 1e-3;

    /// <inheritdoc/>
    protected override string Aside(IEnumerable<BallTensor> inputs)
    {
        BallTensor? widest = inputs.MaxBy(input => input.Radius.DefaultIfEmpty().Max());
        double radius = widest?.Radius.DefaultIfEmpty().Max() ?? 0, size = widest?.Middle.Max(Math.Abs) ?? 0;
        return radius <= Wide * size ? string.Empty : string.Create(CultureInfo.InvariantCulture,
            $" (enclosures before it have grown to {radius:0.#e+0} around numbers of at most {size:0.#e+0}; the network is too deep "
            + $"for them)");
    }

    protected override BallTensor Checked(BallTensor value, GraphNode node) => value.Finite(node.Place);
}
