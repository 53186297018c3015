using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Values;

/// <summary>An input that was taken from another statement.</summary>
/// <param name="Member">The input.</param>
/// <param name="Value">Its value, an upper end.</param>
/// <param name="By">The statement with the least value.</param>
/// <param name="IsScaled">True where a factor stands in front.</param>
internal sealed record TakenLimit(string Member, Rational Value, Oracle By, bool IsScaled);

/// <summary>
/// Statements that take a complexity of the class as a number: for a network it is the least certified upper end among the statements that
/// they name.
/// </summary>
/// <param name="values">Values of the statements that were evaluated before; it grows with them.</param>
internal sealed class TakenLimits(IReadOnlyList<OracleAssessment.Value> values)
{
    /// <summary>The readings of the ranks in which every input that is taken is at hand; one reading for any where none is.</summary>
    public IReadOnlyList<Reading> Readings(Oracle oracle)
    {
        Reading[] found = [.. oracle.Takes.SelectMany(Bounds).Select(value => value.Reading)
            .Where(reading => reading != Reading.Any).Distinct().Order()];
        return found.Length > 0 ? found : [Reading.Any];
    }

    /// <summary>The least limit, and the statement that it comes from; null where there is none.</summary>
    public (BigFloat Upper, Oracle By)? Least(TakenValue taken, Reading reading, NetworkView view) =>
        Find(taken, reading, view) is { } least ? (Upper(least), least.Oracle) : null;

    /// <summary>The value that gives the least limit; null where there is none.</summary>
    public OracleAssessment.Value? Find(TakenValue taken, Reading reading, NetworkView view)
    {
        // Cutting one stored matrix keeps its largest singular value, so the cut network is in every class that is limited by norms alone.
        bool keepsNorms = view.Maps.All(map => map.Factors.Count == 1);
        return Bounds(taken)
            .Where(value => value.Reading == reading || (value.Reading == Reading.Any && (reading != Reading.Truncated || keepsNorms)))
            .MinBy(Upper);
    }

    private IEnumerable<OracleAssessment.Value> Bounds(TakenValue taken) =>
        values.Where(value => taken.LeastOf.Contains(value.Oracle.Id)
            && value.Reference.Result is Shaped<CertifiedNumber>.Scalar { Value.Enclosure.IsBounded: true });

    private static BigFloat Upper(OracleAssessment.Value value) => value.Reference.Result!.Single.Enclosure.Upper;
}
