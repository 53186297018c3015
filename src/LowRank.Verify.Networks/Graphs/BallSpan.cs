namespace LowRank.Verify.Networks.Graphs;

/// <summary>Entries of a <see cref="BallTensor"/>.</summary>
internal readonly ref struct BallSpan(Span<double> middle, Span<double> low, Span<double> radius)
{
    public readonly Span<double> Middle = middle;

    public readonly Span<double> Low = low;

    public readonly Span<double> Radius = radius;
}
