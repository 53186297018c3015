using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>From the values of an assessment to its summary.</summary>
internal sealed class SummaryBuilder(StatementEvaluation evaluation, IReadOnlyList<OracleAssessment.Value> values, NetworkView view)
{
    private readonly SampleSizeSearch search = new(evaluation, values, view);

    public AssessmentSummary Build()
    {
        OracleAssessment.Value[] bounds = [.. values.Where(value => value.Oracle.Kind == OracleKind.Bound && value.Layer is null
            && Enclosure(value) is { IsBounded: true })];
        OracleAssessment.Value[] errors = [.. bounds.Where(value => Of(value) == BoundedQuantity.ProbabilityOfError)];
        OracleAssessment.Value[] certified = [.. errors.Where(MayBeCalledCertified)];
        string[] statements = [.. certified.Select(value => value.Oracle.Id).Distinct()];
        Rational share = statements.Length == 0 ? view.Delta : view.Delta / Rational.Of(new BigInteger(statements.Length));
        SummaryLimit? best = Least(certified.Select(value => (value, statements.Length == 1 ? Enclosure(value)
            : evaluation.Again(value, values, FactChanges.Delta(share)))), share);
        SummaryLimit? other = Least(errors.Except(certified).Select(value => (value, Enclosure(value))), view.Delta);
        SummaryLimit[] complexities = [.. bounds.Where(value => Of(value) is not (BoundedQuantity.ProbabilityOfError
            or BoundedQuantity.Other)).GroupBy(Of).OrderBy(group => group.Key)
            .Select(group => group.MinBy(value => Enclosure(value)!.Upper)!)
            .Select(value => new SummaryLimit(value, Of(value), Enclosure(value)!, null, null))];
        ElasticityMeter meter = new(evaluation, values);
        return new AssessmentSummary(view.Delta, statements, best, other, complexities,
            [.. new[] { best, other }.OfType<SummaryLimit>().SelectMany(limit => meter.Of(AsStored(limit.Value)))]);
    }

    /// <summary>The same statement on the network as stored, where it is evaluated there too.</summary>
    private OracleAssessment.Value AsStored(OracleAssessment.Value value) => values.FirstOrDefault(other =>
        ReferenceEquals(other.Oracle, value.Oracle) && other.Reading == Reading.AsStored) ?? value;

    /// <summary>
    /// True for a statement about all weights at once or about test samples: only these limit the error of a network that was chosen on
    /// the data.
    /// </summary>
    private static bool MayBeCalledCertified(OracleAssessment.Value value) =>
        value.Oracle.Holds is HoldsFor.AllWeights or HoldsFor.TestData;

    private static BoundedQuantity Of(OracleAssessment.Value value) => BoundedQuantities.Of(value.Oracle);

    private static Interval? Enclosure(OracleAssessment.Value value) =>
        value.Reference.Result is Shaped<CertifiedNumber>.Scalar scalar ? scalar.Value.Enclosure : null;

    private SummaryLimit? Least(IEnumerable<(OracleAssessment.Value Value, Interval? Enclosure)> found, Rational delta)
    {
        (OracleAssessment.Value Value, Interval? Enclosure)[] bounded = [.. found.Where(pair => pair.Enclosure is { IsBounded: true })];
        if (bounded.Length == 0)
        {
            return null;
        }

        (OracleAssessment.Value value, Interval? enclosure) = bounded.MinBy(pair => pair.Enclosure!.Upper);
        return new SummaryLimit(value, BoundedQuantity.ProbabilityOfError, enclosure!, delta, search.Of(value, enclosure!, delta));
    }
}
