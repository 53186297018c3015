using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>What is asked of a vector and a cutoff before the vector is split at it.</summary>
internal static class Cutoff
{
    /// <summary>Refuses a vector that no projection is defined for.</summary>
    /// <exception cref="ArgumentException">y has not as many finite entries as there are rows, or the uncertainty is negative or not
    /// finite.</exception>
    public static void Check(ReadOnlySpan<double> y, int rows, double uncertainty)
    {
        if (y.Length != rows)
        {
            throw new ArgumentException($"y needs one entry per row: {rows}, not {y.Length}.", nameof(y));
        }

        foreach (double entry in y)
        {
            if (!double.IsFinite(entry))
            {
                throw new ArgumentException("An entry of y is NaN or infinite.", nameof(y));
            }
        }

        if (!(uncertainty >= 0 && double.IsFinite(uncertainty)))
        {
            throw new ArgumentOutOfRangeException(nameof(uncertainty), "An uncertainty is finite and not negative.");
        }
    }

    /// <summary>Why a cutoff is undecided, by the singular values (counted from 1) that cannot be told from it.</summary>
    public static string Reason(Interval alpha, IReadOnlyList<int> offending, IReadOnlyList<Interval> values)
    {
        string which = offending.Count == 1 ? $"singular value {offending[0]} lies in {values[offending[0] - 1]}"
            : $"singular values "
                + $"{string.Join(", ", offending.Take(10))}{(offending.Count > 10 ? $" and {offending.Count - 10} more" : string.Empty)} "
                + $"lie in {values[offending[0] - 1].Hull(values[offending[^1] - 1])}";
        return $"undecided at alpha = {(alpha.IsPoint ? alpha.LowerDecimal(17) : alpha.ToString())}: {which}, which holds the cutoff";
    }

    /// <summary>The singular values, counted from 1, that cannot be told from the cutoff.</summary>
    public static int[] Straddling(Interval alpha, IReadOnlyList<Interval> values) =>
        [.. Enumerable.Range(0, values.Count).Where(i => values[i].Lower < alpha.Upper && values[i].Upper >= alpha.Lower)
            .Select(i => i + 1)];
}
