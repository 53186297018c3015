using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment.Summaries;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment.Values;

/// <content>Statements again, on other facts or inputs.</content>
internal sealed partial class StatementEvaluation
{
    /// <summary>
    /// The value on changed facts, with the exponents that were chosen and through the statements whose limits were taken; null where it
    /// has none.
    /// </summary>
    public Interval? Again(OracleAssessment.Value value, IReadOnlyList<OracleAssessment.Value> values, FactChange change)
    {
        NetworkView view = Decision.View(value.Oracle, whole);
        ChangedFacts facts = new(Facts(view, value.Reading), change);
        List<TakenLimit> limits = [];
        foreach ((TakenValue wanted, OracleAssessment.Value by) in Taken(value, values))
        {
            if (Again(by, values, change) is not { IsBounded: true } limit)
            {
                return null;
            }

            limits.Add(Limit(wanted, limit.Upper, by.Oracle, facts));
        }

        try
        {
            return Number(Exact(value.Oracle, view, value.Reading,
                Inputs(value.Oracle, view, value.Reading, facts, limits, value.Exponents)));
        }
        catch (InputException)
        {
            return null; // outside what the statement admits
        }
    }

    /// <summary>The value on other inputs; null where it has none.</summary>
    public Interval? Again(OracleAssessment.Value value, InputRecord inputs)
    {
        try
        {
            return Number(Exact(value.Oracle, Decision.View(value.Oracle, whole), value.Reading, inputs));
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>The statements whose limits a value takes.</summary>
    public IEnumerable<(TakenValue Wanted, OracleAssessment.Value By)> Taken(
        OracleAssessment.Value value, IReadOnlyList<OracleAssessment.Value> values)
    {
        TakenLimits limits = new(values);
        NetworkView view = Decision.View(value.Oracle, whole);
        return value.Oracle.Takes.Select(wanted => (wanted, limits.Find(wanted, value.Reading, view)))
            .Where(pair => pair.Item2 is not null).Select(pair => (pair.wanted, pair.Item2!));
    }

    /// <summary>A value and all that it takes.</summary>
    public IEnumerable<OracleAssessment.Value> Chain(OracleAssessment.Value value, IReadOnlyList<OracleAssessment.Value> values) =>
        Taken(value, values).SelectMany(taken => Chain(taken.By, values)).Prepend(value);

    private static Interval? Number(Evaluation found) => found.Result is Shaped<CertifiedNumber>.Scalar scalar
        ? scalar.Value.Enclosure : null;
}
