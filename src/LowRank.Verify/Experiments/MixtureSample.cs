using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Experiments;

/// <summary>Samples of a mixture.</summary>
/// <param name="Inputs">X, n×d.</param>
/// <param name="Clusters">The cluster of each sample, 0, …, KC − 1.</param>
/// <param name="Labels">The class of each sample, 0, …, K − 1.</param>
public sealed record MixtureSample(Matrix Inputs, IReadOnlyList<int> Clusters, IReadOnlyList<int> Labels);
