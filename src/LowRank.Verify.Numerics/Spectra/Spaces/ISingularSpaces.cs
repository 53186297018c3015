using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// Certified left singular spaces of a matrix or operator J (m×n) at cutoffs between its singular values. Not for use from several threads
/// at once.
/// </summary>
public interface ISingularSpaces
{
    /// <summary>Enclosures of the leading singular values in descending order: all min(m, n), or as many as were sought.</summary>
    IReadOnlyList<Interval> SingularValues { get; }

    /// <summary>An upper end of every singular value after those; 0 where they are all.</summary>
    BigFloat Beyond { get; }

    /// <summary>
    /// The parts of a vector within <paramref name="uncertainty"/> (Euclidean norm) of y (m numbers) at the cutoff α &gt; 0. Undecided,
    /// naming the singular values (counted from 1), when some cannot be told from α; outside the domain for α ≤ 0. The enclosures are wide
    /// when the gap at α is small beside the errors.
    /// </summary>
    /// <exception cref="ArgumentException">y has not m finite entries, or the uncertainty is negative or not finite.</exception>
    Outcome<SpaceSplit<Interval>> Project(ReadOnlySpan<double> y, Interval alpha, double uncertainty = 0);
}
