using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Tests;

/// <summary>An implementation's answer to a vector, judged.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Answer">The answer; null when there was none.</param>
/// <param name="Judgement">The verdict.</param>
internal sealed record VectorVerdict(TestVector Vector, Answer? Answer, Judgement Judgement);
