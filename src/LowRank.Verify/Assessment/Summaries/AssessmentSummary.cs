using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>What the values of an assessment come to.</summary>
/// <param name="Delta">δ: the certified limits hold together with probability at least 1 − δ.</param>
/// <param name="Statements">
/// The K statements that may be called certified limits on the error of this network (<c>holds: all-weights</c> or <c>test-data</c>) and
/// apply: each is taken at δ/K. Which they are follows from the files given and the network's shape, not from what the data say.
/// </param>
/// <param name="Certified">The least of them; null where there is none.</param>
/// <param name="IfFixedBefore">
/// The least of the others, alone at δ: a limit if its norms, ranks and margin had been fixed before the data; null where there is none.
/// </param>
/// <param name="Complexities">The least value of each other kind of quantity, each alone.</param>
/// <param name="Driven">What moves the limits: elasticities of the statements named in them.</param>
public sealed record AssessmentSummary(
    Rational Delta,
    IReadOnlyList<string> Statements,
    SummaryLimit? Certified,
    SummaryLimit? IfFixedBefore,
    IReadOnlyList<SummaryLimit> Complexities,
    IReadOnlyList<Elasticity> Driven);

/// <summary>The least value of its kind.</summary>
/// <param name="Value">The statement and its value at δ.</param>
/// <param name="Quantity">The kind.</param>
/// <param name="Enclosure">The value at <paramref name="Delta"/>.</param>
/// <param name="Delta">The probability of failure that it is taken at; null where it has none.</param>
/// <param name="Samples">
/// The number of samples at which it falls below one half; null for other kinds than the probability of error.
/// </param>
public sealed record SummaryLimit(
    OracleAssessment.Value Value, BoundedQuantity Quantity, Interval Enclosure, Rational? Delta, SampleSize? Samples)
{
    /// <summary>True below one, false from one on, null where the enclosure does not decide.</summary>
    public bool? IsBelowOne { get; } = Enclosure.Upper < BigFloat.One ? true : Enclosure.Lower >= BigFloat.One ? false : null;
}

/// <summary>What is known of the number of samples at which a limit falls below one half.</summary>
public enum SampleSizeOutcome
{
    /// <summary>It is below one half at the samples given.</summary>
    Already,

    /// <summary>A number of samples was found.</summary>
    Found,

    /// <summary>The margin risk alone is one half or more.</summary>
    Never,

    /// <summary>It is one half or more at every number of samples that was tried, up to the largest.</summary>
    Beyond,

    /// <summary>An input is not a number for each sample, so that the statement says nothing of more samples.</summary>
    NotSolved,
}

/// <summary>
/// The number of samples n at which a limit falls below one half, norms per sample and margin risk held fixed: ‖X‖_F² grows with n.
/// Certified at n and at n − 1, both enclosures of the statement itself; between the given number and n − 1 nothing is claimed.
/// </summary>
/// <param name="Outcome">What is known.</param>
/// <param name="Samples">n, or the largest number tried.</param>
/// <param name="At">The limit at n.</param>
/// <param name="OneLess">The limit at n − 1.</param>
public sealed record SampleSize(SampleSizeOutcome Outcome, BigInteger? Samples, Interval? At, Interval? OneLess);

/// <summary>
/// The elasticity of a statement's value B in one of its inputs q: by how many percent B grows where q grows by one percent.
/// <para>The enclosure is the hull of ln(B(tq)/B(q))/ln t for t = 1 ± 2^-20, each enclosed. By the mean value theorem each side is ∂ ln
/// B/∂ ln q somewhere between q and tq; where that derivative is monotone from one end to the other (as it is where ln B is convex in ln q:
/// sums, products, maxima and powers of positive terms) the enclosure contains it at q itself.</para>
/// </summary>
/// <param name="Oracle">The statement whose value it is of.</param>
/// <param name="Reading">The reading of the ranks that it is measured in: as stored wherever there is one.</param>
/// <param name="Through">The statement that has the input, where it enters through another; the same as the oracle otherwise.</param>
/// <param name="Member">The input's name.</param>
/// <param name="Layer">The layer, counted from 0; null for an input of the whole network or of the data.</param>
/// <param name="Meaning">What the input is, in words.</param>
/// <param name="Value">The enclosure.</param>
public sealed record Elasticity(string Oracle, Reading Reading, string Through, string Member, int? Layer, string Meaning, Interval Value);
