using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Vectors;

/// <summary>An implementation's answer to a vector, judged.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Answer">The answer; null when there was none.</param>
/// <param name="Judgement">The verdict.</param>
public sealed record VectorVerdict(TestVector Vector, Answer? Answer, Judgement Judgement);
