namespace LowRank.Verify.Experiments;

/// <summary>
/// Values read off the vector graphics of Figure 2 of arXiv:1906.05392v2, one draw, to about three digits: step, value.
/// </summary>
public static class LinearModelFigure
{
    /// <summary>The expected loss.</summary>
    public static IReadOnlyList<(int Step, double Value)> Total { get; } =
        [(0, 4.500), (1, 2.968), (2, 2.498), (3, 2.343), (4, 2.290), (5, 2.274), (6, 2.2726), (10, 2.313), (20, 2.454), (200, 3.241)];

    /// <summary>Its part in the information space.</summary>
    public static IReadOnlyList<(int Step, double Value)> Information { get; } =
        [(0, 2.550), (1, 1.000), (2, 0.505), (3, 0.330), (4, 0.260), (5, 0.2305), (6, 0.217), (9, 0.2076), (200, 0.265)];

    /// <summary>Its part in the nuisance space.</summary>
    public static IReadOnlyList<(int Step, double Value)> Nuisance { get; } = [(0, 1.950), (1, 1.968), (2, 1.993), (10, 2.106),
        (200, 2.976)];
}
