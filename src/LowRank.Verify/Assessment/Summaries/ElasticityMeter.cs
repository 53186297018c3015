using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>Measures <see cref="Elasticity"/> by certified evaluations.</summary>
internal sealed class ElasticityMeter(StatementEvaluation evaluation, IReadOnlyList<OracleAssessment.Value> values)
{
    /// <summary>Inputs of a statement up to which all of them are varied, and entries of a matrix that is.</summary>
    private const int MostInputs = 128, MostEntries = 1 << 14;

    private static readonly IntervalContext Context = new(192);

    /// <summary>1 ± 2^-20: the secants differ from the derivative by about a millionth, and 15 digits leave nine of them.</summary>
    private static readonly double[] Factors = [1 - Math.ScaleB(1, -20), 1 + Math.ScaleB(1, -20)];

    /// <summary>Facts that no layer and no norm of the data has a part in.</summary>
    private static readonly string[] Fixed = ["delta", "samples", "margin_risk", "ramp_loss"];

    /// <summary>Elasticities in the statement's own inputs and, through those that it takes, in theirs.</summary>
    public IReadOnlyList<Elasticity> Of(OracleAssessment.Value value)
    {
        List<Elasticity> found = [.. Own(value)];
        foreach ((TakenValue wanted, OracleAssessment.Value by) in evaluation.Taken(value, values))
        {
            if (Measure(value, wanted.Member, null) is { } outer)
            {
                found.AddRange(Of(by).Select(inner => inner with
                {
                    Oracle = value.Oracle.Id,
                    Reading = value.Reading,
                    Value = Context.Multiply(outer, inner.Value),
                }));
            }
        }

        return found;
    }

    private IEnumerable<Elasticity> Own(OracleAssessment.Value value)
    {
        Member[] members = [.. value.Oracle.Given.Where(member => member.Type != MemberType.Count && member.From is { } source
            && !source.Facts.Any(Fixed.Contains) && !Decision.IsChosen(value.Oracle, member)
            && (member.Type != MemberType.Matrix || value.Reading != Reading.Truncated))]; // a cut matrix is no stored one
        if (members.Sum(member => Count(value, member)) > MostInputs)
        {
            yield break;
        }

        foreach (Member member in members)
        {
            for (int i = 0; i < Count(value, member); i++)
            {
                int? item = member.Index is null ? null : i;
                if (Measure(value, member.Name, item) is { } enclosure)
                {
                    yield return new Elasticity(value.Oracle.Id, value.Reading, value.Oracle.Id, member.Name, item, member.Meaning,
                        enclosure);
                }
            }
        }
    }

    private static int Count(OracleAssessment.Value value, Member member) =>
        !value.Inputs.Members.TryGetValue(member.Name, out InputValue? input) ? 0
        : input is InputValue.Sequence sequence ? sequence.Items.Count : 1;

    private Interval? Measure(OracleAssessment.Value value, string member, int? item)
    {
        if (value.Inputs.Members[member] is not { } input || evaluation.Again(value, value.Inputs) is not { Lower.Sign: > 0 } here)
        {
            return null;
        }

        Interval? hull = null;
        foreach (double factor in Factors)
        {
            if (Times(input, item, factor) is not { } changed
                || evaluation.Again(value, value.Inputs.With(member, changed)) is not { Lower.Sign: > 0, IsBounded: true } there)
            {
                return null;
            }

            Interval secant = Context.Divide(
                Context.Log(Context.Divide(there, here).Value).Value, Context.Log(Interval.Of(factor)).Value).Value;
            hull = hull?.Hull(secant) ?? secant;
        }

        return hull;
    }

    /// <summary>The input, or one item of it, times a factor, exactly; null where that is no input.</summary>
    private static InputValue? Times(InputValue input, int? item, double factor) => input switch
    {
        InputValue.Number { Exact.Sign: not 0 } number => new InputValue.Number(number.Exact * Rational.Of(factor)),
        InputValue.MatrixValue { Value: { } matrix } => Times(matrix, factor),
        InputValue.Sequence list when item is { } i && Times(list.Items[i], null, factor) is { } changed =>
            new InputValue.Sequence([.. list.Items.Select((old, j) => j == i ? changed : old)]),
        _ => null,
    };

    /// <summary>A matrix whose entries have 53 - 21 bits to spare, times a factor of 21 bits; null for any other.</summary>
    private static InputValue.MatrixValue? Times(Matrix matrix, double factor)
    {
        if (matrix.Values.Length > MostEntries)
        {
            return null;
        }

        double[] scaled = [.. matrix.Values.Select(entry => entry * factor)];
        return Array.TrueForAll([.. scaled.Zip(matrix.Values)], pair => Math.FusedMultiplyAdd(pair.Second, factor, -pair.First) == 0)
            ? new InputValue.MatrixValue(new Matrix(matrix.Rows, matrix.Columns, scaled)) : null;
    }
}
