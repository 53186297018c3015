using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>
/// Linear maps with nothing between them: one layer W = Factors[0]·Factors[1]·…, whose rank is at most the smallest inner dimension.
/// </summary>
/// <param name="Name">The parts' names, first applied first, joined by " + ".</param>
/// <param name="Parts">The parts in the order in which they are applied; at least two, dimensions matching.</param>
public sealed record FactoredLayer(string Name, IReadOnlyList<DenseLayer> Parts)
    : Layer(Name, (Parts ?? throw new ArgumentNullException(nameof(Parts)))[0].InputDimension, Parts[^1].OutputDimension)
{
    /// <summary>The matrices as they are multiplied, applied right to left: W = Scale·Factors[0]·Factors[1]·….</summary>
    public IReadOnlyList<Matrix> Factors { get; } = [.. Parts.Reverse().Select(p => p.Weight)];

    /// <summary>The product of the parts' scales, exactly.</summary>
    public override Rational Scale { get; init; } = Parts.Aggregate(Rational.One, (product, part) => product * part.Scale);

    /// <summary>
    /// The bias of the part applied last, or null. A bias of an inner part (<see cref="HasBias"/>) stands with that part and reaches
    /// the output through the later ones; their exact sum is not formed here.
    /// </summary>
    public override double[]? Bias { get; init; } = Parts[^1].Bias;

    /// <summary>True when any part has a bias.</summary>
    public override bool HasBias => Parts.Any(p => p.Bias is not null);

    /// <summary>The smallest dimension on the way: an upper end of the rank of W.</summary>
    public int RankLimit => Parts.Min(p => Math.Min(p.InputDimension, p.OutputDimension));
}
